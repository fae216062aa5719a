"""The real window over the real services of a state folder, driven by the scenes."""

from __future__ import annotations

from pathlib import Path

from desktop_app.composition import build_services
from desktop_app.core.pin import Pin
from desktop_app.services.program import Services
from desktop_app.services.training import TrainingPerson
from desktop_app.ui.application import Translations
from desktop_app.ui.background import Background
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.page_table import PageKey
from desktop_app.ui.theme import Theme
from scripts.page_pictures.camera import Camera, settle, wait_until

COMFORTABLE = (1280, 800)
SMALLEST = (1024, 640)


class Stage:
    """One open window; ``close`` ends what it started."""

    def __init__(
        self, home: Path, camera: Camera, words: Translations, drivers: tuple[Path, ...] = ()
    ) -> None:
        self.camera = camera
        words.use(camera.language)
        self.services: Services = build_services(home, drivers, camera.language)
        self.background = Background()
        self.window = MainWindow(self.services, self.background, camera.theme)
        self.window.resize(*COMFORTABLE)
        self.window.show()
        settle()

    @property
    def theme(self) -> Theme:
        """The colours that the camera changes."""
        return self.camera.theme

    def take(self, name: str) -> None:
        """Picture the whole window; note a page that the smallest window cannot hold."""
        self.camera.take(name, self.window)
        self.camera.hold(name, self.window, SMALLEST)

    def take_small(self, name: str) -> None:
        """Picture the window at its smallest size."""
        self.window.resize(*SMALLEST)
        settle()
        self.take(name)
        self.window.resize(*COMFORTABLE)
        settle()

    def scenario(self, name: str) -> None:
        """Put the training portal into a scenario."""
        self.services.training.scenario(name)

    def person(self, number: int) -> TrainingPerson:
        """Return a training person, counted from 0."""
        state = self.services.training.state()
        assert state is not None
        return state.people[number]

    @property
    def token_labels(self) -> set[str]:
        """Labels of the tokens of all training people."""
        state = self.services.training.state()
        assert state is not None
        return {person.token_label for person in state.people}

    def certificate_of(self, person: TrainingPerson) -> str:
        """Return the id of the certificate that the person can sign in with."""
        for token in self.services.tokens.overview().tokens:
            if token.label == person.token_label:
                for each in token.certificates:
                    if each.fitness.can_sign_in:
                        return each.certificate.id
        raise LookupError(person.token_label)

    def sign_in(self, person: TrainingPerson, *, then: str = "normal") -> None:
        """Sign a person in without the dialog, and tell the window in scenario ``then``."""
        login = self.services.login
        statement = login.prepare(self.certificate_of(person))
        session = login.sign_in(statement, Pin(person.pin))
        self.scenario(then)
        self.window.login.session_changed.emit(session)
        wait_until(
            "the table after the login",
            lambda: self.window.shown == PageKey.CREDENTIALS,
        )

    def close(self) -> None:
        """Close the window and end helpers and workers."""
        self.window.close()
        self.background.close()
        self.services.close()
        self.window.deleteLater()
        settle()

"""A training portal with SoftHSM tokens and the real window over them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.composition import build_services
from desktop_app.sandbox.control import SandboxControl
from desktop_app.services.program import Services
from desktop_app.ui.application import Frame, Translations
from desktop_app.ui.theme import Theme


@dataclass
class RealTraining:
    """A running training portal and the state folder that belongs to it."""

    home: Path
    control: SandboxControl
    drivers: tuple[Path, ...] = ()

    @property
    def pin(self) -> str:
        """PIN of every training token."""
        state = self.control.state()
        assert state is not None
        return state.people[0].pin

    @contextmanager
    def frame(self, application: QApplication, theme: Theme, qtbot: QtBot) -> Iterator[Frame]:
        """Show the window as ``composition.open_window`` does."""

        def rebuild() -> Services:
            services = build_services(self.home, self.drivers)
            services.login.state()
            return services

        words = Translations(application)
        words.use("ru")
        frame = Frame(rebuild, theme, words)
        frame.show()
        frame.activateWindow()
        # Keys go to the active window alone.
        qtbot.waitUntil(frame.isActiveWindow)
        frame.build()
        yield frame
        frame.close()
        frame.deleteLater()
        words.remove()


@contextmanager
def real_training(home: Path) -> Iterator[RealTraining]:
    """Start a training portal; afterwards nothing of it is left."""
    with pytest.MonkeyPatch.context() as patch:
        # The keyring of whoever runs the tests is none of their business.
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        control = SandboxControl(home)
        control.start()
        yield RealTraining(home, control)
        control.reset()

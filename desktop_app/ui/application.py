"""The window's process: it paints first, the services are made afterwards."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTimer, QTranslator
from PySide6.QtGui import QCloseEvent, QIcon
from PySide6.QtWidgets import QApplication, QMainWindow

from desktop_app.core.resources import resource_path
from desktop_app.ui.focus_keeping import scroll_to_focus
from desktop_app.ui.garbage import GarbageCollection
from desktop_app.ui.state_view import StateView
from desktop_app.ui.theme import Theme

if TYPE_CHECKING:
    from desktop_app.core.cancellation import Progress, ProgressListener
    from desktop_app.core.errors import NmoError
    from desktop_app.services.program import Services
    from desktop_app.services.training import TrainingControl
    from desktop_app.ui.background import Background
    from desktop_app.ui.main_window import MainWindow

MINIMUM = (1024, 640)
_COMFORTABLE = (1280, 800)
_DESKTOP_FILE = "nmo-cabinet"
"""Name of the .desktop file and of the icon: desktops find one window's by it."""


class Frame(QMainWindow):
    """The top-level window; what it shows is exchanged when the services are."""

    def __init__(self, rebuild: Callable[[], Services], theme: Theme, words: Translations) -> None:
        super().__init__()
        GarbageCollection(self)
        self._rebuild = rebuild
        self._theme = theme
        self._words = words
        self._background: Background | None = None
        self._end: Callable[[], Callable[[], None]] | None = None
        self.setMinimumSize(*MINIMUM)
        self.resize(*_COMFORTABLE)
        self._show_loading()

    def build(self, then: Callable[[MainWindow], object] | None = None) -> None:
        """Make the services beside the window, then show the pages over them."""
        self._leave()
        self._show_loading()

        def make(_cancel: object, _progress: object) -> Services:
            services = self._rebuild()
            # Read here, the modules of the pages do not hold the window up.
            import_module("desktop_app.ui.main_window")
            return services

        self._workers().start(
            make,
            done=lambda services: self._attach(services, then),
            failed=self._show_failed,
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window's place and end helpers and workers."""
        self._leave()
        self._workers().close()
        event.accept()

    def _attach(self, services: Services, then: Callable[[MainWindow], object] | None) -> None:
        from desktop_app.services.storage.settings import THEME  # noqa: PLC0415 - after the first paint
        from desktop_app.ui.main_window import MainWindow  # noqa: PLC0415

        self._words.use(services.language)
        self._theme.use(services.settings.get(THEME))
        # Its jobs end with it: what they come to must not reach pages that are gone.
        background = self._new_background()
        window = MainWindow(services, background, self._theme)
        window.training_wanted.connect(lambda wanted: self._train(services.training, wanted))
        window.settings_changed.connect(lambda: self.build(MainWindow.show_settings))
        self._end = window.leave
        self.setWindowTitle(self.tr("Кабинет НМО"))
        self.setCentralWidget(window)
        window.restore_window()
        if then is not None:
            then(window)

    def _train(self, training: TrainingControl, wanted: bool) -> None:
        self._leave()
        view = self._show_training(wanted)
        about = view.text.text()

        def show_progress(now: Progress) -> None:
            words = self.tr("Готово {done} из {total}.").format(done=now.done, total=now.total)
            view.text.setText(f"{about} {words}" if now.total else about)

        def switch(_cancel: object, progress: ProgressListener) -> None:
            if wanted:
                training.start(progress=progress)
            else:
                training.stop()

        self._workers().start(
            switch,
            done=lambda _none: self.build(),
            failed=self._show_failed,
            progress=show_progress,
        )

    def _leave(self) -> None:
        """Leave the pages; a worker ends what they used."""
        if self._end is not None:
            end = self._end()
            self._workers().start(lambda _cancel, _progress: end())
            self._end = None

    def _workers(self) -> Background:
        if self._background is None:
            self._background = self._new_background()
        return self._background

    def _new_background(self) -> Background:
        from desktop_app.ui.background import Background  # noqa: PLC0415 - after the first paint

        return Background(self)

    def _show_loading(self) -> None:
        self._state("loader-circle", self.tr("Кабинет НМО"), self.tr("Программа открывается…"))

    def _show_training(self, wanted: bool) -> StateView:
        text = (
            self.tr("Готовим учебный портал и учебные токены. Это займёт до полуминуты.")
            if wanted
            else self.tr("Останавливаем учебный портал.")
        )
        return self._state("graduation-cap", self.tr("Учебный режим"), text)

    def _show_failed(self, error: NmoError) -> None:
        from desktop_app.core.catalogue import Catalogue  # noqa: PLC0415 - only here, and rarely

        message = Catalogue.read(resource_path("messages")).of_error(error, self._words.language)
        view = self._state("circle-alert", message.title, message.text)
        view.show_error("circle-alert", message, self.tr("Повторить"), self.build)

    def _state(self, icon: str, title: str, text: str) -> StateView:
        view = StateView(self._theme)
        view.show_state(icon, title, text)
        self.setCentralWidget(view)
        return view


class Translations(QObject):
    """The translators in force."""

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self._application = application
        self._installed: list[QTranslator] = []
        self.language = ""

    def remove(self) -> None:
        """Put none of them in force."""
        for translator in self._installed:
            self._application.removeTranslator(translator)
        self._installed.clear()

    def use(self, language: str) -> None:
        """Use Russian or English for the words of this program and of Qt."""
        self.remove()
        self.language = language
        QLocale.setDefault(QLocale(language))
        qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        own_folder = str(resource_path("translations"))
        for name, folder in (
            (f"qtbase_{language}", qt_folder),
            (f"qt_{language}", own_folder),
            (f"nmo_{language}", own_folder),
        ):
            translator = QTranslator(self)
            if translator.load(name, folder):
                self._application.installTranslator(translator)
                self._installed.append(translator)
        # Qt adds it to the titles of dialogs.
        self._application.setApplicationDisplayName(self.tr("Кабинет НМО"))


def run_window(rebuild: Callable[[], Services]) -> int:
    """Show the window until it is closed; ``rebuild`` makes the services, off the UI thread."""
    application = QApplication(sys.argv[:1])
    frame = make_frame(application, rebuild)
    frame.show()
    QTimer.singleShot(0, frame.build)
    return application.exec()


def make_frame(application: QApplication, rebuild: Callable[[], Services]) -> Frame:
    """Return the window, with style, colours and Russian words set."""
    application.setStyle("Fusion")
    application.setApplicationName("nmo")
    application.setDesktopFileName(_DESKTOP_FILE)
    application.setWindowIcon(QIcon(str(resource_path("icons", f"{_DESKTOP_FILE}.svg"))))
    application.focusObjectChanged.connect(scroll_to_focus)
    words = Translations(application)
    words.use("ru")
    return Frame(rebuild, Theme(application), words)

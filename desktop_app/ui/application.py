"""The window's process: it paints first, the services are made afterwards."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTimer, QTranslator
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from desktop_app.core.errors import NmoError
from desktop_app.core.resources import resource_path
from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.state_view import StateView
from desktop_app.ui.theme import Theme

MINIMUM = (1024, 640)
_COMFORTABLE = (1280, 800)


class Frame(QMainWindow):
    """The top-level window; what it shows is exchanged when the services are."""

    def __init__(self, rebuild: Callable[[], Services], theme: Theme, words: Translations) -> None:
        super().__init__()
        self._rebuild = rebuild
        self._theme = theme
        self._words = words
        self.background = Background(self)
        self.services: Services | None = None
        self.setMinimumSize(*MINIMUM)
        self.resize(*_COMFORTABLE)
        self._show_loading()

    def build(self) -> None:
        """Make the services beside the window, then show the pages over them."""
        self._show_loading()
        self._leave_services()
        self.background.start(
            lambda _cancel, _progress: self._rebuild(), done=self._attach, failed=self._show_failed
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window's place and end helpers and workers."""
        self._leave_services()
        self.background.close()
        event.accept()

    def _attach(self, services: Services) -> None:
        from desktop_app.services.storage.settings import LANGUAGE, THEME  # noqa: PLC0415 - after the first paint
        from desktop_app.ui.main_window import MainWindow  # noqa: PLC0415 - after the first paint

        self.services = services
        self._words.use(services.settings.get(LANGUAGE))
        self._theme.use(services.settings.get(THEME))
        window = MainWindow(services, self.background, self._theme)
        window.training_wanted.connect(self._train)
        window.settings_changed.connect(self.build)
        self.setWindowTitle(self.tr("Кабинет НМО"))
        self.setCentralWidget(window)
        window.restore_window()

    def _train(self, wanted: bool) -> None:
        services = self.services
        if services is None:
            return
        self._show_training(wanted)
        training = services.training

        def switch(_cancel: object, progress: object) -> None:
            if wanted:
                training.start(progress=progress)  # type: ignore[arg-type]  # a ProgressListener
            else:
                training.stop()

        self.background.start(switch, done=lambda _none: self.build(), failed=self._show_failed)

    def _leave_services(self) -> None:
        from desktop_app.ui.main_window import MainWindow  # noqa: PLC0415 - after the first paint

        window, services = self.centralWidget(), self.services
        self.services = None
        if isinstance(window, MainWindow):
            window.keep_geometry()
            window.close_pages()
        if services is not None:
            self.background.start(lambda _cancel, _progress: services.close())

    def _show_loading(self) -> None:
        self._state("loader-circle", self.tr("Кабинет НМО"), self.tr("Программа открывается…"))

    def _show_training(self, wanted: bool) -> None:
        text = (
            self.tr("Готовим учебный портал и учебные токены. Это займёт до полуминуты.")
            if wanted
            else self.tr("Останавливаем учебный портал.")
        )
        self._leave_pages()
        self._state("graduation-cap", self.tr("Учебный режим"), text)

    def _leave_pages(self) -> None:
        from desktop_app.ui.main_window import MainWindow  # noqa: PLC0415 - after the first paint

        window = self.centralWidget()
        if isinstance(window, MainWindow):
            window.close_pages()

    def _show_failed(self, error: NmoError) -> None:
        from desktop_app.core.catalogue import Catalogue  # noqa: PLC0415 - only here, and rarely

        message = Catalogue.read(resource_path("messages")).of_error(error, self._words.language)
        text = " ".join(filter(None, (message.text, message.remedy, f"({message.code})")))
        self._state("circle-alert", message.title, text, self.tr("Повторить"))

    def _state(self, icon: str, title: str, text: str, button: str | None = None) -> None:
        view = StateView(self._theme)
        view.show_state(icon, title, text, button, self.build)
        self.setCentralWidget(view)


class Translations(QObject):
    """The translators in force."""

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self._application = application
        self._installed: list[QTranslator] = []
        self.language = ""

    def use(self, language: str) -> None:
        """Use Russian or English for the words of this program and of Qt."""
        for translator in self._installed:
            self._application.removeTranslator(translator)
        self._installed.clear()
        self.language = language
        QLocale.setDefault(QLocale(language))
        qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        for name, folder in (
            (f"qtbase_{language}", qt_folder),
            (f"nmo_{language}", str(resource_path("translations"))),
        ):
            translator = QTranslator(self)
            if translator.load(name, folder):
                self._application.installTranslator(translator)
                self._installed.append(translator)


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
    application.setApplicationDisplayName("Кабинет НМО")
    words = Translations(application)
    words.use("ru")
    return Frame(rebuild, Theme(application), words)

"""The page «Проверка подписи»: who signed, when, with what, and whether it holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
)

from desktop_app.core.cancellation import Progress
from desktop_app.core.errors import NmoError
from desktop_app.services.program import Services
from desktop_app.services.verification_form import VerificationForm
from desktop_app.ui.background import Background
from desktop_app.ui.card_list import CardListView
from desktop_app.ui.documents_dropping import dropped_files
from desktop_app.ui.message_view import MessageView
from desktop_app.ui.page import Page
from desktop_app.ui.state_view import StateView
from desktop_app.ui.theme import Theme
from desktop_app.ui.verification_details import VerificationDetails
from desktop_app.ui.verification_model import VerificationModel
from desktop_app.ui.verification_presenter import VerificationPresenter

MARGIN = 24
_SIZES = (480, 540)


class VerificationPage(Page):
    """Files are chosen or dropped; nothing here needs a token, a portal or a session."""

    def __init__(self, services: Services, background: Background, theme: Theme) -> None:
        super().__init__()
        self._services = services
        self._last: tuple[Path, ...] = ()
        self.title = self.tr("Проверка подписи")
        self.presenter = VerificationPresenter(services, background, self)
        self.model = VerificationModel(services.catalogue, self)
        self.message = MessageView(theme)
        self.state = StateView(theme)
        self.details = VerificationDetails(theme)
        self.list = CardListView(self.model, theme)
        self.list.setAccessibleName(self.tr("Подписи"))
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()
        self._show_empty()

    def refresh(self) -> None:
        """Verify again what was verified before."""
        if self._last and not self.presenter.running:
            self.verify(self._last)

    def search(self) -> None:
        """Put the keyboard into the list."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def verify(self, places: Sequence[Path]) -> None:
        """Verify files and folders."""
        self._last = tuple(places)
        self.message.clear()
        self.presenter.verify(self._last, offline=self.offline.isChecked())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        if dropped_files(event.mimeData()) and not self.presenter.running:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Verify what is dropped."""
        files = dropped_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.verify(files)

    def _lay_out(self) -> None:
        heading = QLabel(self.title)
        heading.setObjectName("title")
        self.offline = QCheckBox(self.tr("Без сети"))
        self.offline.setToolTip(self.tr("Ничего не запрашивать у удостоверяющих центров"))
        self.save_button = QPushButton(self.tr("Сохранить отчёт"))
        self.save_button.setEnabled(False)
        self.choose_button = QPushButton(self.tr("Выбрать файлы"))
        self.choose_button.setProperty("primary", "true")
        head = QHBoxLayout()
        head.addWidget(heading)
        head.addStretch()
        for button in (self.save_button, self.choose_button):
            head.addWidget(button)
        self.sentence = QLabel()
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setProperty("tone", "muted")
        line = QHBoxLayout()
        line.addWidget(self.sentence, 1)
        line.addWidget(self.offline)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.list)
        splitter.addWidget(self.details)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes(_SIZES)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.state)
        self.stack.addWidget(splitter)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(line)
        column.addWidget(self.message)
        column.addWidget(self.stack, 1)

    def _connect(self) -> None:
        presenter = self.presenter
        self.choose_button.clicked.connect(self._ask_files)
        self.save_button.clicked.connect(self._ask_target)
        self.list.selectionModel().currentChanged.connect(self._show_chosen)
        presenter.running_changed.connect(self._show_running)
        presenter.progressed.connect(self._show_progress)
        presenter.verified.connect(self._show_form)
        presenter.stopped.connect(self._show_stopped)
        presenter.failed.connect(self._show_error)
        presenter.saved.connect(self._show_saved)

    def _show_empty(self) -> None:
        self.state.show_state(
            "shield-check",
            self.tr("Проверьте чужую или свою подпись"),
            self.tr(
                "Перетащите сюда файл подписи, подписанный документ или PDF. "
                "Токен и вход на портал не нужны, файлы никуда не отправляются."
            ),
            self.tr("Выбрать файлы"),
            self._ask_files,
        )
        self.stack.setCurrentIndex(0)

    def _show_running(self, running: bool) -> None:
        self.choose_button.setEnabled(not running)
        self.save_button.setEnabled(not running and self.presenter.form is not None)
        if running:
            self.sentence.clear()
            self.state.show_state(
                "loader-circle",
                self.tr("Подписи проверяются"),
                "",
                self.tr("Отменить"),
                self.presenter.cancel,
            )
            self.stack.setCurrentIndex(0)

    def _show_progress(self, progress: Progress) -> None:
        words = self.tr("{done} из {total}: {name}")
        self.state.text.setText(
            words.format(done=progress.done + 1, total=progress.total, name=progress.item)
        )

    def _show_form(self, form: VerificationForm) -> None:
        if not form.files:
            self._show_empty()
            return
        self.sentence.setText(form.sentence)
        self.model.show_form(form)
        self.stack.setCurrentIndex(1)
        self.list.setCurrentIndex(self.model.index(0, 0))
        self.list.setFocus()

    def _show_chosen(self) -> None:
        index, words = self.list.currentIndex(), self.model.words
        if index.isValid() and words is not None:
            self.details.show_row(self.model.rows[index.row()], words)

    def _show_stopped(self) -> None:
        if self.presenter.form is None:
            self._show_empty()
        else:
            self._show_form(self.presenter.form)

    def _show_error(self, error: NmoError) -> None:
        self.message.show_message(self._services.catalogue.of_error(error, self._services.language))
        if self.stack.currentIndex() == 0:
            self._show_stopped()

    def _show_saved(self, path: str) -> None:
        self.sentence.setText(self.tr("Отчёт сохранён: {path}").format(path=path))

    def _ask_files(self) -> None:
        files, _kind = QFileDialog.getOpenFileNames(self, self.tr("Что проверить"))
        if files:
            self.verify([Path(each) for each in files])

    def _ask_target(self) -> None:
        kinds = ";;".join(
            (self.tr("Страница HTML (*.html)"), "PDF (*.pdf)", self.tr("Данные JSON (*.json)"))
        )
        title = self.tr("Сохранить отчёт")
        # A report never takes the place of another file: saving says so itself.
        keep = QFileDialog.Option.DontConfirmOverwrite
        file, kind = QFileDialog.getSaveFileName(self, title, "", kinds, options=keep)
        if file:
            path = Path(file)
            self.presenter.save(path if path.suffix else path.with_suffix(_suffix(kind)))


def _suffix(kind: str) -> str:
    return kind.rpartition("*")[2].rstrip(")")

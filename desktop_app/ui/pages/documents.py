"""The page «Документы»: prepare, sign, and see what leaves for the portal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
)

from desktop_app.core.errors import NmoError
from desktop_app.core.errors.outbox import OutboxMaybeArrivedError
from desktop_app.core.outbox_item import OutboxItem, OutboxMove, OutboxState
from desktop_app.core.papers import Paper
from desktop_app.services.outbox_intake import Intake
from desktop_app.services.outbox_service import OutboxPage
from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.documents_adding import DocumentsAdding
from desktop_app.ui.documents_batch import DocumentSigning
from desktop_app.ui.documents_carrying import DocumentsCarrying
from desktop_app.ui.documents_details import DocumentDetails
from desktop_app.ui.documents_dropping import DropQuestion, dropped_files
from desktop_app.ui.documents_footer import DocumentsFooter
from desktop_app.ui.documents_head import DocumentsHead
from desktop_app.ui.documents_list import DocumentListView
from desktop_app.ui.documents_model import DocumentModel
from desktop_app.ui.documents_presenter import DocumentsPresenter
from desktop_app.ui.documents_words import DocumentWords
from desktop_app.ui.history_dialog import HistoryDialog
from desktop_app.ui.message_view import MessageView
from desktop_app.ui.new_document_dialog import NewDocumentDialog
from desktop_app.ui.outbox_courier import OutboxCourier
from desktop_app.ui.page import Page
from desktop_app.ui.state_view import StateView
from desktop_app.ui.theme import Theme

MARGIN = 24
_SIZES = (640, 380)


class DocumentsPage(Page):
    """The list follows the outbox; signed documents leave by themselves."""

    def __init__(self, services: Services, background: Background, theme: Theme) -> None:
        super().__init__()
        self._services = services
        self._background = background
        self._theme = theme
        self._waiting = 0
        self._then_sign = ""
        self.title = self.tr("Документы")
        self.words = DocumentWords(services.catalogue, services.language, self)
        self.presenter = DocumentsPresenter(services, background, self)
        self.adding = DocumentsAdding(self.presenter, services, background, theme, self)
        self.carrying = DocumentsCarrying(services, background, theme, self)
        self.signing = DocumentSigning(services, background, theme, self)
        self.model = DocumentModel(self.words, self)
        self.head = DocumentsHead(self.title, theme)
        self.message = MessageView(theme)
        self.footer = DocumentsFooter(self.words, self.head.more_button, self.head.stop_button)
        self.list = DocumentListView(self.model, theme)
        self.details = DocumentDetails(self.words, services, background, theme)
        self.state = StateView(theme)
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()
        self._show_loading()

    def follow(self, courier: OutboxCourier) -> None:
        """Show what the courier of the window sends and why it does not."""
        courier.changed.connect(self.refresh)
        courier.round_ended.connect(self.footer.show_round)
        courier.failed.connect(self._show_failure)
        if courier.last_round is not None:
            self.footer.show_round(courier.last_round)
        if courier.last_failure is not None:
            self._show_failure(courier.last_failure)

    def refresh(self) -> None:
        """Read the list again."""
        self.presenter.refresh()

    def search(self) -> None:
        """Put the keyboard into the list."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        if dropped_files(event.mimeData()) and not self.presenter.busy:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files up."""
        files = dropped_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.add(files)

    def add(self, places: Sequence[Path]) -> None:
        """Take files and folders up into the list."""
        self.message.clear()
        self.presenter.add(places)

    def sign_beside(self, files: Sequence[Path]) -> None:
        """Sign files where they lie, in a form that the person chooses."""
        self.message.clear()
        if files:
            self.signing.start_beside(files)

    def _lay_out(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.list)
        splitter.addWidget(self.details)
        splitter.setStretchFactor(0, 1)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes(_SIZES)
        self.stack = QStackedWidget()
        self.stack.addWidget(splitter)
        self.stack.addWidget(self.state)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN // 2)
        column.setSpacing(12)
        for widget in (self.head, self.message):
            column.addWidget(widget)
        column.addWidget(self.stack, 1)
        column.addWidget(self.footer)

    def _connect(self) -> None:
        presenter, head = self.presenter, self.head
        presenter.page_read.connect(self._show_page)
        presenter.failed.connect(self._show_unreadable)
        presenter.action_failed.connect(self._show_failure)
        presenter.round_ended.connect(self.footer.show_round)
        presenter.intake_ended.connect(self._show_intake)
        presenter.progressed.connect(self.footer.show_progress)
        presenter.busy_changed.connect(self._show_busy)
        head.sign_button.clicked.connect(lambda: self._sign(self._to_sign()))
        head.new_button.clicked.connect(self._write_new)
        head.files_wanted.connect(self.adding.ask_files)
        head.folder_wanted.connect(self.adding.ask_folder)
        head.cosigned_wanted.connect(self.adding.ask_cosigned)
        head.beside_wanted.connect(lambda: self.sign_beside(self.adding.ask_beside()))
        head.history_wanted.connect(self._show_history)
        head.hand_over_wanted.connect(self._hand_over)
        head.take_in_wanted.connect(self.carrying.take_in)
        head.more_button.clicked.connect(presenter.more)
        head.stop_button.clicked.connect(presenter.cancel)
        self.list.chosen_changed.connect(self._show_choice)
        self.list.activated.connect(lambda _index: self.details.setFocus())
        self.details.move_wanted.connect(self._move)
        self.carrying.failed.connect(self._show_failure)
        self.carrying.said.connect(self._say_carried)
        self.signing.failed.connect(self._show_failure)
        self.signing.nothing_fits.connect(self._show_nothing_fits)
        self.signing.ended.connect(self.refresh)

    def _show_loading(self) -> None:
        self.stack.setCurrentWidget(self.state)
        self.state.show_state(
            "loader-circle", self.tr("Читаем документы"), self.tr("Они лежат на этом компьютере.")
        )

    def _show_page(self, page: OutboxPage) -> None:
        self.list.show_items(page.items)
        self.head.show_facts(
            self.words.counts(page.counts), more=len(page.items) < page.counts.total
        )
        self._waiting = page.counts.by_state.get(OutboxState.WAITING, 0)
        self.head.show_waiting(self._waiting)
        if page.finding is not None:
            self._show_failure(page.finding)
        if page.items:
            self.stack.setCurrentIndex(0)
        else:
            self.stack.setCurrentWidget(self.state)
            self.state.show_state(
                "files",
                self.tr("Документов пока нет"),
                self.tr(
                    "Составьте документ по шаблону или перетащите сюда файлы. Подготовить и "
                    "подписать можно без сети: подписанное уйдёт само, когда она появится."
                ),
                self.tr("Новый документ"),
                self._write_new,
            )
        self._show_choice()
        self._go_on_signing()

    def _show_unreadable(self, error: NmoError) -> None:
        self.stack.setCurrentWidget(self.state)
        message = self.words.of_error(error)
        self.state.show_error("circle-alert", message, self.tr("Повторить"), self.refresh)

    def _show_failure(self, error: NmoError) -> None:
        if isinstance(error, OutboxMaybeArrivedError):
            item = next((each for each in self.model.items if each.id == error.id), None)
            if item is not None:
                self._ask_drop(item, error)
                return
        self.message.show_message(self.words.of_error(error))

    def _show_nothing_fits(self) -> None:
        language = self._services.language
        self.message.show_message(self._services.catalogue.message("token.missing", {}, language))

    def _show_choice(self) -> None:
        self.details.show_item(self.list.current())
        portal = bool(self._services.portal_origin) or self._services.is_training
        self.head.show_wanted(len(self._to_sign()), sends=portal)

    def _show_busy(self, busy: bool) -> None:
        self.details.show_busy(busy)
        self.head.show_busy(busy)
        self.footer.show_busy(busy)

    def _show_intake(self, intake: Intake) -> None:
        self.footer.show_intake(intake)
        if intake.failed:
            self.message.show_message(self.words.of_error(intake.failed[0].error))

    def _show_history(self) -> None:
        dialog = HistoryDialog(self.words, self._services, self._background, self._theme, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _hand_over(self) -> None:
        self.message.clear()
        chosen = self.list.chosen()
        self.carrying.hand_over(self._waiting, chosen if len(chosen) > 1 else ())

    def _say_carried(self, words: str) -> None:
        self.message.clear()
        self.footer.say(words)
        self.refresh()

    def _to_sign(self) -> tuple[OutboxItem, ...]:
        """Return the chosen documents that can be signed; all of them when one alone is chosen."""
        chosen = self.list.chosen()
        wanted = chosen if len(chosen) > 1 else self.model.items
        return tuple(each for each in wanted if each.readable and _can_be_signed(each))

    def _sign(self, items: Sequence[OutboxItem]) -> None:
        self.message.clear()
        if items:
            self.signing.start(tuple(reversed(items)))

    def _move(self, item: OutboxItem, move: OutboxMove) -> None:
        self.message.clear()
        if move is OutboxMove.SIGN:
            self._sign([item])
        elif move is OutboxMove.DROP:
            self._ask_drop(item, None)
        else:
            self.presenter.act(item, move)

    def _ask_drop(self, item: OutboxItem, error: OutboxMaybeArrivedError | None) -> None:
        warning = self.words.of_error(error) if error is not None else None
        dialog = DropQuestion(self.words.title(item), warning, self)
        dialog.accepted.connect(
            lambda: self.presenter.act(item, OutboxMove.DROP, confirmed=warning is not None)
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _write_new(self) -> None:
        dialog = NewDocumentDialog(self._services, self._background, self._theme, self)
        dialog.written.connect(self._keep_paper)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _keep_paper(self, paper: Paper) -> None:
        """Keep the paper in the outbox first, so that nothing written is lost, then sign it."""
        self.presenter.keep(paper, self._paper_kept)

    def _paper_kept(self, item: OutboxItem) -> None:
        self._then_sign = item.id
        self.refresh()

    def _go_on_signing(self) -> None:
        item = next((each for each in self.model.items if each.id == self._then_sign), None)
        if item is not None:
            self._then_sign = ""
            self.list.choose(item.id)
            self._sign([item])


def _can_be_signed(item: OutboxItem) -> bool:
    """Tell whether the primary action takes a document; a refused one is signed by itself."""
    return item.can_be_signed and item.state is not OutboxState.REFUSED

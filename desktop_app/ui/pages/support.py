"""The page «Поддержка»: my requests, their answers, and a new one."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout

from desktop_app.core.accounts import SessionState
from desktop_app.core.message_format import time_text
from desktop_app.core.tickets import KeptTicket, Ticket, TicketDraft
from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.card_list import CardListView
from desktop_app.ui.message_view import MessageView
from desktop_app.ui.new_ticket_dialog import NewTicketDialog
from desktop_app.ui.page import Page
from desktop_app.ui.support_details import SupportDetails
from desktop_app.ui.support_model import SupportModel
from desktop_app.ui.support_presenter import SupportPresenter, SupportState
from desktop_app.ui.theme import Theme

MARGIN = 24
_SIZES = (480, 540)


class SupportPage(Page):
    """Without a network a request waits here, and the telephones still show."""

    def __init__(self, services: Services, background: Background, theme: Theme) -> None:
        super().__init__()
        self._services = services
        self._background = background
        self._theme = theme
        self.title = self.tr("Поддержка")
        self._session = SessionState(None)
        self.presenter = SupportPresenter(services, background, self)
        self.model = SupportModel(services.catalogue, services.language, self)
        self.message = MessageView(theme, "warn")
        self.details = SupportDetails(services.catalogue, services.language, theme)
        self.list = CardListView(self.model, theme)
        self.list.setAccessibleName(self.tr("Мои заявки"))
        self._lay_out()
        self._connect()
        self.presenter.find_contacts()

    def refresh(self) -> None:
        """Send what waits and read «Мои заявки» anew."""
        self.presenter.refresh()

    def take_session(self, session: SessionState) -> None:
        """Show what belongs to the person who is signed in now."""
        if session.account != self._session.account:
            self._session = session
            self.presenter.forget()
            if self.isVisible():
                self.refresh()

    def search(self) -> None:
        """Put the keyboard into the list."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def write(self, begun: Mapping[str, str] | None = None) -> None:
        """Begin a request; ``begun`` are values of its fields that are known already."""
        self._open_dialog(begun).written.connect(self.presenter.file)

    def _open_dialog(self, begun: Mapping[str, str] | TicketDraft | None) -> NewTicketDialog:
        parts = (self._services, self._background, self._theme)
        dialog = NewTicketDialog(*parts, self.window(), begun)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _lay_out(self) -> None:
        heading = QLabel(self.title)
        heading.setObjectName("title")
        self.contacts_button = QPushButton(self.tr("Телефоны и адреса"))
        self.new_button = QPushButton(self.tr("Новое обращение"))
        self.new_button.setProperty("primary", "true")
        head = QHBoxLayout()
        head.addWidget(heading)
        head.addStretch()
        head.addWidget(self.contacts_button)
        head.addWidget(self.new_button)
        self.sentence = QLabel()
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setProperty("tone", "muted")
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.list)
        splitter.addWidget(self.details)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes(_SIZES)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.sentence)
        column.addWidget(self.message)
        column.addWidget(splitter, 1)

    def _connect(self) -> None:
        self.new_button.clicked.connect(lambda: self.write({}))
        self.contacts_button.clicked.connect(self._show_contacts)
        self.list.selectionModel().currentChanged.connect(self._show_chosen)
        self.presenter.changed.connect(self._show_state)
        self.presenter.busy_changed.connect(self._show_busy)
        self.presenter.contacts_found.connect(self._contacts_found)
        self.presenter.opened.connect(self._change)
        self.presenter.commented.connect(self.details.reply.clear)
        self.details.comment_wanted.connect(self._comment)
        self.details.change_wanted.connect(self._open)
        self.details.drop_wanted.connect(self._drop)

    def _show_state(self, state: SupportState) -> None:
        chosen = self._chosen()
        self.message.clear()
        if state.trouble is not None:
            language = self._services.language
            self.message.show_message(self._services.catalogue.of_error(state.trouble, language))
        self.model.show_rows(state.kept, state.tickets)
        words = self.tr("Мои заявки: {sent}, ждут отправки: {waiting}")
        text = words.format(sent=len(state.tickets), waiting=len(state.kept))
        if state.kept_at is not None:
            at = time_text(state.kept_at, self._services.language)
            kept = self.tr("портал не ответил, показано сохранённое на {at}")
            text = f"{text} · {kept.format(at=at)}"
        self.sentence.setText(text)
        again = [n for n, row in enumerate(self.model.rows) if chosen and row.id == chosen.id]
        if self.model.rows:
            self.list.setCurrentIndex(self.model.index(again[0] if again else 0, 0))
        else:
            self._show_contacts()

    def _show_busy(self, busy: bool) -> None:
        if busy:
            self.sentence.setText(self.tr("Программа спрашивает портал…"))

    def _show_chosen(self) -> None:
        row = self._chosen()
        if isinstance(row, KeptTicket):
            self.details.show_kept(row)
        elif isinstance(row, Ticket):
            self.details.show_ticket(row)

    def _show_contacts(self) -> None:
        self.details.show_contacts(self.presenter.contacts)

    def _contacts_found(self) -> None:
        if not self.model.rows:
            self._show_contacts()

    def _chosen(self) -> KeptTicket | Ticket | None:
        index = self.list.currentIndex()
        return self.model.rows[index.row()] if index.isValid() else None

    def _comment(self, text: str) -> None:
        row = self._chosen()
        if isinstance(row, Ticket) and text:
            self.presenter.comment(row, text)

    def _open(self) -> None:
        row = self._chosen()
        if isinstance(row, KeptTicket):
            self.presenter.open(row)

    def _change(self, kept: KeptTicket, draft: TicketDraft) -> None:
        dialog = self._open_dialog(draft)
        dialog.written.connect(lambda changed: self.presenter.change(kept, changed))
        dialog.rejected.connect(lambda: self.presenter.close(kept))

    def _drop(self) -> None:
        row = self._chosen()
        if isinstance(row, KeptTicket):
            self.presenter.drop(row)

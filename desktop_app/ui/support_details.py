"""One request: what was asked, the answers, and a place to answer; or how to reach support."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.tickets import ContactChannel, KeptTicket, SupportDesk, Ticket
from desktop_app.ui.theme import Theme

_WIDTH = 420
_REPLY_HEIGHT = 88


class SupportDetails(QWidget):
    """Plain text throughout: nothing that comes from the portal is shown as markup."""

    comment_wanted = Signal(str)
    change_wanted = Signal()
    drop_wanted = Signal()

    def __init__(self, catalogue: Catalogue, language: str, theme: Theme) -> None:
        super().__init__()
        self._catalogue = catalogue
        self._language = language
        self.setMinimumWidth(_WIDTH)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(self.tr("Обращение подробно"))
        self.reply = QPlainTextEdit()
        self.reply.setFixedHeight(_REPLY_HEIGHT)
        self.reply.setTabChangesFocus(True)
        self.reply.setAccessibleName(self.tr("Комментарий"))
        self.reply.setPlaceholderText(self.tr("Дополните заявку или ответьте на вопрос"))
        self.reply_button = QPushButton(self.tr("Отправить комментарий"))
        self.change_button = QPushButton(self.tr("Изменить"))
        self.drop_button = QPushButton(self.tr("Удалить обращение"))
        self.reply.textChanged.connect(self._enable)
        self.reply_button.clicked.connect(
            lambda: self.comment_wanted.emit(self.reply.toPlainText().strip())
        )
        self.change_button.clicked.connect(self.change_wanted)
        self.drop_button.clicked.connect(self.drop_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.area, 1)
        column.addWidget(self.reply)
        buttons = QHBoxLayout()
        buttons.addStretch()
        for button in (self.reply_button, self.drop_button, self.change_button):
            buttons.addWidget(button)
        column.addLayout(buttons)
        self._show_parts(())
        self._enable()

    def show_ticket(self, ticket: Ticket) -> None:
        """Show a request of the portal."""
        self._show_parts(self._of_ticket(ticket), answerable=True)

    def show_kept(self, kept: KeptTicket) -> None:
        """Show a request that waits on this computer, and why."""
        self._show_parts(self._of_kept(kept), waits=True)

    def show_contacts(self, contacts: dict[SupportDesk, tuple[ContactChannel, ...]]) -> None:
        """Show how to reach the services without the program."""
        self._show_parts(self._of_contacts(contacts))

    def text(self) -> str:
        """Return everything that is shown, for screen readers and tests."""
        body = self.area.widget()
        labels = [] if body is None else body.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.text())

    def _of_ticket(self, ticket: Ticket) -> Iterator[QLabel]:
        yield _label(ticket.subject, scale="lead")
        status = self._catalogue.word("ticket-status", ticket.status.value, self._language)
        topic = self._catalogue.word("ticket-topic", ticket.topic.value, self._language)
        yield _label(
            self.tr("Заявка № {number}: {status}").format(number=ticket.number, status=status)
        )
        yield _label(self.tr("О чём: {topic}").format(topic=topic), tone="muted")
        yield _label(self.tr("Создана {time}").format(time=_time(ticket.created_at)), tone="muted")
        if ticket.expected_at is not None:
            words = self.tr("Ответ ожидается до {time}")
            yield _label(words.format(time=_time(ticket.expected_at)), tone="muted")
        yield _label(ticket.text)
        if ticket.file_names:
            yield _label(self.tr("Файлы: {names}").format(names=", ".join(ticket.file_names)))
        for each in ticket.messages:
            yield _label(f"{each.author}, {_time(each.written_at)}", tone="muted")
            yield _label(each.text)

    def _of_kept(self, kept: KeptTicket) -> Iterator[QLabel]:
        yield _label(kept.subject, scale="lead")
        yield _label(self.tr("Ждёт отправки с {time}").format(time=_time(kept.kept_at)))
        if kept.error_code:
            message = self._catalogue.message(kept.error_code, {}, self._language)
            yield _label(f"{message.title}. {message.remedy}")
        yield _label(
            self.tr("Обращение сохранено зашифрованным и уйдёт один раз, когда будет связь."),
            tone="muted",
        )
        if kept.file_names:
            yield _label(self.tr("Файлы: {names}").format(names=", ".join(kept.file_names)))

    def _of_contacts(
        self, contacts: dict[SupportDesk, tuple[ContactChannel, ...]]
    ) -> Iterator[QLabel]:
        yield _label(self.tr("Связаться без программы"), scale="lead")
        for desk, channels in contacts.items():
            yield _label(self._catalogue.word("support-desk", desk.value, self._language))
            for each in channels:
                note = f" ({each.note})" if each.note else ""
                yield _label(f"{each.value}{note}", tone="muted")

    def _show_parts(
        self,
        parts: Iterator[QLabel] | tuple[()],
        *,
        answerable: bool = False,
        waits: bool = False,
    ) -> None:
        body = QFrame()
        body.setProperty("panel", "raised")
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for part in parts:
            column.addWidget(part)
        column.addStretch()
        self.area.setWidget(body)
        self.area.setAccessibleDescription(self.text())
        for widget in (self.reply, self.reply_button):
            widget.setVisible(answerable)
        for button in (self.change_button, self.drop_button):
            button.setVisible(waits)

    def _enable(self) -> None:
        self.reply_button.setEnabled(bool(self.reply.toPlainText().strip()))


def _time(moment: datetime) -> str:
    return moment.astimezone().strftime("%d.%m.%Y %H:%M")


def _label(text: str, tone: str = "", scale: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    for name, value in (("tone", tone), ("scale", scale)):
        if value:
            label.setProperty(name, value)
    return label

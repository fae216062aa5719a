"""The line at the bottom: token, session, network, documents; each part opens its page."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from desktop_app.core.accounts import SessionState
from desktop_app.core.tokens import PinState, Token, TokenOverview
from desktop_app.services.portal.contact import Contact
from desktop_app.ui.status_part import StatusPart
from desktop_app.ui.theme import Theme


class StatusLine(QFrame):
    """Quiet buttons; each tells a state by icon and words."""

    token_pressed = Signal()
    session_pressed = Signal()
    network_pressed = Signal()
    documents_pressed = Signal()
    decisions_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self._theme = theme
        self._overview: TokenOverview | None = None
        self._session = SessionState(None)
        self._contact = Contact.NOT_ASKED
        self._waiting = self._decisions = 0
        self.token, self.session = (self._part(shrinks=True) for _ in range(2))
        self.network, self.documents, self.decisions = (self._part() for _ in range(3))
        self.decisions.clicked.connect(self.decisions_pressed)
        self.token.clicked.connect(self.token_pressed)
        self.session.clicked.connect(self.session_pressed)
        self.network.clicked.connect(self.network_pressed)
        self.documents.clicked.connect(self.documents_pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.addWidget(self.token)
        row.addStretch()
        row.addWidget(self.decisions)
        row.addWidget(self.session)
        row.addWidget(self.network)
        row.addWidget(self.documents)
        theme.changed.connect(self.show_again)
        self.show_again()

    def show_tokens(self, overview: TokenOverview) -> None:
        """Show which token is in."""
        self._overview = overview
        self.show_again()

    def show_session(self, session: SessionState) -> None:
        """Show who is signed in."""
        self._session = session
        self.show_again()

    def show_network(self, contact: Contact) -> None:
        """Show how the portal answered last time."""
        if contact is not self._contact:
            self._contact = contact
            self.show_again()

    def show_waiting(self, count: int) -> None:
        """Show how many documents wait to be sent; nothing where there are none."""
        self._waiting = count
        self.show_again()

    def show_decisions(self, count: int) -> None:
        """Show how many decisions of the portal the person has not looked at."""
        self._decisions = count
        self.show_again()

    def show_again(self) -> None:
        """Write all parts in the language and colours in force."""
        self._say(self.token, *self._token_words())
        account = self._session.account
        self._say(
            self.session,
            "user",
            "ok" if account else "muted",
            self.tr("Вошли: {name}").format(name=account.full_name)
            if account
            else self.tr("Вход не выполнен"),
        )
        words = {
            Contact.NOT_ASKED: ("wifi", "muted", self.tr("Портал ещё не опрошен")),
            Contact.ANSWERS: ("wifi", "ok", self.tr("Портал на связи")),
            Contact.FAILS: ("wifi", "warn", self.tr("Портал отвечает ошибкой")),
            Contact.UNREACHED: ("wifi-off", "warn", self.tr("Нет связи с порталом")),
        }
        self._say(self.network, *words[self._contact])
        waiting = self.tr("Ждут отправки: {count}").format(count=self._waiting)
        self._say(self.documents, "send", "info", waiting)
        self.documents.setVisible(self._waiting > 0)
        fresh = self.tr("Новые решения портала: {count}").format(count=self._decisions)
        words_now = fresh if self._decisions else self.tr("Решения портала")
        tone = "info" if self._decisions else "muted"
        self._say(self.decisions, "info", tone, words_now)
        self.decisions.setVisible(account is not None)

    def _token_words(self) -> tuple[str, str, str]:
        if self._overview is None:
            return "key-round", "muted", self.tr("Ищем токен…")
        tokens = self._overview.tokens
        if not tokens:
            return "key-round", "muted", self.tr("Токен не вставлен")
        if len(tokens) > 1:
            return "key-round", "ok", self.tr("Токенов: {count}").format(count=len(tokens))
        return _token_icon(tokens[0]), _token_tone(tokens[0]), self._token_text(tokens[0])

    def _token_text(self, token: Token) -> str:
        states = {
            PinState.LOCKED: self.tr("PIN заблокирован"),
            PinState.LAST_TRY: self.tr("осталась одна попытка PIN"),
            PinState.NOT_SET: self.tr("PIN не задан"),
        }
        state = states.get(token.pin_state)
        return f"{token.label} · {state}" if state else token.label

    def _part(self, *, shrinks: bool = False) -> QPushButton:
        button = StatusPart(shrinks=shrinks)
        button.setProperty("flat", "true")
        button.setIconSize(QSize(16, 16))
        return button

    def _say(self, part: QPushButton, icon: str, tone: str, words: str) -> None:
        part.setIcon(self._theme.icon(icon, tone, 16))
        part.setText(words.replace("&", "&&"))
        part.setAccessibleName(words)
        part.setToolTip(words)


def _token_icon(token: Token) -> str:
    return "lock" if token.pin_state is PinState.LOCKED else "key-round"


def _token_tone(token: Token) -> str:
    if token.pin_state in (PinState.LOCKED, PinState.NOT_SET):
        return "fail"
    return "warn" if token.pin_state in (PinState.LAST_TRY, PinState.LOW) else "ok"

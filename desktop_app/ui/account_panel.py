"""Who is signed in, and «Выйти»."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.accounts import AccountLevel, SessionState
from desktop_app.core.message_format import masked_snils
from desktop_app.ui.theme import Theme

_ICON_PIXELS = 24


class AccountPanel(QFrame):
    """Name, СНИЛС, level and organisation of the account."""

    sign_out_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "raised")
        self._theme = theme
        self._icon = QLabel()
        self.name, self.details, self.keeping = QLabel(), QLabel(), QLabel()
        self.name.setProperty("scale", "lead")
        self.details.setProperty("tone", "muted")
        self.keeping.setProperty("tone", "muted")
        column = QVBoxLayout()
        column.setSpacing(4)
        for label in (self.name, self.details, self.keeping):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)
        self.sign_out_button = QPushButton(self.tr("Выйти"))
        self.sign_out_button.clicked.connect(self.sign_out_pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        row.addWidget(self.sign_out_button)
        theme.changed.connect(self._paint)
        self._paint()

    def show_session(self, session: SessionState, *, lasting: bool) -> None:
        """Show the account of a session; ``lasting`` tells whether it outlives the program."""
        account = session.account
        if account is None:
            return
        levels = {
            AccountLevel.SIMPLE: self.tr("упрощённая учётная запись"),
            AccountLevel.STANDARD: self.tr("стандартная учётная запись"),
            AccountLevel.CONFIRMED: self.tr("подтверждённая учётная запись"),
        }
        self.name.setText(self.tr("Вы вошли: {name}").format(name=account.full_name))
        details = (
            self.tr("СНИЛС {snils}").format(snils=masked_snils(account.snils)),
            levels[account.level],
            account.speciality,
            account.organisation,
        )
        self.details.setText(" · ".join(filter(None, details)))
        self.keeping.setVisible(not lasting)
        self.keeping.setText(
            self.tr(
                "На этом компьютере нет хранилища ключей: вход действует до закрытия программы."
            )
        )

    def _paint(self) -> None:
        icon = self._theme.icon("circle-check", "ok", _ICON_PIXELS)
        self._icon.setPixmap(icon.pixmap(_ICON_PIXELS, _ICON_PIXELS))

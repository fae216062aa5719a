"""Why the chosen certificate does not fit, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_app.core.tokens import Token, TokenCertificate
from desktop_app.ui.certificate_words import CertificateWords

_HEIGHT = 136


class CertificateReasons(QScrollArea):
    """Every reason with its remedy; the place is there before a certificate is chosen."""

    def __init__(self, words: CertificateWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        panel = QFrame()
        panel.setProperty("panel", "raised")
        column = QVBoxLayout(panel)
        column.setContentsMargins(16, 12, 16, 12)
        column.addWidget(self.text)
        column.addStretch()
        self.setWidget(panel)
        self.setWidgetResizable(True)
        self.setFixedHeight(_HEIGHT)
        self.setAccessibleName(self.tr("Почему сертификат подходит или нет"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_certificate(self, chosen: tuple[Token, TokenCertificate] | None) -> None:
        """Show what there is to know about the chosen certificate."""
        self.text.setText("" if chosen is None else self._explanation(*chosen))
        self.setAccessibleDescription(self.text.text())

    def _explanation(self, token: Token, each: TokenCertificate) -> str:
        paragraphs = [
            " ".join(filter(None, (f"{message.title}.", message.text, message.remedy)))
            for message in self._words.reason_messages(each)
        ]
        if not paragraphs:
            paragraphs = [self.tr("Сертификат подходит для входа и для подписи документов.")]
        return "\n\n".join(filter(None, (*paragraphs, self._words.pin_state(token))))

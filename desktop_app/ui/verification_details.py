"""The chosen signature: answers to what people ask, then everything that is known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_app.core.verdicts import Verdict
from desktop_app.services.verification_form import ErrorForm, SignatureForm
from desktop_app.services.verification_rows import VerificationRows
from desktop_app.ui.fingerprint_comparison import grouped
from desktop_app.ui.theme import Theme
from desktop_app.ui.verification_model import LOOKS, VerifiedRow

_WIDTH = 420
_LONG = re.compile(r"\S{24}(?=\S)")
_MAY_BREAK = "\u200b"
"""A label breaks lines between words alone; names of files and fingerprints are long words."""
_ICON = 20


class VerificationDetails(QScrollArea):
    """Plain text throughout: nothing that comes from a file is shown as markup."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[VerifiedRow, VerificationRows] | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(_WIDTH)
        self.setAccessibleName(self.tr("Подпись подробно"))
        theme.changed.connect(self._fill)

    def show_row(self, row: VerifiedRow, words: VerificationRows) -> None:
        """Show a signature, or why its file could not be verified."""
        self._shown = row, words
        self._fill()

    def text(self) -> str:
        """Return everything that is shown, for screen readers and tests."""
        body = self.widget()
        labels = [] if body is None else body.findChildren(QLabel)
        texts = (label.text().replace(_MAY_BREAK, "") for label in labels)
        return "\n".join(filter(None, texts))

    def _fill(self) -> None:
        if self._shown is None:
            return
        row, words = self._shown
        body = QFrame()
        body.setProperty("panel", "raised")
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        if row.signature is not None:
            for part in self._signature(row.signature, words):
                column.addWidget(part)
        elif row.file.error is not None:
            for part in _error(row.file.error, words):
                column.addWidget(part)
        column.addStretch()
        self.setWidget(body)
        self.setAccessibleDescription(self.text())

    def _signature(self, signature: SignatureForm, words: VerificationRows) -> Iterator[QWidget]:
        yield self._marked(signature.verdict, words.heading(signature), scale="lead")
        for verdict, (question, answer) in words.answers(signature):
            yield self._marked(verdict, f"{question}. {answer}")
        for reason in signature.reasons:
            if reason.verdict is not Verdict.GOOD:
                yield _label(f"{reason.message} {words.say('remedy')} {reason.remedy}")
        for name, value in words.facts(signature):
            if value:
                yield _label(f"{name}: {value}", tone="muted")
        for title, lines in (
            (words.say("ladder"), words.ladder(signature.path)),
            (words.say("stamps"), [line for _verdict, line in words.stamps(signature)]),
        ):
            if lines:
                yield _label("\n".join((f"{title}:", *lines)), tone="muted")

    def _marked(self, verdict: Verdict, text: str, scale: str = "") -> QWidget:
        """Return words behind the icon of a verdict."""
        icon, tone = LOOKS[verdict]
        mark = QLabel()
        mark.setPixmap(self._theme.icon(icon, tone, _ICON).pixmap(_ICON, _ICON))
        words = _label(text)
        if scale:
            words.setProperty("scale", scale)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        return line


def _error(error: ErrorForm, words: VerificationRows) -> Iterator[QWidget]:
    yield _label(error.message)
    yield _label(f"{words.say('remedy')} {error.remedy}")
    yield _label(error.code, tone="muted")


def _label(text: str, tone: str = "") -> QLabel:
    label = QLabel(_LONG.sub(f"\\g<0>{_MAY_BREAK}", grouped(text)))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if tone:
        label.setProperty("tone", tone)
    return label

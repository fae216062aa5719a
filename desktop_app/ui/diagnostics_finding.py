"""One thing that was found: what happened, why, what to do, who can do it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.diagnostics import CheckStatus, Finding
from desktop_app.ui.diagnostics_words import DiagnosisWords
from desktop_app.ui.fingerprint_comparison import grouped


class FindingView(QFrame):
    """The words of a finding and the button of what the program can do about it."""

    action_wanted = Signal(object)
    """The ``Finding`` whose button was pressed."""

    def __init__(
        self,
        finding: Finding,
        words: DiagnosisWords,
        action: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        message = words.finding(finding)
        self.title = _line(message.title)
        self.title.setProperty("scale", "lead")
        self.text = _line(grouped(message.text))
        wanted = finding.status is not CheckStatus.OK and finding.status is not CheckStatus.SKIP
        self.remedy = _line(self.tr("Что сделать: {remedy}").format(remedy=message.remedy))
        self.who = _line(self.tr("Кто может это сделать: {who}").format(who=words.who(finding.who)))
        self.who.setProperty("tone", "muted")
        self.button = QPushButton(action)
        self.button.clicked.connect(lambda: self.action_wanted.emit(finding))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for label, shown in (
            (self.title, bool(message.title)),
            (self.text, bool(message.text)),
            (self.remedy, bool(message.remedy) and wanted),
            (self.who, wanted),
        ):
            column.addWidget(label)
            label.setVisible(shown)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch()
        column.addLayout(row)
        self.button.setVisible(bool(action))


def _line(words: str) -> QLabel:
    label = QLabel(words)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    # Selectable text must not become a stop of the Tab key.
    label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return label

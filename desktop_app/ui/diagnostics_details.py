"""The chosen check: what was found, what to do, and the facts for experts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.diagnostics import CheckResult, Finding
from desktop_app.ui.diagnostics_finding import FindingView
from desktop_app.ui.diagnostics_words import STATE_LOOKS, DiagnosisWords, is_trouble
from desktop_app.ui.theme import Theme

_ICON = 20
_FACTS_HEIGHT = 150
ActionWords = Callable[[Finding], str]
"""Returns the words of the button of a finding, empty where the program can do nothing."""


class DiagnosisDetails(QScrollArea):
    """Everything about one check; what concerns experts is folded away."""

    action_wanted = Signal(str, object)
    """Identifier of the check and the ``Finding`` whose button was pressed."""
    again_wanted = Signal(str)
    """Identifier of the check that shall be carried out again."""

    def __init__(
        self,
        words: DiagnosisWords,
        theme: Theme,
        action_words: ActionWords,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._theme = theme
        self._action_words = action_words
        self._result: CheckResult | None = None
        self.findings: list[FindingView] = []
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Подробно о проверке"))
        self._build()
        theme.changed.connect(self._paint)
        self.show_check("", None)

    def show_check(self, identifier: str, result: CheckResult | None) -> None:
        """Show a check; without a result it waits or nothing is chosen."""
        self._result = result
        self.title.setText(self._words.heading(identifier, result) if identifier else "")
        self._show_state(identifier, result)
        self._show_findings(result)
        self.again.setVisible(result is not None)
        self.more.setVisible(result is not None)
        self.facts.setVisible(result is not None and self.more.isChecked())
        self.facts.setPlainText(self.facts_of(result) if result else "")
        self._paint()
        self.verticalScrollBar().setValue(0)

    def allow(self, *, running: bool) -> None:
        """Nothing is started while checks run."""
        self.again.setEnabled(not running)
        for view in self.findings:
            view.button.setEnabled(not running)

    def facts_of(self, result: CheckResult) -> str:
        """Return what experts want: codes, evidence, duration."""
        lines = [f"{result.id} · {result.status.value} · {result.duration_ms} ms"]
        if result.depends_on:
            lines.append(
                self.tr("Зависит от: {checks}").format(checks=", ".join(result.depends_on))
            )
        for finding in result.findings:
            lines.append(finding.cause)
            lines += [f"  {name}: {value}" for name, value in finding.evidence.items()]
        return "\n".join(lines)

    def _build(self) -> None:
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(16, 8, 16, 8)
        self._column.setSpacing(12)
        self.title = QLabel()
        self.title.setObjectName("heading")
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self._icon = QLabel()
        self.state = QLabel()
        state = QHBoxLayout()
        state.setSpacing(8)
        state.addWidget(self._icon)
        state.addWidget(self.state, 1)
        self._column.addWidget(self.title)
        self._column.addLayout(state)
        self._found = QVBoxLayout()
        self._found.setSpacing(16)
        self._column.addLayout(self._found)
        self._column.addLayout(self._buttons())
        self.facts = QPlainTextEdit()
        self.facts.setReadOnly(True)
        self.facts.setTabChangesFocus(True)
        self.facts.setFixedHeight(_FACTS_HEIGHT)
        self.facts.setAccessibleName(self.tr("Подробности для специалиста"))
        self._column.addWidget(self.facts)
        self._column.addStretch()
        self.setWidget(inside)

    def _buttons(self) -> QHBoxLayout:
        self.again = QPushButton(self.tr("Проверить ещё раз"))
        self.again.clicked.connect(self._ask_again)
        self.more = QPushButton(self.tr("Подробности"))
        self.more.setCheckable(True)
        self.more.setProperty("flat", "true")
        self.more.toggled.connect(self.facts_shown)
        row = QHBoxLayout()
        row.addWidget(self.again)
        row.addWidget(self.more)
        row.addStretch()
        return row

    def facts_shown(self, shown: bool) -> None:
        """Unfold or fold what concerns experts."""
        self.facts.setVisible(shown and self._result is not None)

    def _show_state(self, identifier: str, result: CheckResult | None) -> None:
        if result is not None:
            self.state.setText(self._state_words(identifier, result))
        else:
            self.state.setText(self.tr("ждёт очереди") if identifier else "")

    def _state_words(self, identifier: str, result: CheckResult) -> str:
        """Say what was checked where the heading says what is wrong."""
        if is_trouble(result):
            return self._words.second_line(identifier, result)
        return self._words.state(result.status)

    def _show_findings(self, result: CheckResult | None) -> None:
        for view in self.findings:
            self._found.removeWidget(view)
            view.hide()
            view.deleteLater()
        found = self._distinct(result.findings) if result is not None else ()
        self.findings = [
            FindingView(finding, self._words, self._action_words(finding)) for finding in found
        ]
        if result is not None and is_trouble(result) and self.findings:
            self.findings[0].title.hide()  # The heading says it.
        for view in self.findings:
            view.action_wanted.connect(self._act)
            self._found.addWidget(view)
            view.show()  # The layout itself would show it some events later.

    def _distinct(self, findings: Sequence[Finding]) -> list[Finding]:
        """Leave out what would be said in the same words again: of two, the worse comes first."""
        return list({self._words.finding(each): each for each in reversed(findings)}.values())[::-1]

    def _act(self, finding: Finding) -> None:
        if self._result is not None:
            self.action_wanted.emit(self._result.id, finding)

    def _ask_again(self) -> None:
        if self._result is not None:
            self.again_wanted.emit(self._result.id)

    def _paint(self) -> None:
        name, tone = STATE_LOOKS[self._result.status if self._result else None]
        icon = self._theme.icon(name, tone, _ICON)
        self._icon.setPixmap(icon.pixmap(_ICON, _ICON))
        self._icon.setVisible(bool(self.state.text()))

"""The sentence that a hurried person reads: what stands in the way, and the one remedy."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout

from desktop_app.core.diagnostics import CheckStatus, DiagnosisReport
from desktop_app.ui.diagnostics_words import STATE_LOOKS, DiagnosisWords
from desktop_app.ui.theme import Theme

_ICON = 28


class DiagnosisHead(QFrame):
    """Running, stopped, or done with a sentence; one button in each of the three."""

    remedy_wanted = Signal()
    """The button beside the sentence was pressed."""
    cancel_wanted = Signal()

    def __init__(self, words: DiagnosisWords, theme: Theme) -> None:
        super().__init__()
        self._words = words
        self._theme = theme
        self._look = ("loader-circle", "muted")
        self.setProperty("panel", "raised")
        self._icon = QLabel()
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setProperty("scale", "lead")
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Ход проверки"))
        self.remedy = QPushButton()
        self.remedy.setProperty("primary", "true")
        self.remedy.clicked.connect(self.remedy_wanted)
        self.cancel = QPushButton(self.tr("Отменить"))
        self.cancel.clicked.connect(self.cancel_wanted)
        words_column = QVBoxLayout()
        words_column.setSpacing(6)
        words_column.addWidget(self.sentence)
        words_column.addWidget(self.progress)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        row.addWidget(self._icon)
        row.addLayout(words_column, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.remedy)
        theme.changed.connect(self._paint)

    def show_running(self, done: int, total: int) -> None:
        """Say how far it is."""
        words = self.tr("Проверяем: {done} из {total}. PIN не нужен.")
        unknown = self.tr("Собираем сведения о компьютере. PIN не нужен.")
        self._say(words.format(done=done, total=total) if total else unknown)
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self._arrange(("loader-circle", "info"), running=True)

    def show_stopped(self, done: int, total: int) -> None:
        """Say that the person stopped it."""
        words = self.tr("Проверка остановлена: сделано {done} из {total}.")
        self._say(words.format(done=done, total=total))
        self.remedy.setText(self.tr("Проверить сначала"))
        self._arrange(("circle-dashed", "muted"), running=False)

    def show_report(self, report: DiagnosisReport, remedy: str) -> None:
        """Say the head sentence; ``remedy`` are the words of the button, empty for none."""
        self._say(self._words.sentence(report))
        self.remedy.setText(remedy)
        self._arrange(STATE_LOOKS[_worst(report)], running=False)
        self.remedy.setVisible(bool(remedy))

    def _say(self, words: str) -> None:
        self.sentence.setText(words)
        self.setAccessibleName(words)

    def _arrange(self, look: tuple[str, str], *, running: bool) -> None:
        self._look = look
        self.progress.setVisible(running)
        self.cancel.setVisible(running)
        self.remedy.setVisible(not running)
        self._paint()

    def _paint(self) -> None:
        icon = self._theme.icon(*self._look, _ICON)
        self._icon.setPixmap(icon.pixmap(_ICON, _ICON))


def _worst(report: DiagnosisReport) -> CheckStatus:
    if report.first_cause is not None:
        return report.first_cause.finding.status
    warned = any(result.status is CheckStatus.WARN for result in report.results)
    return CheckStatus.WARN if warned else CheckStatus.OK

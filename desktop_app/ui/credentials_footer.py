"""The line below the table: what is chosen, how far «Проверить» has come, what it came to."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from desktop_app.core.cancellation import Progress
from desktop_app.core.credentials import CheckVerdict
from desktop_app.ui.credentials_columns import CredentialWords
from desktop_app.ui.credentials_headline import LINE_HEIGHT
from desktop_app.ui.credentials_state import CheckSummary


class CredentialFooter(QWidget):
    """Always as high, so that nothing moves when work begins or ends."""

    cancelled = Signal()
    """«Отменить» was pressed."""

    def __init__(self, words: CredentialWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setFixedHeight(LINE_HEIGHT)
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.bar = QProgressBar(self)
        self.bar.setFixedWidth(240)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Ход работы"))
        self.stop = QPushButton(self.tr("Отменить"), self)
        self.stop.clicked.connect(self.cancelled)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.bar)
        layout.addWidget(self.stop)
        self.show_text("")

    def show_text(self, text: str) -> None:
        """Show words and no progress."""
        self.bar.hide()
        self.stop.hide()
        self.text.setText(text)
        self.text.setToolTip(text)

    def show_progress(self, progress: Progress) -> None:
        """Show how many of the checks are done, with «Отменить»."""
        words = self.tr("Проверено {done} из {total}")
        self.show_work(progress, words.format(done=progress.done, total=progress.total))

    def show_work(self, progress: Progress, text: str) -> None:
        """Show how far a work is, in ``text`` and as a bar, with «Отменить»."""
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)
        self.bar.show()
        self.stop.show()
        self.text.setText(text)

    def show_counts(self, shown: int, total: int, chosen: int) -> None:
        """Show how many rows are in view and how many are chosen."""
        text = self.tr("Показано {shown} из {total}").format(shown=shown, total=total)
        if chosen:
            text += " · " + self.tr("выбрано: {count}").format(count=chosen)
        self.show_text(text)

    def show_summary(self, summary: CheckSummary, failure: str) -> None:
        """Show what a run came to; ``failure`` says why some got no verdict."""
        parts = [
            self.tr("Проверено {done} из {total}").format(
                done=summary.finished, total=summary.asked
            )
        ]
        for verdict in CheckVerdict:
            if summary.verdicts[verdict]:
                words = self._words.verdicts[verdict].lower()
                parts.append(f"{words}: {summary.verdicts[verdict]}")
        if summary.failed:
            parts.append(self.tr("без ответа: {count}").format(count=summary.failed))
        if summary.stopped:
            parts.append(self.tr("отменено: {count}").format(count=summary.stopped))
        text = " · ".join(parts)
        self.tell(f"{text}. {failure}" if failure else text)

    def tell(self, text: str) -> None:
        """Show words and have a screen reader say them."""
        self.show_text(text)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

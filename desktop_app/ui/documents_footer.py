"""The line below the list of documents: what is done, what came of it, what can be stopped."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from desktop_app.core.cancellation import Progress
from desktop_app.services.outbox_intake import Intake
from desktop_app.services.outbox_service import SendReport
from desktop_app.ui.documents_words import DocumentWords


class DocumentsFooter(QWidget):
    """One sentence; the buttons stand where they are needed."""

    def __init__(self, words: DocumentWords, *buttons: QPushButton) -> None:
        super().__init__()
        self._words = words
        self._passing = False
        """What is said holds only as long as something is done."""
        self.line = QLabel()
        self.line.setProperty("tone", "muted")
        self.line.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1)
        for button in buttons:
            row.addWidget(button)

    def text(self) -> str:
        """Return the sentence."""
        return self.line.text()

    def say(self, words: str) -> None:
        """Show a sentence."""
        self.line.setText(words)
        self._passing = False

    def show_progress(self, progress: Progress) -> None:
        """Say how far it is."""
        self.say(f"{progress.done} / {progress.total} · {progress.item}")
        self._passing = True

    def show_busy(self, busy: bool) -> None:
        """Say that something is done, as long as nothing else is said."""
        if busy:
            self.say(self.tr("Выполняем…"))
            self._passing = True
        elif self._passing:
            self.say("")

    def show_round(self, report: SendReport) -> None:
        """Say what a round of sending came to."""
        if report.stopped_by is not None:
            message = self._words.of_error(report.stopped_by)
            words = self.tr("Пока не отправляется: {why}. {remedy}")
            self.say(words.format(why=message.title, remedy=message.remedy))
        elif report.items:
            self.say(self._words.sent(report.items))

    def show_intake(self, intake: Intake) -> None:
        """Say how many files were added, or how many were not."""
        if not intake.failed:
            self.say(self.tr("Добавлено: %n", "", len(intake.items)))
            return
        words = self.tr("Не добавлены: {count}, первый из них {name}")
        self.say(words.format(count=len(intake.failed), name=intake.failed[0].file.name))

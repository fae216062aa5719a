"""Comparing the fingerprint of a certificate with one from an independent source."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop_app.services.program import Services
from desktop_app.services.training import TrainingState
from desktop_app.ui.background import Background
from desktop_app.ui.credentials_checking import while_alive

_LONG = re.compile(r"\b(?:(?:[0-9A-Fa-f]{2}:){15,}[0-9A-Fa-f]{2}|[0-9A-Fa-f]{32,})\b")


class FingerprintComparison(QWidget):
    """Shows a fingerprint and takes the other one; in training it has the paper at hand."""

    changed = Signal()
    """Something was typed, or the words need another height."""

    def __init__(
        self,
        sha256: str,
        name: str,
        services: Services,
        background: Background,
        parent: QWidget | None = None,
    ) -> None:
        """Take the fingerprint of the certificate and its name."""
        super().__init__(parent)
        self._name = name
        self._wanted = hexadecimal(sha256)
        shown = _label(
            self.tr("Отпечаток SHA-256 этого сертификата:\n{sha256}").format(sha256=spaced(sha256))
        )
        caption = _label(
            self.tr("&Введите отпечаток, взятый с сайта владельца или из бумаги, не отсюда")
        )
        self.edit = QLineEdit()
        self.edit.setAccessibleName(self.tr("Отпечаток из независимого источника"))
        self.edit.textChanged.connect(self._compare)
        caption.setBuddy(self.edit)
        self.match = QLabel()
        self.paper = _label("")
        self.paper.setProperty("tone", "muted")
        self.paper.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.paper.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (shown, caption, self.edit, self.match, self.paper):
            column.addWidget(widget)
        if services.is_training and sha256:
            training = services.training
            background.start(
                lambda _cancel, _progress: training.state(),
                done=while_alive(self, self._show_paper),
            )

    @property
    def agrees(self) -> bool:
        """Whether the fingerprint that was typed is the one shown."""
        return hexadecimal(self.edit.text()) == self._wanted

    def _compare(self) -> None:
        typed = bool(hexadecimal(self.edit.text()))
        same, other = self.tr("Отпечатки совпадают"), self.tr("Отпечатки не совпадают")
        self.match.setText((same if self.agrees else other) if typed else "")
        self.changed.emit()

    def _show_paper(self, state: TrainingState | None) -> None:
        roots = state.roots if state is not None else ()
        found = next((root for root in roots if root.name == self._name), None)
        if found is None:
            return
        words = self.tr("Учебный режим. На бумаге от владельца напечатано:\n{sha256}")
        self.paper.setText(words.format(sha256=spaced(found.sha256)))
        self.paper.show()
        self.changed.emit()


def hexadecimal(fingerprint: str) -> str:
    """Return a fingerprint without the signs that people put between its digits."""
    return re.sub(r"[\s:.-]", "", fingerprint).lower()


def spaced(fingerprint: str) -> str:
    """Return a fingerprint in groups of four that an eye can compare."""
    digits = hexadecimal(fingerprint)
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def grouped(text: str) -> str:
    """Return a text with its fingerprints in groups: a line can break within them."""
    return _LONG.sub(lambda found: spaced(found[0]), text)


def _label(words: str) -> QLabel:
    label = QLabel(words)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label

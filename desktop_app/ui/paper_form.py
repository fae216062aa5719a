"""The fields of a template, checked while they are filled in."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.field_checks.field import FieldCheck, FieldFlaw, FieldKind, FieldState
from desktop_app.core.forms import Questions
from desktop_app.core.papers import PaperCheck, PaperField

_LINES_HEIGHT = 96
_QUIET = (FieldState.EMPTY, FieldState.UNFINISHED)
"""States that a person who is still typing is not reproached with."""


class PaperFieldView(QWidget):
    """Label, field, and below it what is wrong with the way to mend it, else the help."""

    edited = Signal()

    def __init__(self, field: PaperField, catalogue: Catalogue, language: str) -> None:
        super().__init__()
        self._field = field
        self._catalogue = catalogue
        self._language = language
        self._left = False
        self._flaw: FieldFlaw | None = None
        words = field.label.of(language)
        self.label = QLabel(words if field.required else self.tr("{label} (можно оставить пустым)"))
        self.label.setText(self.label.text().format(label=words))
        self.edit = QPlainTextEdit() if field.kind is FieldKind.LINES else QLineEdit()
        self.edit.setAccessibleName(words)
        self.label.setBuddy(self.edit)
        self.note = QLabel()
        self.place = QPushButton(self.tr("Показать место"))
        self.place.setAccessibleName(f"{self.place.text()}: {words}")
        self.mend = QPushButton()
        self._build()

    @property
    def text(self) -> str:
        """What stands in the field."""
        edit = self.edit
        return edit.toPlainText() if isinstance(edit, QPlainTextEdit) else edit.text()

    def write(self, text: str) -> None:
        """Put a text into the field."""
        if isinstance(self.edit, QPlainTextEdit):
            self.edit.setPlainText(text)
        else:
            self.edit.setText(text)

    def show_check(self, check: FieldCheck, flaws: tuple[FieldFlaw, ...]) -> None:
        """Show what the text is worth; what is merely unfinished once the field was left."""
        loud = check.state not in _QUIET or self._left
        found = flaws or check.flaws
        self._flaw = found[0] if found and loud else None
        help_text = self._field.help.of(self._language)
        self.note.setText(self._of_flaw(self._flaw) if self._flaw else help_text)
        blocks = bool(flaws) and self._flaw is not None
        self.note.setProperty("tone", "fail" if blocks else "muted")
        self.note.style().polish(self.note)
        self.note.setVisible(bool(self.note.text()))
        self.edit.setAccessibleDescription(self.note.text())
        self.place.setVisible(self._flaw is not None and bool(check.entered))
        self.mend.setVisible(check.repair is not None)
        if check.repair is not None:
            words = self._catalogue.phrase(check.repair.code, self._language)
            self.mend.setText(f"{words}: {check.repair.text}".replace("&", "&&"))
            self._repair = check.repair.text

    def insist(self) -> None:
        """Show also what is merely unfinished."""
        self._left = True

    def _build(self) -> None:
        self._repair = ""
        if isinstance(self.edit, QPlainTextEdit):
            self.edit.setFixedHeight(_LINES_HEIGHT)
            self.edit.setTabChangesFocus(True)
        else:
            self.edit.editingFinished.connect(self._leave)
        self.edit.textChanged.connect(self.edited)
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        for button, act in ((self.place, self._show_place), (self.mend, self._take_repair)):
            button.setProperty("flat", "true")
            button.setAutoDefault(False)
            button.clicked.connect(act)
            button.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(4)
        for widget in (self.label, self.edit, self.note):
            column.addWidget(widget)
        for button in (self.place, self.mend):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _leave(self) -> None:
        self._left = True
        self.edited.emit()

    def _of_flaw(self, flaw: FieldFlaw) -> str:
        return self._catalogue.phrase(flaw.code, self._language, **flaw.data)

    def _show_place(self) -> None:
        if self._flaw is None:
            return
        start, end = self._flaw.start, max(self._flaw.end, self._flaw.start)
        if isinstance(self.edit, QPlainTextEdit):
            cursor = self.edit.textCursor()
            cursor.setPosition(min(start, len(self.text)))
            cursor.setPosition(min(end, len(self.text)), QTextCursor.MoveMode.KeepAnchor)
            self.edit.setTextCursor(cursor)
        elif end > start:
            self.edit.setSelection(start, end - start)
        else:
            self.edit.setCursorPosition(start)
        self.edit.setFocus()

    def _take_repair(self) -> None:
        self.write(self._repair)
        self.edit.setFocus()


class PaperForm(QWidget):
    """All fields of one template; ``edited`` after each key."""

    edited = Signal()

    def __init__(
        self,
        template: Questions,
        known: Mapping[str, str],
        catalogue: Catalogue,
        language: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.fields = {
            field.name: PaperFieldView(field, catalogue, language) for field in template.fields
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 12, 0)
        for field in template.fields:
            view = self.fields[field.name]
            view.write(known.get(field.name, field.default.strip()))
            view.edited.connect(self.edited)
            column.addWidget(view)
        column.addStretch()

    def follow(self, part: QWidget) -> None:
        """Come right behind ``part`` in the order of Tab, wherever this form was put later."""
        for view in self.fields.values():
            for stop in (view.edit, view.place, view.mend):
                QWidget.setTabOrder(part, stop)
                part = stop

    def values(self) -> dict[str, str]:
        """Return what stands in the fields, by name."""
        return {name: view.text for name, view in self.fields.items()}

    def show_check(self, check: PaperCheck) -> None:
        """Show what each field is worth."""
        for name, view in self.fields.items():
            view.show_check(check.fields[name], check.flaws.get(name, ()))

    def lead_to_flaw(self, check: PaperCheck) -> None:
        """Show every flaw and put the cursor into the first field that has one."""
        for view in self.fields.values():
            view.insist()
        self.show_check(check)
        first = next((view for name, view in self.fields.items() if name in check.flaws), None)
        if first is not None:
            first.edit.setFocus()

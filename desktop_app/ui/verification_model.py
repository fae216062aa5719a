"""The signatures that were verified, and the files that could not be: one row each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.verdicts import Verdict
from desktop_app.services.verification_form import FileForm, SignatureForm, VerificationForm
from desktop_app.services.verification_rows import VerificationRows
from desktop_app.ui.card_list import AnyIndex, CardRole

LOOKS = {
    Verdict.GOOD: ("circle-check", "ok"),
    Verdict.BAD: ("circle-x", "fail"),
    Verdict.UNKNOWN: ("circle-help", "warn"),
}


@dataclass(frozen=True, slots=True)
class VerifiedRow:
    """One signature of a file, or the file when it could not be verified."""

    file: FileForm
    signature: SignatureForm | None

    @property
    def verdict(self) -> Verdict:
        """The verdict on this row."""
        return self.file.verdict if self.signature is None else self.signature.verdict


class VerificationModel(QAbstractListModel):
    """Rows in the order of the files and of the signatures in them."""

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self.rows: tuple[VerifiedRow, ...] = ()
        self.words: VerificationRows | None = None

    def show_form(self, form: VerificationForm) -> None:
        """Show what a run came to."""
        self.beginResetModel()
        self.words = VerificationRows(self._catalogue, form)
        rows: list[VerifiedRow] = []
        for file in form.files:
            rows += [VerifiedRow(file, each) for each in file.signatures]
            if not file.signatures:
                rows.append(VerifiedRow(file, None))
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a row by role."""
        row, words = self.rows[index.row()], self.words
        if words is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _heading(row, words)
            case CardRole.SECOND_LINE | Qt.ItemDataRole.ToolTipRole:
                return Path(row.file.file).name
            case CardRole.STATE:
                return words.verdict(row.verdict)
            case CardRole.LOOK:
                return LOOKS[row.verdict]
            case Qt.ItemDataRole.AccessibleTextRole:
                name = Path(row.file.file).name
                return ". ".join((_heading(row, words), words.verdict(row.verdict), name))
        return None


def _heading(row: VerifiedRow, words: VerificationRows) -> str:
    if row.signature is not None:
        own = row.signature.kind == "signature"
        return (own and row.signature.subject) or words.heading(row.signature)
    return row.file.error.message.partition(". ")[0] if row.file.error else row.file.file

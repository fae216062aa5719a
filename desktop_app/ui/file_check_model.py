"""The files that were looked at, and what is said of each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from desktop_app.core.catalogue import Catalogue, Message
from desktop_app.core.diagnostics import CheckStatus
from desktop_app.services.checked_files import CheckedFile
from desktop_app.ui.card_list import AnyIndex, CardRole

_LOOKS = {
    CheckStatus.OK: ("circle-check", "ok"),
    CheckStatus.WARN: ("triangle-alert", "warn"),
    CheckStatus.FAIL: ("circle-x", "fail"),
}


class FileCheckModel(QAbstractListModel):
    """Files in the order in which the person gave them."""

    def __init__(self, catalogue: Catalogue, language: str, parent: QObject) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._language = language
        self.files: tuple[CheckedFile, ...] = ()

    def show_files(self, files: Sequence[CheckedFile]) -> None:
        """Show these; a copy stands in the row of its file."""
        same = [each.source for each in files] == [each.source for each in self.files]
        if same:
            self.files = tuple(files)
            self.dataChanged.emit(self.index(0), self.index(len(self.files) - 1))
            return
        self.beginResetModel()
        self.files = tuple(files)
        self.endResetModel()

    def messages(self, file: CheckedFile) -> tuple[Message, ...]:
        """Return what was found in a file, worst first, and why it was not mended."""
        found = [
            self._catalogue.message(each.cause, each.evidence, self._language)
            for each in file.examination.findings
        ]
        if file.mended is not None and file.mended.error is not None:
            found.insert(0, self._catalogue.of_error(file.mended.error, self._language))
        return tuple(found)

    def done(self, file: CheckedFile) -> str:
        """Return what was mended on its copy; empty where nothing was."""
        mends = file.mended.done if file.mended is not None else ()
        words = (self._catalogue.word("file-mend", each.value, self._language) for each in mends)
        return ", ".join(words)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of files."""
        return 0 if parent.isValid() else len(self.files)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a file by role."""
        file = self.files[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return file.path.name
            case CardRole.SECOND_LINE | Qt.ItemDataRole.ToolTipRole:
                return self._second_line(file)
            case CardRole.STATE:
                return self._state(file)
            case CardRole.LOOK:
                return _LOOKS[file.examination.status]
            case Qt.ItemDataRole.AccessibleTextRole:
                return ". ".join((file.path.name, self._state(file), self._second_line(file)))
        return None

    def _state(self, file: CheckedFile) -> str:
        return self._catalogue.word("file-status", file.examination.status.value, self._language)

    def _second_line(self, file: CheckedFile) -> str:
        titles = [each.title for each in self.messages(file)]
        return " · ".join(filter(None, (self.done(file), *titles)))

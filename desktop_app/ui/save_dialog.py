"""The question where a file is to be saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def ask_where_to_save(
    parent: QWidget, title: str, name: str, kinds: Sequence[str], then: Callable[[Path], object]
) -> None:
    """Ask, without waiting, for a file; it gets the suffix of its kind where it has none.

    ``kinds`` are filters such as ``PDF (*.pdf)``. The dialog asks whether an existing file may be
    replaced.
    """
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(kinds)
    dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(_suffix(kind)))
    dialog.setDefaultSuffix(_suffix(kinds[0]))
    dialog.selectFile(name)
    dialog.fileSelected.connect(lambda file: then(Path(file)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _suffix(kind: str) -> str:
    return kind.rpartition("*.")[2].rstrip(")")

"""The scans of a registration: added by button or by dropping, taken out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.message_format import MessageFormat
from desktop_app.core.registrations import Scan, ScanKind
from desktop_app.ui.documents_dropping import dropped_files

_HEIGHT = 96


class RegistrationScans(QWidget):
    """Which file shows what; the panel adds and removes."""

    added = Signal(object, object)
    """``ScanKind`` and the ``Path`` of the file."""
    removed = Signal(str)
    """SHA-256 of the scan."""

    def __init__(self, catalogue: Catalogue, language: str) -> None:
        super().__init__()
        self._catalogue = catalogue
        self._language = language
        self.setAcceptDrops(True)
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("Что на скане"))
        for kind in ScanKind:
            self.kind.addItem(self._name(kind), kind)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Сканы"))
        self.list.setFixedHeight(_HEIGHT)
        self.add_button = QPushButton(self.tr("Добавить скан…"))
        self.remove_button = QPushButton(self.tr("Убрать"))
        self.missing = QLabel()
        self.missing.setWordWrap(True)
        self.missing.setProperty("tone", "warn")
        self._lay_out()

    def show_scans(
        self, scans: Sequence[Scan], missing: Sequence[ScanKind], *, can_edit: bool
    ) -> None:
        """Show what is there and what lacks."""
        self.list.clear()
        for scan in scans:
            size = MessageFormat(self._language, lambda _code: "").fill(
                "{size:size}", {"size": scan.size}
            )
            item = QListWidgetItem(f"{self._name(scan.kind)}: {scan.file_name}, {size}")
            item.setData(Qt.ItemDataRole.UserRole, scan.sha256)
            self.list.addItem(item)
        names = ", ".join(self._name(kind) for kind in missing)
        self.missing.setText(self.tr("Ещё нужны: {names}").format(names=names) if names else "")
        self.missing.setVisible(bool(names) and can_edit)
        if missing:
            self.kind.setCurrentIndex(self.kind.findData(missing[0]))
        for widget in (self.kind, self.add_button, self.remove_button):
            widget.setEnabled(can_edit)
        self.setAcceptDrops(can_edit)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what is dropped as the kind that is chosen."""
        files = dropped_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.added.emit(self.kind.currentData(), files[0])

    def _lay_out(self) -> None:
        caption = QLabel(self.tr("Сканы: PDF, JPEG или PNG до 10 МБ, можно перетащить сюда"))
        caption.setWordWrap(True)
        caption.setBuddy(self.list)
        row = QHBoxLayout()
        for widget in (self.kind, self.add_button, self.remove_button):
            row.addWidget(widget)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (caption, self.list, self.missing):
            column.addWidget(part)
        column.addLayout(row)
        self.add_button.clicked.connect(self._choose)
        self.remove_button.clicked.connect(self._remove)

    def _choose(self) -> None:
        pattern = self.tr("Сканы (*.pdf *.jpg *.jpeg *.png *.PDF *.JPG *.JPEG *.PNG)")
        file, _filter = QFileDialog.getOpenFileName(self, self.tr("Скан"), "", pattern)
        if file:
            self.added.emit(self.kind.currentData(), Path(file))

    def _remove(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.removed.emit(item.data(Qt.ItemDataRole.UserRole))

    def _name(self, kind: ScanKind) -> str:
        return self._catalogue.word("scan-kind", kind.value, self._language)

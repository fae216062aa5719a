"""In which form to sign, and for files whether with a time stamp."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.signing_wishes import BesideWish, SignatureShape, may_be_in_pdf
from desktop_app.core.tokens import TokenCertificate


class SignatureOptions(QWidget):
    """A form that does not fit the files or the key cannot be chosen; the reason is named."""

    changed = Signal()

    def __init__(
        self,
        files: Sequence[Path],
        service: str,
        parent: QWidget | None = None,
        *,
        to_outbox: bool = False,
    ) -> None:
        super().__init__(parent)
        self._files = tuple(files)
        self._service = service
        words = self._words_of_outbox() if to_outbox else self._words_of_files()
        self.shapes = {shape: QRadioButton(words[shape]) for shape in SignatureShape}
        self._group = QButtonGroup(self)
        for button in self.shapes.values():
            self._group.addButton(button)
        self.shapes[SignatureShape.DETACHED].setChecked(True)
        self.no_pdf = QLabel(self.tr("Внутри PDF подписывают PDF-файлы ключом RSA или ECDSA."))
        self.no_pdf.setProperty("tone", "muted")
        self.stamp = QCheckBox(self.tr("&Штамп времени: доказывает, когда подписано"))
        self.service = QLineEdit(service)
        self.service.setPlaceholderText("http://")
        self.service.setAccessibleName(self.tr("Адрес службы штампов времени"))
        self.service.setEnabled(False)
        self.stamp.toggled.connect(self.service.setEnabled)
        for signal in (self.stamp.toggled, self.service.textChanged):
            signal.connect(lambda *_: self.changed.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (*self.shapes.values(), self.no_pdf, self.stamp, self.service):
            column.addWidget(widget)
        # What leaves through the outbox is stamped by it.
        self.stamp.setHidden(to_outbox)
        self.service.setHidden(to_outbox)

    def _words_of_files(self) -> dict[SignatureShape, str]:
        return {
            SignatureShape.DETACHED: self.tr("&Отдельный файл .sig рядом (отсоединённая подпись)"),
            SignatureShape.ATTACHED: self.tr(
                "Файл .sig с документом &внутри (присоединённая подпись)"
            ),
            SignatureShape.IN_PDF: self.tr("Внутри &PDF: подписанная копия рядом"),
        }

    def _words_of_outbox(self) -> dict[SignatureShape, str]:
        return {
            SignatureShape.DETACHED: self.tr("&Отдельно от документа (отсоединённая подпись)"),
            SignatureShape.ATTACHED: self.tr(
                "&Вместе с документом, в одном файле (присоединённая подпись)"
            ),
            SignatureShape.IN_PDF: self.tr("Внутри &PDF"),
        }

    def choose(self, shape: SignatureShape) -> None:
        """Begin with a form; one that does not fit the certificate is left again."""
        self.shapes[shape].setChecked(True)

    def show_certificate(self, chosen: TokenCertificate | None) -> None:
        """Offer the form inside a PDF only where the key makes it."""
        algorithm = chosen.certificate.algorithm if chosen is not None else ""
        fits = may_be_in_pdf(self._files, algorithm)
        in_pdf = self.shapes[SignatureShape.IN_PDF]
        if in_pdf.isChecked() and not fits:
            self.shapes[SignatureShape.DETACHED].setChecked(True)
        in_pdf.setEnabled(fits)
        # Nothing jumps: its place is there when it is not needed, too.
        self.no_pdf.setEnabled(not fits)

    def is_complete(self) -> bool:
        """Tell whether a time stamp can be asked for where one is wanted."""
        address = QUrl(self.service.text().strip())
        reaches = address.scheme() in ("http", "https") and bool(address.host())
        return reaches or not self.stamp.isChecked()

    def wish(self) -> BesideWish:
        """Return what was chosen."""
        shape = next(each for each, button in self.shapes.items() if button.isChecked())
        address = self.service.text().strip()
        named = "" if address == self._service else address
        return BesideWish(shape, self.stamp.isChecked(), named)

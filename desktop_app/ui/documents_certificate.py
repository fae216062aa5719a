"""«Каким сертификатом подписать»: what will be signed, and every certificate with its fitness."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.outbox_item import OutboxItem
from desktop_app.core.tokens import Token, TokenCertificate, TokenOverview
from desktop_app.services.program import Services
from desktop_app.ui.card_list import CardListView
from desktop_app.ui.certificate_list import CertificateListModel
from desktop_app.ui.certificate_words import CertificateWords
from desktop_app.ui.theme import Theme

Chosen = tuple[Token, TokenCertificate]
_SIZE = (640, 440)
_MOST_NAMES = 3


class CertificateDialog(QDialog):
    """A certificate that may not sign says why and cannot be taken."""

    def __init__(
        self,
        items: Sequence[OutboxItem],
        overview: TokenOverview,
        services: Services,
        theme: Theme,
        parent: QWidget | None = None,
        preferred: str = "",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Подписать документы"))
        self.setModal(True)
        self.resize(*_SIZE)
        self._words = CertificateWords(services.catalogue, services.language)
        self.model = CertificateListModel(self._words)
        self.model.show_tokens(overview.tokens)
        self.list = CardListView(self.model, theme)
        self.list.setAccessibleName(self.tr("Каким сертификатом подписать"))
        self.list.selectionModel().currentChanged.connect(self._permit)
        self.list.activated.connect(self._accept_chosen)
        self._lay_out(items)
        # The certificate of the login first: the portal takes nobody else's documents.
        rows = (self.model.row_of(preferred), *range(self.model.rowCount()))
        fitting = (row for row in rows if row >= 0 and self._may_sign(row))
        self.list.setCurrentIndex(self.model.index(next(fitting, 0)))
        self.list.setFocus()

    def chosen(self) -> Chosen | None:
        """Return the chosen certificate where it may sign."""
        row = self.list.currentIndex().row()
        return self.model.row(row) if row >= 0 and self._may_sign(row) else None

    def _lay_out(self, items: Sequence[OutboxItem]) -> None:
        lead = QLabel(self.tr("Каким сертификатом подписать документы: %n", "", len(items)))
        lead.setObjectName("heading")
        names = ", ".join(each.file_name for each in items[:_MOST_NAMES])
        what = QLabel(names + (", …" if len(items) > _MOST_NAMES else ""))
        what.setProperty("tone", "muted")
        form = QLabel(
            self.tr(
                "Отсоединённая подпись CAdES по каждому документу, PIN один раз. "
                "Подписанное уходит на портал само."
            )
        )
        for label in (lead, what, form):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.reasons = QLabel()
        self.reasons.setWordWrap(True)
        self.reasons.setProperty("tone", "fail")
        self.go_button = QPushButton(self.tr("Подписать"))
        self.go_button.setProperty("primary", "true")
        self.go_button.setDefault(True)
        self.go_button.clicked.connect(self._accept_chosen)
        cancel = QPushButton(self.tr("Отменить"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(self.go_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        for label in (lead, what, form):
            column.addWidget(label)
        column.addWidget(self.list, 1)
        column.addWidget(self.reasons)
        column.addLayout(row)

    def _may_sign(self, row: int) -> bool:
        return self.model.row(row)[1].fitness.can_sign

    def _permit(self, *_: object) -> None:
        self.go_button.setEnabled(self.chosen() is not None)
        row = self.list.currentIndex().row()
        messages = self._words.reason_messages(self.model.row(row)[1]) if row >= 0 else ()
        self.reasons.setText("\n".join(f"{each.title}. {each.remedy}" for each in messages))
        self.reasons.setVisible(bool(messages) and self.chosen() is None)

    def _accept_chosen(self, *_: object) -> None:
        if self.chosen() is not None:
            self.accept()

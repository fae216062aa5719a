"""«Каким сертификатом подписать»: what will be signed, and every certificate with its fitness."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.tokens import Token, TokenCertificate, TokenOverview
from desktop_app.services.program import Services
from desktop_app.ui.card_list import CardListView
from desktop_app.ui.certificate_list import CertificateListModel
from desktop_app.ui.certificate_words import CertificateWords
from desktop_app.ui.signature_options import SignatureOptions
from desktop_app.ui.theme import Theme

Chosen = tuple[Token, TokenCertificate]
_SIZE = (640, 440)
_LARGER = (640, 600)
_MOST_NAMES = 3


class CertificateDialog(QDialog):
    """A certificate that may not sign says why and cannot be taken."""

    def __init__(
        self,
        names: Sequence[str],
        overview: TokenOverview,
        services: Services,
        theme: Theme,
        parent: QWidget | None = None,
        preferred: str = "",
        options: SignatureOptions | None = None,
        *,
        stamped: bool = False,
        beside: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Подписать документы"))
        self.setModal(True)
        self.resize(*(_SIZE if options is None else _LARGER))
        self.options = options
        self._words = CertificateWords(services.catalogue, services.language)
        self.model = CertificateListModel(self._words)
        self.model.show_tokens(overview.tokens)
        self.list = CardListView(self.model, theme)
        self.list.setAccessibleName(self.tr("Каким сертификатом подписать"))
        self.list.selectionModel().currentChanged.connect(self._permit)
        self.list.activated.connect(self._accept_chosen)
        self._lay_out(names, "" if beside else self._outbox_words(stamped=stamped))
        if options is not None:
            options.changed.connect(self._permit)
        # The certificate of the login first: the portal takes nobody else's documents.
        rows = (self.model.row_of(preferred), *range(self.model.rowCount()))
        fitting = (row for row in rows if row >= 0 and self._may_sign(row))
        self.list.setCurrentIndex(self.model.index(next(fitting, 0)))
        self.list.setFocus()

    def chosen(self) -> Chosen | None:
        """Return the chosen certificate where it may sign."""
        row = self.list.currentIndex().row()
        return self.model.row(row) if row >= 0 and self._may_sign(row) else None

    def _lay_out(self, names: Sequence[str], outbox: str) -> None:
        lead = QLabel(self.tr("Каким сертификатом подписать документы: %n", "", len(names)))
        lead.setObjectName("heading")
        first = ", ".join(names[:_MOST_NAMES])
        what = QLabel(first + (", …" if len(names) > _MOST_NAMES else ""))
        what.setProperty("tone", "muted")
        form = QLabel(outbox)
        form.setVisible(bool(outbox))
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
        options = [] if self.options is None else [self.options]
        for widget in (lead, what, *options, form):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        column.addWidget(self.reasons)
        column.addLayout(row)

    def _outbox_words(self, *, stamped: bool) -> str:
        words = self.tr(
            "PIN один раз на все документы. Где уже подписали другие, ваша подпись встанет рядом. "
            "Подписанное уходит на портал само."
        )
        with_stamp = self.tr("Штамп времени добавится при отправке, внутрь PDF сразу.")
        without = self.tr("Без штампа времени: его служба не указана в настройках.")
        return f"{words} {with_stamp if stamped else without}"

    def _may_sign(self, row: int) -> bool:
        return self.model.row(row)[1].fitness.can_sign

    def _permit(self, *_: object) -> None:
        chosen = self.chosen()
        if self.options is not None:
            self.options.show_certificate(chosen[1] if chosen else None)
        self.go_button.setEnabled(self._is_complete())
        row = self.list.currentIndex().row()
        messages = self._words.reason_messages(self.model.row(row)[1]) if row >= 0 else ()
        self.reasons.setText("\n".join(f"{each.title}. {each.remedy}" for each in messages))
        self.reasons.setVisible(bool(messages) and self.chosen() is None)

    def _accept_chosen(self, *_: object) -> None:
        if self._is_complete():
            self.accept()

    def _is_complete(self) -> bool:
        return self.chosen() is not None and (self.options is None or self.options.is_complete())

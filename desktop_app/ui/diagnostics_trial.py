"""«Готов ли компьютер к подписи?»: a chosen certificate, its PIN, a harmless text."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.tokens import Token, TokenCertificate, TokenOverview
from desktop_app.services.program import Services
from desktop_app.ui.background import Background, Job
from desktop_app.ui.card_list import CardListView
from desktop_app.ui.certificate_list import CertificateListModel
from desktop_app.ui.certificate_words import CertificateWords
from desktop_app.ui.pin_dialog import open_pin_dialog
from desktop_app.ui.pin_presenter import PinRequest
from desktop_app.ui.theme import Theme

Chosen = tuple[Token, TokenCertificate]
_SIZE = (640, 420)


class TrialDialog(QDialog):
    """Which certificate shall sign; one that may not sign says so and cannot be taken."""

    def __init__(
        self,
        overview: TokenOverview,
        words: CertificateWords,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Готов ли компьютер к подписи?"))
        self.setModal(True)
        self.resize(*_SIZE)
        self.model = CertificateListModel(words)
        self.model.show_tokens(overview.tokens)
        self.list = CardListView(self.model, theme)
        self.list.setAccessibleName(self.tr("Каким сертификатом подписать"))
        self.list.selectionModel().currentChanged.connect(self._permit)
        self.list.activated.connect(self._accept_chosen)
        self._lay_out()
        self.list.setCurrentIndex(self.model.index(0))
        self.list.setFocus()

    def _lay_out(self) -> None:
        lead = QLabel(
            self.tr(
                "Программа подпишет этим сертификатом безобидный пробный текст и проверит подпись. "
                "PIN понадобится один раз, неверный PIN тратит попытку. Никуда ничего не уходит."
            )
        )
        lead.setWordWrap(True)
        self.go_button = QPushButton(self.tr("Подписать пробный текст"))
        self.go_button.setProperty("primary", "true")
        self.go_button.setDefault(True)
        self.go_button.clicked.connect(self._accept_chosen)
        self.cancel_button = QPushButton(self.tr("Отменить"))
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.cancel_button)
        row.addWidget(self.go_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(lead)
        column.addWidget(self.list, 1)
        column.addLayout(row)

    def chosen(self) -> Chosen | None:
        """Return the chosen certificate where it may sign."""
        index = self.list.currentIndex()
        row = self.model.row(index.row()) if index.isValid() else None
        return row if row is not None and row[1].fitness.can_sign else None

    def _permit(self, *_: object) -> None:
        self.go_button.setEnabled(self.chosen() is not None)

    def _accept_chosen(self, *_: object) -> None:
        if self.chosen() is not None:
            self.accept()


class Trial(QObject):
    """From the certificate over the PIN dialog to the result of check CRT-30."""

    signed = Signal(object)
    """The ``CheckResult``."""
    failed = Signal(object)
    """An ``NmoError``."""
    nothing_fits = Signal()
    """No certificate here may sign: the checks say why."""

    def __init__(
        self, services: Services, background: Background, theme: Theme, window: QWidget
    ) -> None:
        super().__init__(window)
        self._services = services
        self._background = background
        self._theme = theme
        self._window = window
        self._job: Job | None = None

    def start(self) -> None:
        """Look at the tokens, then let the person choose."""
        if self._job is not None:
            return
        services = self._services
        self._job = self._background.start(
            lambda _cancel, _progress: services.tokens.overview(),
            done=self._choose,
            failed=self.failed.emit,
        )
        self._job.finished.connect(self._stop)

    def _stop(self) -> None:
        self._job = None

    def _choose(self, overview: TokenOverview) -> None:
        found = [each for token in overview.tokens for each in token.certificates]
        if not any(each.fitness.can_sign for each in found):
            self.nothing_fits.emit()
            return
        services = self._services
        words = CertificateWords(services.catalogue, services.language)
        dialog = TrialDialog(overview, words, self._theme, self._window)
        dialog.accepted.connect(lambda: self._ask_pin(dialog.chosen()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_pin(self, chosen: Chosen | None) -> None:
        if chosen is None:
            return
        from desktop_app.services.trial_signature import TEXT  # noqa: PLC0415 - brings cryptography

        services, identifier = self._services, chosen[1].certificate.id
        request = PinRequest(
            *chosen,
            self.tr("Пробная подпись"),
            TEXT.decode("utf-8"),
            lambda pin, confirmed, cancel: services.diagnostics.try_signature(
                identifier, pin, last_try_confirmed=confirmed, cancel=cancel
            ),
        )
        dialog = open_pin_dialog(request, services, self._background, self._theme, self._window)
        dialog.succeeded.connect(self.signed)
        dialog.failed.connect(self.failed)

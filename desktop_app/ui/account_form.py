"""The first step of the confirmation: the form, checked while it is filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.confirmations import Confirmation
from desktop_app.ui.paper_form import PaperForm

if TYPE_CHECKING:
    from desktop_app.services.account_confirmation import AccountConfirmation


class AccountForm(QWidget):
    """What was filled in before stands there again."""

    filled = Signal(object)
    """The values by field, whole."""

    def __init__(
        self,
        service: AccountConfirmation,
        state: Confirmation,
        catalogue: Catalogue,
        language: str,
    ) -> None:
        super().__init__()
        self._service = service
        self.form = PaperForm(service.form, service.known_values(state), catalogue, language)
        self.form.edited.connect(self._check)
        self.next_button = QPushButton(self.tr("Дальше"))
        self.next_button.setProperty("primary", "true")
        self.next_button.clicked.connect(self._go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        column.addWidget(self.next_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._check()

    def _check(self) -> None:
        """A check of five fields takes no time that anybody could notice."""
        self.form.show_check(self._service.check(self.form.values()))

    def _go_on(self) -> None:
        values = self.form.values()
        check = self._service.check(values)
        if check.is_complete:
            self.filled.emit(values)
        else:
            self.form.lead_to_flaw(check)

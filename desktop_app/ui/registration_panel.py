"""The specialist's registration: how it stands, the form, the scans, the second factor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QInputDialog, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.confirmations import SentCode
from desktop_app.core.errors.portal import PortalError
from desktop_app.core.message_format import time_text
from desktop_app.core.registrations import (
    FINAL,
    Registration,
    RegistrationState,
    RegistrationStatus,
    ScanKind,
)
from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.paper_form import PaperForm
from desktop_app.ui.register_panel import RegisterPanel, scrolled, words_label
from desktop_app.ui.registration_scans import RegistrationScans
from desktop_app.ui.theme import Theme

if TYPE_CHECKING:
    from desktop_app.services.registration import SpecialistRegistration

    _Known = tuple[SpecialistRegistration, dict[str, str], RegistrationState, PortalError | None]

_KEEP_MILLISECONDS = 600
_TONES = {
    RegistrationStatus.DRAFT: ("file-pen-line", "info"),
    RegistrationStatus.SUBMITTED: ("send", "info"),
    RegistrationStatus.PROCESSING: ("hourglass", "info"),
    RegistrationStatus.REWORK: ("undo-2", "warn"),
    RegistrationStatus.REJECTED: ("circle-x", "fail"),
    RegistrationStatus.CLOSED: ("circle-check", "ok"),
}


class RegistrationPanel(RegisterPanel):
    """What is typed is kept on this computer; it leaves with «Отправить заявку»."""

    def __init__(self, services: Services, background: Background, theme: Theme) -> None:
        super().__init__(services, background, theme)
        self._service: SpecialistRegistration | None = None
        self._background = background
        self._state: RegistrationState | None = None
        self.form: PaperForm | None = None
        self.details = words_label()
        self.details.hide()
        self.scans = RegistrationScans(services.catalogue, services.language)
        self.scans.added.connect(self._add_scan)
        self.scans.removed.connect(self._remove_scan)
        self.send_button = QPushButton(self.tr("Отправить заявку"))
        self.send_button.setProperty("primary", "true")
        self.withdraw_button = QPushButton(self.tr("Отозвать"))
        self.code_button = QPushButton(self.tr("Включить второй фактор"))
        self._keeping = QTimer(self, singleShot=True, interval=_KEEP_MILLISECONDS)
        self._keeping.timeout.connect(self._keep)
        self._lay_out()

    def refresh(self) -> None:
        """Ask how the application stands."""

        def call(cancel: Cancellation) -> _Known:
            service = self._services.registers.registration
            trouble: PortalError | None = None
            try:
                state = service.state(cancel)
            except PortalError as error:
                state, trouble = service.kept(), error
            return service, service.known_values(), state, trouble

        self.work.start(call, lambda answer: self._show_all(*answer))

    def forget(self) -> None:
        """Remove what was typed; the draft stays kept."""
        super().forget()
        self._keeping.stop()
        if self.form is not None:
            self.form.blockSignals(True)
            for view in self.form.fields.values():
                view.write("")
            self.form.blockSignals(False)
        self._state = None
        self.details.hide()

    def _lay_out(self) -> None:
        self._body = QVBoxLayout()
        self._body.setContentsMargins(0, 0, 12, 0)
        self._body.addWidget(self.details)
        self._body.addWidget(self.scans)
        self._body.addStretch()
        body = QWidget()
        body.setLayout(self._body)
        column = QVBoxLayout(self)
        buttons = (self.withdraw_button, self.code_button, self.send_button)
        self.lay_out_head(column, buttons)
        column.addWidget(scrolled(body, self.tr("Заявка на регистрацию")), 1)
        self.send_button.clicked.connect(self.send)
        self.withdraw_button.clicked.connect(self._withdraw)
        self.code_button.clicked.connect(self._send_code)
        for button in (self.withdraw_button, self.code_button):
            button.hide()

    def _show_all(
        self,
        service: SpecialistRegistration,
        known: dict[str, str],
        state: RegistrationState,
        trouble: PortalError | None,
    ) -> None:
        """Show the form, also where the portal could not be asked: the draft needs none."""
        self._service = service
        services = self._services
        if self.form is None:
            self.form = PaperForm(service.form, known, services.catalogue, services.language)
            self.form.edited.connect(self._edited)
            self._body.insertWidget(1, self.form)
            self.form.follow(self.send_button)
        else:
            for name, view in self.form.fields.items():
                if not view.text:
                    view.write(known.get(name, ""))
        self._check()
        self._show(state)
        if trouble is not None:
            self.show_failure(trouble)
        else:
            self._background.start(lambda _cancel, _progress: service.look())

    def _show(self, state: RegistrationState) -> None:
        self._state = state
        self.message.clear()
        known = state.registration
        editable = state.can_edit
        self.send_button.setVisible(editable)
        self.withdraw_button.setVisible(known is not None and known.status not in FINAL)
        active = known is not None and known.is_activated
        self.code_button.setVisible(active and known is not None and not known.has_second_factor)
        if self.form is not None:
            self.form.setEnabled(editable)
        self.scans.show_scans(state.scans, state.missing_scans, can_edit=editable)
        if known is None:
            self.show_headline(
                "circle-dashed",
                "muted",
                self.tr("Заявки пока нет"),
                self.word("registration-next", "draft"),
            )
        else:
            self._show_known(known, offline=state.offline)
        self._show_details(state)

    def _show_known(self, known: Registration, *, offline: bool) -> None:
        key = "activated" if known.is_activated else known.status.value
        key = "complete" if known.has_second_factor else key
        step = self.word("registration-next", key)
        if known.expected_by is not None:
            until = time_text(known.expected_by, self._services.language)
            step += " " + self.tr("Портал обещает решить до {until}.").format(until=until)
        if offline:
            step += " " + self.tr("Портал недоступен, показано сохранённое.")
        icon = _TONES[known.status]
        if known.status is RegistrationStatus.CLOSED and not known.is_activated:
            icon = ("x", "muted")
        status = self.word("registration", known.status.value)
        self.show_headline(*icon, f"{status} · {known.number}", step)

    def _show_details(self, state: RegistrationState) -> None:
        lines = [] if state.registration is None else self._known_lines(state, state.registration)
        if not state.draft_lasts:
            lines.append(
                self.tr("Здесь нет хранилища ключей: черновик исчезнет вместе с программой.")
            )
        self.details.setText("\n".join(lines))
        self.details.setVisible(bool(lines))

    def _known_lines(self, state: RegistrationState, known: Registration) -> list[str]:
        lines: list[str] = []
        for event in state.news:
            words = self.tr("Новое: {status}, {at}.").format(
                status=self.word("registration", event.status.value),
                at=time_text(event.happened_at, self._services.language),
            )
            lines.append(f"{words} {event.comment}".strip())
        if not state.news and known.events and known.events[0].comment:
            comment = known.events[0].comment
            lines.append(self.tr("Оператор: {comment}").format(comment=comment))
        for check in known.checks:
            words = self.word("registration-check", check.item.value)
            mend = self.word("registration-mend", check.item.value)
            lines.append(f"✓ {words}" if check.passed else f"✕ {words}: {mend}")
        return lines

    def send(self) -> None:
        """Hand the application over, once the form is complete."""
        service, form = self._service, self.form
        if service is None or form is None:
            self.refresh()
            return
        values = form.values()
        check = service.check(values)
        if not check.is_complete:
            form.lead_to_flaw(check)
            return
        self._keeping.stop()
        self.message.clear()

        def call(cancel: Cancellation) -> RegistrationState:
            service.keep_values(values)
            service.submit(cancel=cancel)
            return service.state(cancel)

        self.work.start(call, self._show)

    def _edited(self) -> None:
        self._check()
        self._keeping.start()

    def _check(self) -> None:
        if self._service is not None and self.form is not None:
            self.form.show_check(self._service.check(self.form.values()))

    def _keep(self) -> None:
        """Keep what was typed, beside the UI thread."""
        service, form = self._service, self.form
        if service is not None and form is not None and form.isEnabled():
            values = form.values()
            self._background.start(lambda _cancel, _progress: service.keep_values(values))

    def _add_scan(self, kind: ScanKind, path: Path) -> None:
        service = self._service
        if service is not None:
            self.message.clear()

            def call(_cancel: Cancellation) -> RegistrationState:
                service.add_scan(kind, path)
                return service.kept()

            self.work.start(call, self._show_kept)

    def _remove_scan(self, sha256: str) -> None:
        service = self._service
        if service is not None:

            def call(cancel: Cancellation) -> RegistrationState:
                service.remove_scan(sha256, cancel)
                return service.kept()

            self.work.start(call, self._show_kept)

    def _show_kept(self, state: RegistrationState) -> None:
        self._state = state
        self.scans.show_scans(state.scans, state.missing_scans, can_edit=state.can_edit)

    def _withdraw(self) -> None:
        service = self._service
        if service is not None:
            self.message.clear()
            self.work.start(service.withdraw, self._show)

    def _send_code(self) -> None:
        service = self._service
        if service is not None:
            self.message.clear()
            self.work.start(service.send_code, self._ask_code)

    def _ask_code(self, sent: SentCode) -> None:
        until = time_text(sent.expires_at, self._services.language)
        words = self.tr("Код отправлен на {address}, действует до {until}").format(
            address=sent.address, until=until
        )
        dialog = QInputDialog(self)
        dialog.setWindowTitle(self.tr("Второй фактор"))
        dialog.setLabelText(words)
        dialog.textValueSelected.connect(self._confirm_code)
        dialog.open()

    def _confirm_code(self, code: str) -> None:
        service = self._service
        if service is not None and code.strip():
            self.work.start(lambda cancel: service.confirm_code(code.strip(), cancel), self._show)

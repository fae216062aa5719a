"""The passport compared with the state's own data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QVBoxLayout

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors.portal import PortalError
from desktop_app.core.identity import PassportOutcome, PassportStanding
from desktop_app.core.message_format import time_text
from desktop_app.services.program import Services
from desktop_app.ui.background import Background
from desktop_app.ui.paper_form import PaperForm
from desktop_app.ui.register_panel import RegisterPanel, scrolled, words_label
from desktop_app.ui.theme import Theme

if TYPE_CHECKING:
    from desktop_app.services.identity import PassportChecks

Answer = PassportStanding | PortalError
"""How things stand, or why the portal could not say and nothing is kept."""
_TONES = {
    PassportOutcome.MATCH: ("circle-check", "ok"),
    PassportOutcome.MISMATCH: ("circle-x", "fail"),
    PassportOutcome.INVALID: ("triangle-alert", "warn"),
}


class PassportPanel(RegisterPanel):
    """What was typed leaves with «Сверить» alone, and is kept nowhere."""

    def __init__(self, services: Services, background: Background, theme: Theme) -> None:
        super().__init__(services, background, theme)
        self._checks: PassportChecks | None = None
        self.form: PaperForm | None = None
        self.differing = words_label()
        self.compare_button = QPushButton(self.tr("Сверить"))
        self.compare_button.setProperty("primary", "true")
        self.compare_button.clicked.connect(self.compare)
        self._column = QVBoxLayout(self)
        self.lay_out_head(self._column, (self.compare_button,))
        self._column.addWidget(self.differing)
        self.differing.hide()
        self._column.addStretch()

    def refresh(self) -> None:
        """Show the form, and the last check with the tries that are left."""

        def call(cancel: Cancellation) -> tuple[PassportChecks, dict[str, str], Answer]:
            checks = self._services.registers.passport
            try:
                answer: Answer = checks.standing(cancel)
            except PortalError as error:  # The form can be filled in without the portal.
                answer = error
            return checks, checks.known_values(), answer

        self.work.start(call, lambda answer: self._show(*answer))

    def forget(self) -> None:
        """Remove what was typed."""
        super().forget()
        if self.form is not None:
            for view in self.form.fields.values():
                view.write("")
        self.differing.hide()
        self.show_headline("circle-dashed", "muted", "", "")

    def compare(self) -> None:
        """Have the portal compare, once the form is complete."""
        checks, form = self._checks, self.form
        if checks is None or form is None:
            self.refresh()
            return
        values = form.values()
        check = checks.check(values)
        if not check.is_complete:
            form.lead_to_flaw(check)
            return
        self.message.clear()
        self.work.start(lambda cancel: checks.compare(values, cancel), self._show_standing)

    def _show(self, checks: PassportChecks, known: dict[str, str], answer: Answer) -> None:
        self._checks = checks
        if self.form is None:
            services = self._services
            self.form = PaperForm(checks.form, known, services.catalogue, services.language)
            self.form.edited.connect(self._check)
            area = scrolled(self.form, self.tr("Паспортные данные"))
            self._column.insertWidget(self._column.count() - 1, area, 1)
        else:
            for name, value in known.items():
                if not self.form.fields[name].text:
                    self.form.fields[name].write(value)
        self._check()
        if isinstance(answer, PortalError):
            self.show_failure(answer)
        else:
            self._show_standing(answer)

    def _check(self) -> None:
        if self._checks is not None and self.form is not None:
            self.form.show_check(self._checks.check(self.form.values()))

    def _show_standing(self, standing: PassportStanding) -> None:
        self.message.clear()
        last = standing.last
        if last is None:
            self.show_headline(
                "circle-dashed",
                "muted",
                self.tr("Паспорт ещё не сверяли"),
                self.tr("Портал сравнит данные с государственными; здесь они не сохраняются."),
            )
            self.differing.hide()
            return
        headlines = {
            PassportOutcome.MATCH: self.tr("Паспортные данные совпали"),
            PassportOutcome.MISMATCH: self.tr("Паспортные данные не совпали"),
            PassportOutcome.INVALID: self.tr("Данные совпали, но паспорт недействителен"),
        }
        at = time_text(last.checked_at, self._services.language)
        headline = f"{headlines[last.outcome]} · {at}"
        if standing.kept_at is not None:
            kept = time_text(standing.kept_at, self._services.language)
            offline = self.tr("портал недоступен, показано сохранённое на {at}")
            headline = f"{headline} · {offline.format(at=kept)}"
        self.show_headline(*_TONES[last.outcome], headline, self._next_step(standing))
        lines = (
            f"{self.word('passport-field', field.value)}: "
            f"{self.word('passport-remedy', field.value)}"
            for field in last.differing
        )
        self.differing.setText("\n".join(lines))
        self.differing.setVisible(bool(last.differing))

    def _next_step(self, standing: PassportStanding) -> str:
        assert standing.last is not None  # noqa: S101 - asked for a check that was made
        if standing.blocked_until is not None:
            until = time_text(standing.blocked_until, self._services.language)
            return self.tr("Сверка закрыта до {until}.").format(until=until)
        if standing.last.outcome is PassportOutcome.MISMATCH:
            return self.tr("Исправьте названное. Попыток до паузы: {tries}.").format(
                tries=standing.tries_left
            )
        if standing.last.outcome is PassportOutcome.INVALID:
            return self.tr(
                "Укажите новый паспорт, а если он не менялся, обратитесь в подразделение МВД."
            )
        return ""

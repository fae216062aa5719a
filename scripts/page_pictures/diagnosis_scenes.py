"""The page «Диагностика» and everything that it opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

from PySide6.QtWidgets import QDialog

from desktop_app.core.tokens import PinState, Token
from desktop_app.services.diagnostics.fixing import AppliedFix, Change, FixPlan, UndoRecord
from desktop_app.services.use_cases import DiagnosticsService
from desktop_app.ui.bundle_preview import BundlePreview
from desktop_app.ui.diagnostics_fixes import FixesDialog
from desktop_app.ui.diagnostics_trial import TrialDialog
from desktop_app.ui.fix_dialog import FixDialog
from desktop_app.ui.page_table import PageKey
from desktop_app.ui.pages.diagnostics import DiagnosticsPage
from desktop_app.ui.pin_change_dialog import PinChangeDialog
from desktop_app.ui.pin_change_presenter import PinTask
from scripts.page_pictures.camera import settle, wait_until
from scripts.page_pictures.stage import Stage

_PLAN = FixPlan(
    "service.start",
    "SVC-06",
    (
        Change(
            "command", "pkexec systemctl enable --now pcscd.socket", "disabled", "enabled, active"
        ),
    ),
    needs_admin=True,
)
_MOMENT = datetime(2026, 11, 23, 11, 5, tzinfo=UTC)
_OLD, _NEW, _WEAK = "12345678", "84617295", "11111111"


def plain_diagnosis_scenes(stage: Stage) -> None:
    """Picture the page on a computer without token and portal."""
    page = stage.window.page(DiagnosticsPage)
    stage.window.show_page(PageKey.DIAGNOSTICS)
    stage.take("diagnosis-idle")
    stage.take_small("diagnosis-idle-small")
    _check(stage)
    stage.take("diagnosis-first-cause")
    stage.take_small("diagnosis-first-cause-small")
    page.details.more.setChecked(True)
    stage.take("diagnosis-details")
    page.details.more.setChecked(False)
    page.only_troubles.setChecked(False)
    stage.take("diagnosis-everything")
    page.only_troubles.setChecked(True)
    stage.window.show_page(PageKey.LOGIN)


def diagnosis_scenes(stage: Stage) -> None:
    """Picture a healthy training computer, a portal that is gone, and each dialog."""
    page = stage.window.page(DiagnosticsPage)
    stage.window.show_page(PageKey.DIAGNOSTICS)
    _check(stage)
    stage.take("diagnosis-healthy")
    stage.scenario("portal-down")
    _check(stage)
    stage.take("diagnosis-portal-down")
    stage.scenario("portal-slow")
    page.run()
    wait_until("the first checks", lambda: 0 < page.model.done < page.model.total)
    stage.take("diagnosis-running")
    page.presenter.cancel()
    wait_until("the stop", lambda: not page.presenter.running)
    stage.take("diagnosis-stopped")
    stage.scenario("normal")
    _check(stage)
    _picture(stage, "diagnosis-bundle", BundlePreview, page.footer.bundle.click)
    _picture(stage, "diagnosis-trial", TrialDialog, page.footer.trial.click)
    _fixes(stage)
    _pins(stage)
    stage.window.show_page(PageKey.LOGIN)


def _check(stage: Stage) -> None:
    page = stage.window.page(DiagnosticsPage)
    page.run()
    wait_until("the diagnosis", lambda: not page.presenter.running)


def _picture(stage: Stage, name: str, kind: type[QDialog], show: Callable[[], object]) -> None:
    show()

    def shown() -> list[QDialog]:
        return [each for each in stage.window.findChildren(kind) if each.isVisible()]

    wait_until(name, lambda: bool(shown()))
    settle()
    stage.camera.take(name, shown()[0])
    shown()[0].reject()
    settle()


class _StandIn:
    """Carries nothing out: pictures must not change the computer that they are taken on."""

    def __init__(self) -> None:
        self._applied: tuple[AppliedFix, ...] = ()

    def apply_fix(self, plan: FixPlan) -> AppliedFix:
        """Return a fix as if it were done."""
        self._applied = (AppliedFix("1", plan, _MOMENT, UndoRecord(plan.fix, {})),)
        return self._applied[0]

    def applied_fixes(self) -> tuple[AppliedFix, ...]:
        """Return what seems to be done."""
        return self._applied


def _fixes(stage: Stage) -> None:
    stand_in = cast("DiagnosticsService", _StandIn())
    services = replace(stage.services, open_diagnostics=lambda: stand_in)
    arguments = (services, stage.background, stage.theme, stage.window)
    kept = FixesDialog(*arguments)
    _show(stage, "diagnosis-fixes-none", kept, kept.empty.isVisible)
    compared = FixDialog(
        replace(_PLAN, confirm_fingerprint="5ab1" * 16, can_undo=False), *arguments
    )
    compared.compared.setText("5ab1 5ab2")
    _show(stage, "diagnosis-fix-compared", compared)
    fix = FixDialog(_PLAN, *arguments)
    fix.open()
    settle()
    stage.camera.take("diagnosis-fix", fix)
    fix.apply_button.click()
    _show(stage, "diagnosis-fix-done", fix, fix.outcome.isVisible)
    kept = FixesDialog(*arguments)
    _show(stage, "diagnosis-fixes", kept, kept.list.isVisible)


def _pins(stage: Stage) -> None:
    tokens = stage.services.tokens.overview().tokens
    last = replace(tokens[0], pin_state=PinState.LAST_TRY, tries_left=1)
    locked = replace(tokens[0], pin_state=PinState.LOCKED, tries_left=0)
    pad = replace(tokens[0], pin_pad=True)
    change, unblock = PinTask.CHANGE, PinTask.UNBLOCK
    _show(stage, "diagnosis-pin-change", _pin(stage, change, tokens[0]))
    weak = _pin(stage, change, tokens[0], _OLD, _WEAK, "2")
    _show(stage, "diagnosis-pin-weak", weak, lambda: bool(weak.form.advice.text()))
    good = _pin(stage, change, last, _OLD, _NEW, _NEW)
    _show(stage, "diagnosis-pin-last-try", good)
    _show(stage, "diagnosis-pin-locked", _pin(stage, change, locked))
    _show(stage, "diagnosis-pin-pad", _pin(stage, change, pad))
    _show(stage, "diagnosis-pin-unblock", _pin(stage, unblock, locked, _OLD, _NEW, _NEW))


def _pin(stage: Stage, task: PinTask, token: Token, *texts: str) -> PinChangeDialog:
    services = stage.services
    dialog = PinChangeDialog(
        task, (token,), 0, services, services.pins, stage.background, stage.theme, stage.window
    )
    for field, text in zip(dialog.form.fields, texts, strict=False):
        field.edit.setText(text)
    return dialog


def _show(
    stage: Stage, name: str, dialog: QDialog, ready: Callable[[], bool] = lambda: True
) -> None:
    if not dialog.isVisible():
        dialog.open()
    settle()
    wait_until(name, ready)
    stage.camera.take(name, dialog)
    dialog.reject()
    dialog.deleteLater()
    settle()

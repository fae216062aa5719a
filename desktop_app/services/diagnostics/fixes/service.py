"""Starts the smart-card service of a Linux machine."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

from desktop_app.core.diagnostics import CheckResult, Finding
from desktop_app.core.errors.diagnosis import FixFailedError, FixUnavailableError
from desktop_app.services.diagnostics.collecting import Access
from desktop_app.services.diagnostics.fixing import Change, Fix, FixPlan, UndoRecord
from desktop_app.services.diagnostics.machine import NOT_FOUND, Machine

_UNIT = "pcscd.socket"
_START = ("systemctl", "enable", "--now", _UNIT)
_WORD_SECONDS = 120.0
"""A person types the administrator's password meanwhile."""
_ENABLED = ("enabled", "enabled-runtime", "static", "alias")


@dataclass(frozen=True, slots=True)
class ServiceStart:
    """``systemctl enable --now pcscd.socket``, by pkexec where this user is not root."""

    machine: Machine
    is_root: bool
    id: str = "service.start"

    def plan(self, result: CheckResult, _finding: Finding) -> FixPlan:
        """Look at the unit as it is. Raises ``FixUnavailableError`` where there is none."""
        enabled = self._state("is-enabled")
        if not enabled or enabled == "not-found":
            raise FixUnavailableError(fix=self.id)
        active = self._state("is-active")
        command = " ".join(self._as_root(_START))
        change = Change("command", command, f"{enabled}, {active}", "enabled, active")
        data = {"was_enabled": enabled in _ENABLED, "was_active": active == "active"}
        return FixPlan(self.id, result.id, (change,), data, needs_admin=True)

    def apply(self, plan: FixPlan) -> UndoRecord | None:
        """Start it and let the system start it from now on. Raises ``FixFailedError``."""
        self._run(_START)
        return UndoRecord(self.id, plan.data)

    def undo(self, record: UndoRecord) -> None:
        """Put back what the unit was before. Raises ``FixFailedError``."""
        if not record.data.get("was_enabled"):
            self._run(("systemctl", "disable", _UNIT))
        if not record.data.get("was_active"):
            self._run(("systemctl", "stop", _UNIT, "pcscd.service"))

    def _state(self, question: str) -> str:
        return self.machine.run(["systemctl", question, _UNIT]).output.strip()

    def _as_root(self, command: tuple[str, ...]) -> tuple[str, ...]:
        return command if self.is_root else ("pkexec", *command)

    def _run(self, command: tuple[str, ...]) -> None:
        whole = self._as_root(command)
        done = self.machine.run(whole, _WORD_SECONDS)
        if done.exit_code == 0:
            return
        lines = done.errors.strip().splitlines()
        said = lines[-1] if lines else f"exit code {done.exit_code}"
        raise FixFailedError(self.id, whole[0] if done.exit_code == NOT_FOUND else said)


def fixes(access: Access) -> tuple[Fix, ...]:
    """Return what can be mended about the service."""
    is_root = sys.platform != "win32" and os.geteuid() == 0
    return (ServiceStart(access.machine, is_root),)

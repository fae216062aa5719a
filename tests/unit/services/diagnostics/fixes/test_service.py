"""Starting the smart-card service: previewed, carried out once, taken back exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop_app.core.diagnostics import CheckResult, CheckStatus
from desktop_app.core.errors.diagnosis import FixFailedError, FixUnavailableError
from desktop_app.services.diagnostics.check import fail
from desktop_app.services.diagnostics.fixes.service import ServiceStart
from desktop_app.services.diagnostics.machine import NOT_FOUND, Completed

FINDING = fail("service.stopped", fix="service.start")
RESULT = CheckResult("SVC-06", CheckStatus.FAIL, (FINDING,))
LOOKS = ("is-enabled", "is-active")


@dataclass
class Systemd:
    """Keeps what it was told, and answers as a unit in some state."""

    enabled: str = "disabled"
    active: str = "inactive"
    refuses: Completed | None = None
    system: str = "linux"
    environment: Mapping[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def path(self, name: str) -> Path:
        return Path(name)

    def read(self, _name: str) -> bytes | None:
        return None

    def run(self, command: Sequence[str], limit_seconds: float = 5.0) -> Completed:
        if command[1] in LOOKS:
            text = self.enabled if command[1] == "is-enabled" else self.active
            return Completed(0, f"{text}\n" if text else "")
        self.told.append(" ".join(command))
        return self.refuses or Completed(0, "")


def test_the_preview_shows_the_exact_command_and_changes_nothing() -> None:
    systemd = Systemd()
    plan = ServiceStart(systemd, is_root=False).plan(RESULT, FINDING)
    (change,) = plan.changes
    assert change.target == "pkexec systemctl enable --now pcscd.socket"
    assert (change.before, change.after) == ("disabled, inactive", "enabled, active")
    assert (plan.check, plan.needs_admin, plan.can_undo) == ("SVC-06", True, True)
    assert not systemd.told


def test_root_needs_no_word_of_an_administrator() -> None:
    systemd = Systemd()
    fix = ServiceStart(systemd, is_root=True)
    fix.apply(fix.plan(RESULT, FINDING))
    assert systemd.told == ["systemctl enable --now pcscd.socket"]


@pytest.mark.parametrize(
    ("enabled", "active", "undone"),
    [
        (
            "disabled",
            "inactive",
            ["systemctl disable pcscd.socket", "systemctl stop pcscd.socket pcscd.service"],
        ),
        ("enabled", "failed", ["systemctl stop pcscd.socket pcscd.service"]),
        ("enabled", "active", []),
    ],
)
def test_taking_it_back_puts_back_what_was_there(
    enabled: str, active: str, undone: list[str]
) -> None:
    systemd = Systemd(enabled, active)
    fix = ServiceStart(systemd, is_root=True)
    record = fix.apply(fix.plan(RESULT, FINDING))
    assert record is not None
    systemd.told.clear()
    fix.undo(record)
    assert systemd.told == undone


@pytest.mark.parametrize("enabled", ["", "not-found"])
def test_where_there_is_no_such_unit_nothing_is_offered(enabled: str) -> None:
    with pytest.raises(FixUnavailableError):
        ServiceStart(Systemd(enabled), is_root=True).plan(RESULT, FINDING)


@pytest.mark.parametrize(
    ("answer", "detail"),
    [
        (Completed(126, "", "Error\nNot authorized\n"), "Not authorized"),
        (Completed(1, "", ""), "exit code 1"),
        (Completed(NOT_FOUND, ""), "pkexec"),
    ],
)
def test_a_refusal_of_the_system_is_told(answer: Completed, detail: str) -> None:
    fix = ServiceStart(Systemd(refuses=answer), is_root=False)
    plan = fix.plan(RESULT, FINDING)
    with pytest.raises(FixFailedError) as caught:
        fix.apply(plan)
    assert caught.value.detail == detail

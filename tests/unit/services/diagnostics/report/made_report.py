"""A report with everything in it, and what makes documents of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.diagnostics import (
    CheckResult,
    CheckStatus,
    DiagnosisReport,
    Finding,
    Need,
    Profile,
    Who,
)
from desktop_app.core.resources import resource_path
from desktop_app.services.diagnostics.collecting import Access
from desktop_app.services.diagnostics.facts.computer import Computer
from desktop_app.services.diagnostics.first_cause import first_cause
from desktop_app.services.diagnostics.machine import RecordedMachine
from desktop_app.services.diagnostics.reporting import Reporting

CATALOGUE = Catalogue.read(resource_path("messages"))
STARTED = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
FACTS: Mapping[type, object] = {
    Computer: Computer(host_name="reg-pc-04", user_name="asmirnova", home="/home/asmirnova")
}
MISSING = Finding(
    CheckStatus.FAIL,
    "driver.missing",
    {"path": "/home/asmirnova/librtpkcs11ecp.so", "seen": STARTED},
    Who.IT,
    "service.start",
)
LOCKED = Finding(
    CheckStatus.WARN,
    "pin.locked",
    {"token_serial": "0912345678ab", "owner": "Смирнова Анна Сергеевна"},
    Who.IT,
)


def check(
    identifier: str,
    *findings: Finding,
    depends_on: tuple[str, ...] = (),
    needs: tuple[Need, ...] = (),
) -> CheckResult:
    """Return a result with the status of its first finding."""
    status = findings[0].status if findings else CheckStatus.OK
    return CheckResult(identifier, status, findings, depends_on, needs, duration_ms=7)


def report(*results: CheckResult, profile: Profile = Profile.LOGIN) -> DiagnosisReport:
    """Return a report over results, with its first cause."""
    return DiagnosisReport(profile, STARTED, 1234, results, first_cause(results), 0)


BROKEN = report(
    check("SYS-07"),
    check("DRV-01", MISSING, LOCKED, needs=(Need.TOKEN,)),
    check(
        "TOK-01",
        Finding(CheckStatus.SKIP, "check.dependency", {"because": "DRV-01"}),
        depends_on=("DRV-01",),
    ),
)


def reporting(home: Path = Path("/home/asmirnova/.nmo"), language: str = "ru") -> Reporting:
    """Return what makes pages and documents on a recorded computer."""
    access = SimpleNamespace(
        machine=RecordedMachine("linux", environment={"USER": "asmirnova"}),
        home=SimpleNamespace(root=home),
        portal_origin="https://portal.example",
        is_training=False,
    )
    return Reporting(CATALOGUE, language, cast(Access, access))

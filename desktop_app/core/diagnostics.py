"""What a diagnosis consists of: checks, findings, the first cause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class CheckStatus(StrEnum):
    """What became of a check."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    SKIP = "skip"
    """Not judged, for the reason that ``cause`` names."""
    ERROR = "error"
    """The check itself went wrong."""
    TIMEOUT = "timeout"
    """What it looks at did not answer in time."""


class Who(StrEnum):
    """Who can mend it."""

    USER = "user"
    IT = "it"
    CA = "ca"
    EMPLOYER = "employer"
    PORTAL = "portal"


class Need(StrEnum):
    """What a check cannot do without."""

    TOKEN = "token"  # noqa: S105 - a smart card, not a password
    PIN = "pin"
    NET = "net"
    ADMIN = "admin"


class Profile(StrEnum):
    """What a diagnosis is for."""

    LOGIN = "login"
    SIGN = "sign"
    CONSENT = "consent"
    NETWORK = "network"
    FULL = "full"
    FLEET = "fleet"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found, by a permanent code whose words the catalogue has."""

    status: CheckStatus
    cause: str
    """For example ``driver.missing``; the catalogue says what happened, why, what to do."""
    evidence: Mapping[str, object] = field(default_factory=dict)
    """Values for the message and for experts: what JSON can carry, dates as ISO 8601 text."""
    who: Who = Who.USER
    fix: str | None = None
    """Identifier of the fix that the program can carry out, where there is one."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check with what it came to."""

    id: str
    """Permanent, for example ``DRV-01``."""
    status: CheckStatus
    findings: tuple[Finding, ...] = ()
    """Worst first; notes of a check that is in order are here too."""
    depends_on: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    duration_ms: int = 0

    @property
    def worst(self) -> Finding | None:
        """The finding that gives the check its status and its words."""
        return self.findings[0] if self.findings else None


@dataclass(frozen=True, slots=True)
class FirstCause:
    """What has to be mended first: the rest may follow from it."""

    check: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class DiagnosisReport:
    """One run of the diagnosis."""

    profile: Profile
    started_at: datetime
    duration_ms: int
    results: tuple[CheckResult, ...]
    """In the order of causes: what comes first may explain what follows."""
    first_cause: FirstCause | None
    """None when nothing stands in the way."""
    pin_tries_spent: int
    """Counted while the checks ran; a diagnosis that spends one is broken."""

    def result(self, identifier: str) -> CheckResult | None:
        """Return the result of one check, where it was run."""
        return next((each for each in self.results if each.id == identifier), None)

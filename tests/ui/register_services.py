"""Passport check, registration and ФРМР for tests of the window, from memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.certificates import Certificate
from desktop_app.core.confirmations import CodeChannel, SentCode
from desktop_app.core.errors import NmoError
from desktop_app.core.identity import (
    PassportCheck,
    PassportField,
    PassportOutcome,
    PassportStanding,
)
from desktop_app.core.papers import PaperCheck
from desktop_app.core.register_sync import SyncState
from desktop_app.core.registrations import (
    CheckItem,
    CheckLine,
    Registration,
    RegistrationDraft,
    RegistrationEvent,
    RegistrationState,
    RegistrationStatus,
    Scan,
    ScanKind,
)
from desktop_app.services.forms import check_form, read_form

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def application(status: RegistrationStatus, **others: object) -> Registration:
    """Return an application whose passport was not compared."""
    made = Registration(
        id="1",
        number="РС-261123-ABCDEF",
        status=status,
        values={},
        scans=(),
        checks=(
            CheckLine(CheckItem.NAME, passed=True),
            CheckLine(CheckItem.PASSPORT, passed=False),
        ),
        events=(RegistrationEvent(NOW, status, "Скан обрезан."),),
        expected_by=None,
        is_activated=False,
        has_second_factor=False,
    )
    return replace(made, **others)  # type: ignore[arg-type]  # names of its fields


@dataclass
class FakePassport:
    """Every first comparison differs in the date of birth."""

    form = read_form("passport")
    compared: list[Mapping[str, str]] = field(default_factory=list)
    trouble: NmoError | None = None

    def known_values(self) -> dict[str, str]:
        return {"full_name": "Иванова Мария Петровна"}

    def check(self, values: Mapping[str, str]) -> PaperCheck:
        return check_form(self.form, values, TODAY)

    def standing(self, cancel: Cancellation | None = None) -> PassportStanding:
        if self.trouble is not None:
            raise self.trouble
        return PassportStanding(None, 3, None)

    def compare(
        self, values: Mapping[str, str], cancel: Cancellation | None = None
    ) -> PassportStanding:
        self.compared.append(values)
        if len(self.compared) > 1:
            return PassportStanding(PassportCheck(PassportOutcome.MATCH, (), NOW), 3, None)
        differing = (PassportField.BIRTH_DATE,)
        return PassportStanding(PassportCheck(PassportOutcome.MISMATCH, differing, NOW), 2, None)


@dataclass
class FakeRegistration:
    """Keeps the draft in memory."""

    form = read_form("registration")
    now: RegistrationState = field(
        default_factory=lambda: RegistrationState(RegistrationDraft(), None, NOW)
    )
    failing: NmoError | None = None
    unreachable: NmoError | None = None
    submitted: int = 0
    codes: list[str] = field(default_factory=list)

    def known_values(self) -> dict[str, str]:
        return {"full_name": "Иванова Мария Петровна", **self.now.draft.values}

    def check(self, values: Mapping[str, str]) -> PaperCheck:
        return check_form(self.form, values, TODAY)

    def state(self, cancel: Cancellation | None = None) -> RegistrationState:
        if self.unreachable is not None:
            raise self.unreachable
        return self.now

    def kept(self) -> RegistrationState:
        return self.now

    def look(self) -> None:
        """The person has seen everything."""

    def keep_values(self, values: Mapping[str, str]) -> RegistrationDraft:
        kept = {name: value for name, value in values.items() if value}
        self.now = replace(self.now, draft=replace(self.now.draft, values=kept))
        return self.now.draft

    def add_scan(self, kind: ScanKind, path: Path) -> RegistrationDraft:
        scan = Scan(f"{len(self.now.draft.scans):064x}", kind, path.name, "application/pdf", 2048)
        scans = (*self.now.draft.scans, scan)
        self.now = replace(self.now, draft=replace(self.now.draft, scans=scans))
        return self.now.draft

    def send_code(self, cancel: Cancellation | None = None) -> SentCode:
        return SentCode(CodeChannel.SMS, "+7 *** ***-67-89", NOW, NOW, 3)

    def confirm_code(self, code: str, cancel: Cancellation | None = None) -> RegistrationState:
        self.codes.append(code)
        assert self.now.registration is not None
        self.now = replace(
            self.now, registration=replace(self.now.registration, has_second_factor=True)
        )
        return self.now

    def submit(self, *, cancel: Cancellation | None = None) -> RegistrationState:
        if self.failing is not None:
            raise self.failing
        self.submitted += 1
        known = application(RegistrationStatus.REWORK)
        self.now = RegistrationState(RegistrationDraft(), known, NOW, news=known.events)
        return self.now


@dataclass
class FakeSync:
    """Answers with what a test wants."""

    now: SyncState = field(default_factory=lambda: SyncState(None, None))
    runs: list[Sequence[Certificate]] = field(default_factory=list)

    def state(
        self, certificates: Sequence[Certificate] = (), cancel: Cancellation | None = None
    ) -> SyncState:
        return SyncState(None, None)

    def run(
        self, certificates: Sequence[Certificate] = (), cancel: Cancellation | None = None
    ) -> SyncState:
        self.runs.append(certificates)
        return self.now

    def run_if_due(
        self, certificates: Sequence[Certificate] = (), cancel: Cancellation | None = None
    ) -> SyncState | None:
        return self.run(certificates, cancel)


@dataclass
class FakeRegisters:
    """The three together."""

    passport: FakePassport = field(default_factory=FakePassport)
    registration: FakeRegistration = field(default_factory=FakeRegistration)
    sync: FakeSync = field(default_factory=FakeSync)

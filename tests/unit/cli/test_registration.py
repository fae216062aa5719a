"""Does `nmo registration` say where the application stands and what to do next?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from desktop_app.cli.exit_codes import ExitCode
from desktop_app.core.confirmations import CodeChannel, SentCode
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
from tests.unit.cli.conftest import Ran, StubConsole

Nmo = Callable[..., Ran]
AT = datetime(2026, 11, 27, 9, 5, tzinfo=UTC)
FORM = read_form("registration")
SCAN = Scan("ab" * 32, ScanKind.DIPLOMA, "Диплом.pdf", "application/pdf", 2048)


def application(status: RegistrationStatus, comment: str = "") -> Registration:
    return Registration(
        id="1",
        number="РС-261127-ABCDEF",
        status=status,
        values={},
        scans=(),
        checks=(CheckLine(CheckItem.NAME, True), CheckLine(CheckItem.PASSPORT, False)),
        events=(RegistrationEvent(AT, status, comment),),
        expected_by=None,
        is_activated=False,
        has_second_factor=False,
    )


class StubRegistration:
    """Keeps what it is given; the application is what a test wants."""

    form = FORM

    def __init__(self) -> None:
        self.now = RegistrationState(RegistrationDraft(), None, AT)
        self.codes: list[str] = []
        self.looked = 0

    def known_values(self) -> dict[str, str]:
        return {"full_name": "Иванова Мария Петровна", "snils": "112-233-445 95"}

    def check(self, values: Mapping[str, str]) -> object:
        return check_form(FORM, values, AT.date())

    def kept(self) -> RegistrationState:
        return self.now

    def state(self, _cancel: object = None) -> RegistrationState:
        return self.now

    def look(self) -> None:
        self.looked += 1

    def keep_values(self, values: Mapping[str, str]) -> None:
        self.now = replace(self.now, draft=replace(self.now.draft, values=dict(values)))

    def add_scan(self, kind: ScanKind, path: Path) -> None:
        scan = replace(SCAN, kind=kind, file_name=path.name)
        self.now = replace(self.now, draft=replace(self.now.draft, scans=(scan,)))

    def remove_scan(self, _sha256: str, _cancel: object = None) -> None:
        self.now = replace(self.now, draft=replace(self.now.draft, scans=()))

    def send_code(self, _cancel: object = None) -> SentCode:
        return SentCode(CodeChannel.SMS, "+7 *** ***-**-89", AT + timedelta(minutes=5), AT, 3)

    def confirm_code(self, code: str, _cancel: object = None) -> RegistrationState:
        self.codes.append(code)
        known = replace(
            application(RegistrationStatus.CLOSED), is_activated=True, has_second_factor=True
        )
        return replace(self.now, registration=known)


@pytest.fixture
def registration(services: SimpleNamespace) -> StubRegistration:
    made = StubRegistration()
    services.registers = SimpleNamespace(registration=made)
    return made


def test_without_an_application_it_says_how_to_begin(
    nmo: Nmo, registration: StubRegistration
) -> None:
    ran = nmo("registration")
    assert ran.exit_code == ExitCode.DONE
    assert "Заявки пока нет" in ran.out
    assert "Ещё нужны сканы: диплом, аккредитация или сертификат." in ran.out
    assert registration.looked == 1


def test_what_has_to_be_mended_is_named_with_the_way(
    nmo: Nmo, registration: StubRegistration
) -> None:
    known = application(RegistrationStatus.REWORK, "Скан обрезан.")
    registration.now = replace(registration.now, registration=known, news=known.events)
    ran = nmo("registration")
    assert ran.exit_code == ExitCode.BAD
    assert "Заявка РС-261127-ABCDEF: На доработке." in ran.out
    assert "! Паспорт сверен: сверьте паспорт" in ran.out
    assert "+ Имя совпадает" in ran.out
    assert "Новое: " in ran.out
    assert "Скан обрезан." in ran.out
    assert nmo("--json", "registration").document["registration"]["status"] == "rework"


def test_values_are_kept_before_anything_is_asked(nmo: Nmo, registration: StubRegistration) -> None:
    ran = nmo("registration", "fill", "--field", "category=врач")
    assert ran.exit_code == ExitCode.USAGE
    assert "birth_date" in ran.err
    assert registration.now.draft.values["category"] == "врач"


def test_scans_come_and_go(nmo: Nmo, registration: StubRegistration) -> None:
    ran = nmo("registration", "scan", "diploma", "Диплом.pdf")
    assert "Скан abababab: диплом, Диплом.pdf, 2 КБ" in ran.out
    assert "Ещё нужны сканы: аккредитация или сертификат." in ran.out
    assert nmo("registration", "unscan", "ffff").exit_code == ExitCode.USAGE
    assert nmo("registration", "unscan", "abab").exit_code == ExitCode.DONE
    assert registration.now.draft.is_empty
    assert nmo("registration", "scan", "photo", "x.pdf").exit_code == ExitCode.USAGE


def test_the_second_factor_asks_for_the_code_that_was_sent(
    nmo: Nmo, registration: StubRegistration, console: StubConsole
) -> None:
    assert "Код отправлен" in nmo("registration", "second-factor").out
    assert registration.codes == []
    console.somebody, console.lines = True, ["123456 "]
    ran = nmo("registration", "second-factor")
    assert registration.codes == ["123456"]
    assert "второй фактор включён" in ran.out

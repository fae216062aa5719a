"""The command run in this process over services made for the test."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from desktop_app.cli.main import run_command
from desktop_app.cli.words import Words
from desktop_app.core.catalogue import Catalogue
from desktop_app.core.certificates import Certificate, Fitness
from desktop_app.core.errors.tokens import PinRequiredError
from desktop_app.core.pin import Pin
from desktop_app.core.resources import resource_path
from desktop_app.core.tokens import PinState, Token, TokenCertificate, TokenOverview
from desktop_app.core.verdicts import Reason, Verdict
from desktop_app.services.program import Services
from desktop_app.signing.chain import PathReport


@pytest.fixture(autouse=True)
def whole_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let tables be as wide as they are: pytest-xdist sets a width of 80 columns."""
    monkeypatch.delenv("COLUMNS", raising=False)


FIT = Fitness(can_sign=True, can_sign_in=True)
EXPIRED = Fitness(can_sign=False, can_sign_in=False, reasons=(Reason("certificate.expired"),))


class StubConsole:
    """A terminal with prepared answers; without any nobody can be asked."""

    def __init__(self) -> None:
        self.pins: list[str] = []
        self.lines: list[str] = []
        self.piped = ""
        self.asked: list[str] = []
        self.given: list[Pin] = []
        self.somebody = False

    def has_person(self) -> bool:
        return self.somebody

    def hidden_line(self, prompt: str) -> Pin:
        return self._pin(prompt, self.pins.pop(0) if self.pins else None)

    def piped_line(self) -> Pin:
        return self._pin("stdin", self.piped)

    def line(self, prompt: str) -> str:
        self.asked.append(prompt)
        if not self.lines:
            raise PinRequiredError
        return self.lines.pop(0)

    def _pin(self, prompt: str, text: str | None) -> Pin:
        self.asked.append(prompt)
        if text is None:
            raise PinRequiredError
        self.given.append(Pin(text))
        return self.given[-1]


@dataclass
class Ran:
    """What one run of the command left behind."""

    exit_code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """Return standard output, which must be one JSON document and nothing else."""
        return cast(dict[str, Any], json.loads(self.out))


@dataclass
class StubProgram:
    """Hands out one set of services and counts how often it was asked."""

    given: SimpleNamespace
    built: int = 0
    windows: list[tuple[Path | None, Sequence[Path], str | None]] = field(default_factory=list)

    def services(
        self, home: Path | None, drivers: Sequence[Path], language: str | None
    ) -> Services:
        self.built += 1
        self.given.language = language or "ru"
        return cast(Services, self.given)

    def open_window(self, home: Path | None, drivers: Sequence[Path], language: str | None) -> int:
        self.windows.append((home, drivers, language))
        return 0


def a_certificate(number: int = 1, subject: str = "Иванова Мария Петровна") -> Certificate:
    """Return a certificate value without any real DER behind it."""
    return Certificate(
        id=f"{number:02x}" * 32,
        der=b"\x30\x00",
        subject=subject,
        organisation="",
        snils="11223344595",
        issuer="Учебный УЦ",
        serial_number="2a",
        not_before=datetime(2026, 1, 1, tzinfo=UTC),
        not_after=datetime(2027, 3, 12, tzinfo=UTC),
        key_not_after=None,
        algorithm="RSA 2048",
        key_usage=frozenset({"digital_signature"}),
        extended_key_usage=frozenset(),
    )


def a_token(
    fitness: Fitness = FIT, pin_state: PinState = PinState.OK, *, pin_pad: bool = False
) -> Token:
    """Return a token with one certificate."""
    found = TokenCertificate(a_certificate(), b"\x01", has_private_key=True, fitness=fitness)
    return Token(
        serial="0f2a",
        label="Рутокен",
        model="ЭЦП",
        manufacturer="",
        reader="Reader 0",
        drivers=("/lib/driver.so",),
        pin_state=pin_state,
        pin_pad=pin_pad,
        certificates=(found,),
    )


@pytest.fixture
def token_of() -> Callable[..., Token]:
    return a_token


@pytest.fixture
def expired() -> Fitness:
    return EXPIRED


@pytest.fixture
def console() -> StubConsole:
    return StubConsole()


@pytest.fixture
def services() -> SimpleNamespace:
    """Return services that hold one good token; a test adds what it needs."""
    token = a_token()
    tokens = SimpleNamespace(
        overview=lambda: TokenOverview(tokens=(token,)),
        find=lambda prefix: (token, token.certificates[0]),
    )
    signatures = SimpleNamespace(
        refuse_unfit=lambda certificate_id: None,
        check_certificate=lambda der, options, purpose: PathReport(Verdict.GOOD, (), ()),
    )
    return SimpleNamespace(
        signatures=signatures,
        tokens=tokens,
        findings=(),
        is_training=False,
        language="ru",
        close=lambda: None,
    )


@pytest.fixture
def program(services: SimpleNamespace) -> StubProgram:
    return StubProgram(services)


@pytest.fixture
def nmo(
    program: StubProgram, console: StubConsole, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ran]:
    def run(*arguments: str) -> Ran:
        exit_code = run_command(arguments, program, console)
        return Ran(exit_code, *capsys.readouterr())

    return run


@pytest.fixture(params=["ru", "en"])
def words(request: pytest.FixtureRequest) -> Words:
    return Words(Catalogue.read(resource_path("messages")), request.param)


@pytest.fixture
def russian() -> Words:
    return Words(Catalogue.read(resource_path("messages")), "ru")

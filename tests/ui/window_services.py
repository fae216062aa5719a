"""Services for tests of the window: they answer from memory, raise or wait when told to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from desktop_app.core.accounts import Account, AccountLevel, LoginStatement, Role, SessionState
from desktop_app.core.cancellation import Cancellation, Progress, ProgressListener, ignore_progress
from desktop_app.core.catalogue import Catalogue
from desktop_app.core.consents import (
    ConsentDocument,
    ConsentEvent,
    ConsentState,
    ConsentStatus,
    ConsentText,
)
from desktop_app.core.decisions import Decision
from desktop_app.core.errors import NmoError
from desktop_app.core.journal import JournalFilter
from desktop_app.core.pin import Pin
from desktop_app.core.resources import resource_path
from desktop_app.core.tokens import Token, TokenOverview
from desktop_app.services.portal.contact import PortalContact
from desktop_app.services.portal.contract import JournalEntry
from desktop_app.services.program import Services
from desktop_app.services.storage.settings import SettingsStore
from desktop_app.services.training import TrainingPerson, TrainingRoot, TrainingState
from tests.ui.confirmation_services import FakeConfirmations
from tests.ui.credential_services import FakeCredentials
from tests.ui.diagnosis_services import FakeDiagnostics
from tests.ui.document_services import FakeBatches, FakeOutbox, FakePapers
from tests.ui.file_services import FakeDoctor
from tests.ui.pin_services import FakePins
from tests.ui.register_services import FakeRegisters
from tests.ui.support_services import FakeSupport
from tests.ui.window_samples import SNILS

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
ACCOUNT = Account("a", "Иванова Мария Петровна", SNILS, AccountLevel.CONFIRMED, (Role.SPECIALIST,))
NOBODY = SessionState(None)
SIGNED_IN = SessionState(ACCOUNT, certificate_id=f"{1:064x}", signed_in_at=NOW)
TEXT = ConsentText(
    version="2026-1",
    title="Согласие",
    operator="Минздрав",
    processor="",
    purpose="Учёт",
    data_items=("ФИО", "СНИЛС"),
    actions="Передача",
    legal_ground="152-ФЗ",
    term="До отзыва",
    withdrawal="В программе",
    refusal="Ничего не меняет",
    after_withdrawal="Останется журнал.",
)


def answer(value: Any, gate: threading.Event, cancel: Cancellation | None) -> Any:
    """Wait for the gate or for cancelling; then return the value, or raise it."""
    while not gate.wait(0.005):
        if cancel is not None:
            cancel.checkpoint()
    if isinstance(value, NmoError):
        raise value
    return value


def _open() -> threading.Event:
    gate = threading.Event()
    gate.set()
    return gate


@dataclass
class FakeTokens:
    """Tells its listener what ``show`` is given."""

    now: TokenOverview = field(default_factory=TokenOverview)
    listener: Callable[[TokenOverview], None] | None = None
    stopped: bool = False

    def overview(self) -> TokenOverview:
        return self.now

    def watch(self, listener: Callable[[TokenOverview], None]) -> FakeTokens:
        self.listener = listener
        return self

    def stop(self) -> None:
        self.stopped = True

    def show(self, *tokens: Token, overview: TokenOverview | None = None) -> None:
        assert self.listener is not None
        self.now = overview or TokenOverview(tokens=tokens)
        self.listener(self.now)


@dataclass
class FakeJournal:
    """A journal with what it would answer."""

    entries_or_error: tuple[JournalEntry, ...] | NmoError = ()
    asked: list[JournalFilter] = field(default_factory=list)

    def entries(
        self, limit: int, _cancel: object, *, wanted: JournalFilter, progress: object
    ) -> tuple[JournalEntry, ...]:
        self.asked.append(wanted)
        if isinstance(self.entries_or_error, NmoError):
            raise self.entries_or_error
        return self.entries_or_error[:limit]


@dataclass
class FakeSession:
    """A login service."""

    session: SessionState = NOBODY
    preparing: NmoError | None = None
    signing: NmoError | None = None
    gate: threading.Event = field(default_factory=_open)
    prepared: list[str] = field(default_factory=list)

    def prepare(self, certificate_id: str, cancel: Cancellation | None = None) -> LoginStatement:
        self.prepared.append(certificate_id)
        statement = LoginStatement("c", "https://portal.example", certificate_id, b"{}", NOW)
        return cast("LoginStatement", answer(self.preparing or statement, self.gate, cancel))

    def sign_in(
        self,
        statement: LoginStatement,
        pin: Pin | None,
        *,
        last_try_confirmed: bool = False,
        cancel: Cancellation | None = None,
    ) -> SessionState:
        signed_in = replace(SIGNED_IN, certificate_id=statement.certificate_id)
        self.session = answer(self.signing or signed_in, self.gate, cancel)
        return self.session

    def state(self) -> SessionState:
        return self.session

    def account(self, cancel: Cancellation | None = None) -> Account:
        assert self.session.account is not None
        return self.session.account

    def logout(self) -> None:
        self.session = NOBODY


@dataclass
class FakeBrowserLogin:
    """A login through the browser: the person comes back when the gate opens."""

    session: FakeSession
    failing: NmoError | None = None
    gate: threading.Event = field(default_factory=threading.Event)

    def sign_in(
        self,
        open_browser: Callable[[str], object],
        words: str,
        cancel: Cancellation | None = None,
    ) -> SessionState:
        open_browser("https://portal.example/oauth/authorize?state=1")
        signed_in = replace(SIGNED_IN, certificate_id="")
        self.session.session = answer(self.failing or signed_in, self.gate, cancel)
        return self.session.session


@dataclass
class FakeConsent:
    """A consent service."""

    now: ConsentState | NmoError = field(
        default_factory=lambda: ConsentState(TEXT, ConsentStatus.NONE)
    )
    failing: NmoError | None = None
    """Composing, signing and withdrawing raise it."""
    gate: threading.Event = field(default_factory=_open)
    files: tuple[Path, ...] = ()
    printed: bytes = b"%PDF-"
    composed: list[str] = field(default_factory=list)

    def state(self, cancel: Cancellation | None = None) -> ConsentState:
        return cast("ConsentState", answer(self.now, self.gate, cancel))

    def compose(self, certificate_id: str, cancel: Cancellation | None = None) -> ConsentDocument:
        self.composed.append(certificate_id)
        document = ConsentDocument("2026-1", "Я согласна.".encode(), certificate_id, "ab" * 32)
        return cast("ConsentDocument", answer(self.failing or document, self.gate, cancel))

    def sign(
        self,
        document: ConsentDocument,
        pin: Pin | None,
        *,
        last_try_confirmed: bool = False,
        cancel: Cancellation | None = None,
    ) -> ConsentState:
        return self._become(ConsentStatus.GRANTED, cancel)

    def withdraw(self, cancel: Cancellation | None = None) -> ConsentState:
        return self._become(ConsentStatus.WITHDRAWN, cancel)

    def kept_files(self) -> tuple[Path, ...]:
        return self.files

    def paper(
        self, catalogue: Catalogue, language: str, cancel: Cancellation | None = None
    ) -> bytes:
        return cast("bytes", answer(self.failing or self.printed, self.gate, cancel))

    def _become(self, status: ConsentStatus, cancel: Cancellation | None) -> ConsentState:
        assert isinstance(self.now, ConsentState)
        event = ConsentEvent("e", NOW, status, "2026-1", "ab" * 32)
        state = replace(self.now, status=status, history=(*self.now.history, event))
        changed = cast("ConsentState", answer(self.failing or state, self.gate, cancel))
        self.now = changed
        return changed


@dataclass
class FakeTraining:
    """Remembers what it was asked for."""

    asked: list[str] = field(default_factory=list)
    failing: NmoError | None = None
    gate: threading.Event = field(default_factory=_open)

    def start(self, *, progress: ProgressListener = ignore_progress, **_options: object) -> None:
        self.asked.append("start")
        progress(Progress(1, 3, "tokens"))
        self.gate.wait(10)
        if self.failing is not None:
            raise self.failing

    def stop(self) -> None:
        self.asked.append("stop")

    def state(self) -> TrainingState | None:
        people = (TrainingPerson("Иванова", SNILS, "T1", "12345678", ""),)
        place = Path("ca.pem")
        roots = (TrainingRoot("Корень", "ab" * 32),)
        return TrainingState(
            "https://localhost", place, place, place, (), people, "87654321", roots
        )


@dataclass
class FakeDecisions:
    """Decisions that the next look finds."""

    fresh: tuple[Decision, ...] = ()
    found: tuple[Decision, ...] = ()

    def look(self, cancel: Cancellation | None = None) -> tuple[Decision, ...]:
        fresh, self.fresh = self.fresh, ()
        self.found = (*fresh, *self.found)
        return fresh

    def known(self) -> tuple[Decision, ...]:
        return self.found


@dataclass
class Fakes:
    """All of them, and the services made of them."""

    folder: Path
    tokens: FakeTokens = field(default_factory=FakeTokens)
    login: FakeSession = field(default_factory=FakeSession)
    browser: FakeBrowserLogin = field(init=False)
    confirmations: FakeConfirmations = field(default_factory=FakeConfirmations)
    consent: FakeConsent = field(default_factory=FakeConsent)
    credentials: FakeCredentials = field(default_factory=FakeCredentials)
    training: FakeTraining = field(default_factory=FakeTraining)
    diagnostics: FakeDiagnostics = field(default_factory=FakeDiagnostics)
    pins: FakePins = field(default_factory=FakePins)
    outbox: FakeOutbox = field(default_factory=FakeOutbox)
    papers: FakePapers = field(default_factory=FakePapers)
    batches: FakeBatches = field(default_factory=FakeBatches)
    doctor: FakeDoctor = field(default_factory=FakeDoctor)
    support: FakeSupport = field(default_factory=FakeSupport)
    registers: FakeRegisters = field(default_factory=FakeRegisters)
    decisions: FakeDecisions = field(default_factory=FakeDecisions)
    closed: list[str] = field(default_factory=list)
    journal: FakeJournal = field(default_factory=FakeJournal)
    contact: PortalContact = field(default_factory=PortalContact)

    def __post_init__(self) -> None:
        self.browser = FakeBrowserLogin(self.login)

    def services(
        self,
        *,
        is_training: bool = False,
        language: str = "ru",
        findings: tuple[NmoError, ...] = (),
    ) -> Services:
        unused = cast("Any", None)
        self.credentials.open_gate.set()
        return Services(
            tokens=cast("Any", self.tokens),
            login=self.login,
            consent=self.consent,
            credentials=self.credentials,
            signatures=cast("Any", self.batches),
            journal=cast("Any", self.journal),
            settings=SettingsStore(self.folder / "settings.json"),
            audit=unused,
            catalogue=Catalogue.read(resource_path("messages")),
            home=unused,
            training=cast("Any", self.training),
            pins=self.pins,
            open_diagnostics=lambda: self.diagnostics,
            open_browser_login=lambda: self.browser,
            open_confirmations=lambda: cast("Any", self.confirmations),
            open_papers=lambda: cast("Any", self.papers),
            open_file_doctor=lambda: cast("Any", self.doctor),
            open_outbox=lambda: cast("Any", self.outbox),
            open_support=lambda: cast("Any", self.support),
            open_decisions=lambda: cast("Any", self.decisions),
            open_registers=lambda: cast("Any", self.registers),
            is_training=is_training,
            language=language,
            findings=findings,
            portal_contact=self.contact,
            closers=(lambda: self.closed.append("services"),),
        )

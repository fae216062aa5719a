"""Small services for the tests of the page: they answer from memory and wait when told to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from desktop_app.core.accounts import Account, AccountLevel, Role, SessionState
from desktop_app.core.cancellation import Cancellation, Progress, ProgressListener, ignore_progress
from desktop_app.core.catalogue import Catalogue
from desktop_app.core.credentials import (
    Check,
    CheckOutcome,
    CheckVerdict,
    Credential,
    CredentialList,
    CredentialVersion,
    VersionState,
)
from desktop_app.core.cycles import Cycle
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.portal import NotOnPortalError
from desktop_app.core.resources import resource_path
from desktop_app.services.program import Services
from desktop_app.services.storage.settings import SettingsStore
from desktop_app.services.use_cases import OutcomeListener
from tests.ui.credential_samples import MOMENT

ACCOUNT = Account(
    "a", "Иванова Мария Петровна", "11223344595", AccountLevel.CONFIRMED, (Role.SPECIALIST,)
)


@dataclass
class FakeCredentials:
    """A credential service with what it would answer."""

    kept: CredentialList = field(default_factory=lambda: CredentialList((), None, offline=True))
    fetched: CredentialList | NmoError = field(
        default_factory=lambda: CredentialList((), MOMENT, offline=False)
    )
    verdicts: dict[str, CheckVerdict] = field(default_factory=dict)
    check_error: NmoError | None = None
    open_gate: threading.Event = field(default_factory=threading.Event)
    """Fetching waits until it is set."""
    checks_allowed: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(10_000))
    """Each check takes one."""
    asked: list[tuple[str, ...]] = field(default_factory=list)
    document_file: Path | NmoError = Path("document.pdf")

    staff: CredentialList = field(default_factory=lambda: CredentialList((), MOMENT, offline=False))
    """What the table of the organisation's people would be."""
    first: CredentialList | None = None
    """Its first rows, shown until ``rest_gate`` is set."""
    rest_gate: threading.Event = field(default_factory=threading.Event)
    counted: Cycle | None = None
    history: tuple[CredentialVersion, ...] = ()
    replaced: list[tuple[str, Path]] = field(default_factory=list)

    def cached(self, *, people: bool = False) -> CredentialList:
        return CredentialList((), None, offline=True) if people else self.kept

    def cycle(self, cancel: Cancellation | None = None) -> Cycle:
        if self.counted is None:
            raise NotOnPortalError
        return self.counted

    def versions(
        self, credential_id: str, cancel: Cancellation | None = None
    ) -> tuple[CredentialVersion, ...]:
        return self.history

    def replace(
        self, credential_id: str, file: Path, cancel: Cancellation | None = None
    ) -> CredentialVersion:
        self.replaced.append((credential_id, file))
        number = len(self.history) + 1
        version = CredentialVersion(number, VersionState.ON_REVIEW, MOMENT, "Иванова", "", 1)
        self.history = (version, *self.history)
        return version

    def refresh(
        self,
        *,
        people: bool = False,
        progress: ProgressListener = ignore_progress,
        cancel: Cancellation | None = None,
        on_first: Callable[[CredentialList], object] = lambda _first: None,
    ) -> CredentialList:
        if people:
            if self.first is not None:
                on_first(self.first)
                self.rest_gate.wait(10)
            return self.staff
        while not self.open_gate.wait(0.005):
            if cancel is not None:
                cancel.checkpoint()
        if isinstance(self.fetched, NmoError):
            raise self.fetched
        self.kept = replace(self.fetched, offline=True)
        return self.fetched

    load = refresh

    def check(
        self,
        ids: Sequence[str],
        *,
        progress: ProgressListener = ignore_progress,
        on_outcome: OutcomeListener = lambda _outcome: None,
        cancel: Cancellation | None = None,
    ) -> tuple[CheckOutcome, ...]:
        self.asked.append(tuple(ids))
        if self.check_error is not None:
            raise self.check_error
        outcomes = []
        for each in ids:
            while not self.checks_allowed.acquire(timeout=0.005):
                if cancel is not None:
                    cancel.checkpoint()
            verdict = self.verdicts.get(each, CheckVerdict.CONFIRMED)
            outcomes.append(CheckOutcome(each, Check(verdict, MOMENT, "Найдено в реестре")))
            on_outcome(outcomes[-1])
            progress(Progress(len(outcomes), len(ids), each))
        return tuple(outcomes)

    def document(
        self,
        credential_id: str,
        cancel: Cancellation | None = None,
        *,
        version: int | None = None,
    ) -> Path:
        if isinstance(self.document_file, NmoError):
            raise self.document_file
        return self.document_file


@dataclass
class FakeLogin:
    """A login service that only knows whether someone is signed in."""

    account: Account | None = ACCOUNT

    def state(self) -> SessionState:
        return SessionState(self.account)


def services_with(
    credentials: FakeCredentials, settings_file: Path, *, signed_in: bool = True
) -> Services:
    """Return services of which the page of credentials uses these parts."""
    unused = cast("Any", None)
    return Services(
        tokens=unused,
        login=cast("Any", FakeLogin(ACCOUNT if signed_in else None)),
        consent=unused,
        credentials=credentials,
        signatures=unused,
        journal=unused,
        settings=SettingsStore(settings_file),
        audit=unused,
        catalogue=Catalogue.read(resource_path("messages")),
        home=unused,
        training=unused,
        pins=unused,
        open_diagnostics=lambda: unused,
        is_training=True,
        language="ru",
    )


def fresh(*credentials: Credential) -> CredentialList:
    """Return a list as the portal gives it."""
    return CredentialList(credentials, MOMENT, offline=False)

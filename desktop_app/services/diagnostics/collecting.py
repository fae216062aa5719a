"""Collecting facts: side by side, each kind once, each with its own time limit."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from desktop_app.core.cancellation import Cancellation, Cancelled
from desktop_app.core.errors import NmoError
from desktop_app.services.diagnostics.machine import Machine
from desktop_app.services.diagnostics.surroundings import FactsMissing, Surroundings
from desktop_app.services.outbox_service import OutboxService
from desktop_app.services.own_trust import OwnTrust
from desktop_app.services.portal.session import PortalSession
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.database import Database
from desktop_app.services.storage.home import Home
from desktop_app.services.storage.secrets import Secrets
from desktop_app.services.storage.settings import SettingsStore
from desktop_app.services.tokens import JudgedTokens
from desktop_app.services.use_cases import LoginService
from desktop_app.signing.chain import PathJudge
from desktop_app.signing.tokens import Tokens

_log = logging.getLogger(__name__)
_LOOK_SECONDS = 0.5
"""How often whoever waits looks for a cancellation: a hundred checks wait at a time."""
_Facts = TypeVar("_Facts")


def _no_outbox() -> OutboxService:
    raise LookupError("this diagnosis was put together without an outbox")


@dataclass(frozen=True, slots=True)
class Access:
    """What collectors and fixes may use of the program."""

    machine: Machine
    home: Home
    settings: SettingsStore
    secrets: Secrets
    database: Database
    audit: AuditLog
    tokens: Tokens
    """Without fitness: raw reports of drivers, inspections."""
    judged_tokens: JudgedTokens
    """With the fitness of each certificate."""
    judge: PathJudge
    trust: OwnTrust
    session: PortalSession
    login: LoginService
    portal_origin: str
    """Empty when no portal is set."""
    portal_anchors: Path | None
    portal_added: Path | None
    """Folder of the roots that a person added for the portal; None where none may be added."""
    portal_proxy: str
    is_training: bool
    open_outbox: Callable[[], OutboxService] = _no_outbox
    """Returns the documents on their way; they are opened at their first use."""
    time_stamp_service: str = ""
    """Its address; empty when none is set."""
    findings: tuple[NmoError, ...] = ()
    """What was set aside at the start."""
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Collector:
    """Looks at one part of the computer and returns its facts."""

    kind: type
    """The type of the facts: a frozen dataclass of ``facts``."""
    collect: Callable[[Surroundings], object]
    """May ask the surroundings for other facts. ``NmoError`` and ``OSError`` are kept."""
    limit_seconds: float = 10.0


class _Gathering:
    """The facts of one collector, while and after they are collected."""

    def __init__(self) -> None:
        self.done = threading.Event()
        self.facts: object = None
        self.error: Exception | None = None


class LiveSurroundings:
    """Facts collected when a check first asks for them; each kind by a thread of its own."""

    def __init__(
        self,
        collectors: tuple[Collector, ...],
        system: str,
        clock: Callable[[], datetime],
        cancel: Cancellation | None = None,
    ) -> None:
        self._collectors: Mapping[type, Collector] = {each.kind: each for each in collectors}
        self._gatherings: dict[type, _Gathering] = {}
        self._lock = threading.Lock()
        self._cancel = cancel
        self.system = system
        self.now = clock()

    def collected(self) -> dict[type, object]:
        """Return the facts that are there by now, by type."""
        with self._lock:
            items = tuple(self._gatherings.items())
        return {kind: each.facts for kind, each in items if each.facts is not None}

    def of(self, kind: type[_Facts]) -> _Facts:
        """Return the facts of a type. Raises ``FactsMissing`` and ``Cancelled``."""
        collector = self._collectors.get(kind)
        if collector is None:
            raise FactsMissing(kind.__name__, "check.facts-absent")
        gathering = self._started(collector)
        ends = time.monotonic() + collector.limit_seconds
        while not gathering.done.wait(min(_LOOK_SECONDS, max(0.0, ends - time.monotonic()))):
            if self._cancel is not None:
                self._cancel.checkpoint()
            if time.monotonic() >= ends:
                seconds = collector.limit_seconds
                raise FactsMissing(kind.__name__, "check.facts-timeout", seconds=seconds)
        if isinstance(gathering.error, FactsMissing | Cancelled):
            raise gathering.error
        if gathering.error is not None or not isinstance(gathering.facts, kind):
            raise _failed(kind, gathering.error)
        return gathering.facts

    def _started(self, collector: Collector) -> _Gathering:
        with self._lock:
            gathering = self._gatherings.get(collector.kind)
            if gathering is None:
                gathering = self._gatherings[collector.kind] = _Gathering()
                arguments = (collector, gathering)
                name = f"collect {collector.kind.__name__}"
                threading.Thread(
                    target=self._gather, args=arguments, name=name, daemon=True
                ).start()
            return gathering

    def _gather(self, collector: Collector, gathering: _Gathering) -> None:
        try:
            gathering.facts = collector.collect(self)
        except Exception as error:  # noqa: BLE001 - one part that fails must not take others along
            _log.info("collecting %s: %r", collector.kind.__name__, error)
            gathering.error = error
        finally:
            gathering.done.set()


def _failed(kind: type, error: Exception | None) -> FactsMissing:
    detail = error.code if isinstance(error, NmoError) else type(error).__name__
    return FactsMissing(kind.__name__, "check.facts-failed", detail=detail)

"""A diagnosis of the network with nothing recorded: real sockets, real TLS."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from desktop_app.core.diagnostics import CheckResult, CheckStatus, Finding
from desktop_app.services.diagnostics.checks import clock_offset, network, network_tls
from desktop_app.services.diagnostics.collecting import Access, LiveSurroundings
from desktop_app.services.diagnostics.collectors.network import collectors
from desktop_app.services.diagnostics.engine import run_checks
from desktop_app.services.diagnostics.facts.network import HostFacts, Network
from desktop_app.services.diagnostics.machine import RecordedMachine
from desktop_app.services.own_trust import OwnTrust
from desktop_app.services.storage.home import Home
from tests.certificates.authority import Issued, root
from tests.faults.network.servers import (
    InterceptingProxy,
    Site,
    Speak,
    leaf,
    listening,
    server_context,
)

CHECKS = (
    *network.CHECKS,
    *network_tls.CHECKS,
    *(each for each in clock_offset.CHECKS if each.id == "SYS-08"),
)


@dataclass
class Seen:
    """What a diagnosis came to."""

    network: Network
    results: dict[str, CheckResult]
    seconds: float

    @property
    def portal(self) -> HostFacts:
        portal = self.network.host_for("portal")
        assert portal is not None
        return portal

    @property
    def failures(self) -> list[tuple[str, str]]:
        """Checks that found something in the way, with its cause."""
        bad = {CheckStatus.FAIL, CheckStatus.WARN, CheckStatus.ERROR, CheckStatus.TIMEOUT}
        found = ((name, result.worst) for name, result in self.results.items())
        return [(name, worst.cause) for name, worst in found if worst and worst.status in bad]

    def finding(self, check: str) -> Finding:
        worst = self.results[check].worst
        assert worst is not None
        return worst


@dataclass
class Place:
    """A workplace with its servers; everything is stopped when the test ends."""

    folder: Path
    portal_root: Issued
    stack: ExitStack
    machine: RecordedMachine = field(default_factory=lambda: RecordedMachine("linux"))
    added: Path | None = None
    """Folder of the roots that a person added."""

    @property
    def anchors(self) -> Path:
        file = self.folder / "anchors.pem"
        file.write_bytes(self.portal_root.pem)
        return file

    def listen(self, speak: Speak) -> int:
        return self.stack.enter_context(listening(speak))

    def site(self, own: Issued | None = None, *above: Issued) -> tuple[Site, str]:
        """Start an https server and return it with its origin."""
        own = own or leaf(self.portal_root, "localhost")
        site = Site(server_context(self.folder, own, *above))
        return site, f"https://localhost:{self.listen(site.speak)}"

    def proxy(self, authority: Issued | None = None) -> tuple[InterceptingProxy, str]:
        proxy = InterceptingProxy(self.folder, authority)
        return proxy, f"http://127.0.0.1:{self.listen(proxy.speak)}"

    def access(
        self,
        origin: str,
        proxy: str = "",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> Access:
        unused = cast("Any", None)
        return Access(
            machine=self.machine,
            home=cast("Home", None),
            settings=unused,
            secrets=unused,
            database=unused,
            audit=unused,
            tokens=unused,
            judged_tokens=unused,
            judge=unused,
            trust=OwnTrust(),
            session=unused,
            login=unused,
            portal_origin=origin,
            portal_anchors=self.anchors,
            portal_added=self.added,
            portal_proxy=proxy,
            is_training=False,
            clock=clock,
        )

    def diagnose(
        self,
        origin: str,
        proxy: str = "",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> Seen:
        surroundings = LiveSurroundings(
            collectors(self.access(origin, proxy, clock)), "linux", clock
        )
        began = time.monotonic()
        results = run_checks(CHECKS, surroundings)
        seconds = time.monotonic() - began
        return Seen(surroundings.of(Network), {each.id: each for each in results}, seconds)


@pytest.fixture(scope="session")
def portal_root() -> Issued:
    return root("Корень портала")


@pytest.fixture
def place(tmp_path: Path, portal_root: Issued) -> Iterator[Place]:
    with ExitStack() as stack:
        yield Place(tmp_path, portal_root, stack)

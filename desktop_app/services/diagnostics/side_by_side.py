"""Looks at several hosts at the same time and waits for none longer than it has time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace

from desktop_app.services.diagnostics.facts.network import HostFacts

Look = Callable[[HostFacts], HostFacts]


def side_by_side(look: Look, hosts: Sequence[HostFacts], seconds: float) -> tuple[HostFacts, ...]:
    """Return what a look at each host shows; one that is not done in time did not answer.

    It is left behind in its thread, which keeps neither the others nor the program's end waiting:
    the system's name service knows no time limit of ours.
    """
    futures = [_begun(look, host) for host in hosts]
    ends = time.monotonic() + seconds
    return tuple(_ended(future, host, ends) for future, host in zip(futures, hosts, strict=True))


def _begun(look: Look, host: HostFacts) -> Future[HostFacts]:
    future: Future[HostFacts] = Future()

    def run() -> None:
        try:
            future.set_result(look(host))
        except Exception as error:  # noqa: BLE001 - raised again where it is waited for
            future.set_exception(error)

    threading.Thread(target=run, name=f"look at {host.host}", daemon=True).start()
    return future


def _ended(future: Future[HostFacts], host: HostFacts, ends: float) -> HostFacts:
    try:
        return future.result(max(0.0, ends - time.monotonic()))
    except TimeoutError:
        return replace(host, connect_problem="timeout")

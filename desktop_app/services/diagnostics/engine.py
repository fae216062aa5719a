"""Runs checks side by side, each after those that it depends on."""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence

from desktop_app.core.cancellation import Cancellation, Cancelled
from desktop_app.core.diagnostics import CheckResult, CheckStatus, Finding
from desktop_app.services.diagnostics.check import Check, skip
from desktop_app.services.diagnostics.profiles import in_order
from desktop_app.services.diagnostics.surroundings import FactsMissing, Surroundings

_log = logging.getLogger(__name__)
ResultListener = Callable[[CheckResult], None]

_WORST_FIRST = (
    CheckStatus.FAIL,
    CheckStatus.ERROR,
    CheckStatus.TIMEOUT,
    CheckStatus.WARN,
    CheckStatus.SKIP,
    CheckStatus.OK,
)
_UNUSABLE = frozenset({CheckStatus.FAIL, CheckStatus.ERROR, CheckStatus.TIMEOUT, CheckStatus.SKIP})
_FACTS = {
    "check.facts-timeout": CheckStatus.TIMEOUT,
    "check.facts-failed": CheckStatus.ERROR,
    "check.facts-absent": CheckStatus.SKIP,
}
_LOOK_SECONDS = 0.05


class _Run:
    """One check under way in a thread of its own; a thread that hangs is left behind."""

    def __init__(
        self, check: Check, surroundings: Surroundings, ended: queue.SimpleQueue[str]
    ) -> None:
        self.check = check
        self.done = False
        self.started = time.monotonic()
        self._surroundings = surroundings
        self._announce = ended
        self._findings: tuple[Finding, ...] = ()
        self._ended = self.started
        thread = threading.Thread(target=self._judge, name=f"check {check.id}", daemon=True)
        thread.start()

    @property
    def overdue(self) -> bool:
        """True when it has had its time."""
        return time.monotonic() - self.started > self.check.limit_seconds

    def result(self) -> CheckResult:
        """Return what it came to, or that it ran out of time."""
        if self.done:
            return result_of(self.check, self._findings, self._ended - self.started)
        seconds = self.check.limit_seconds
        late = Finding(CheckStatus.TIMEOUT, "check.timeout", {"seconds": seconds})
        return result_of(self.check, (late,), seconds)

    def _judge(self) -> None:
        self._findings = findings_of(self.check, self._surroundings)
        self._ended = time.monotonic()
        self.done = True
        self._announce.put(self.check.id)


def run_checks(
    checks: Iterable[Check],
    surroundings: Surroundings,
    on_result: ResultListener = lambda _result: None,
    cancel: Cancellation | None = None,
) -> tuple[CheckResult, ...]:
    """Run checks and return their results from cause to effect.

    ``on_result`` is called on this thread, for each as it ends. Raises ``Cancelled``.
    """
    ordered = in_order(checks)
    waiting = {check.id: check for check in ordered}
    running: dict[str, _Run] = {}
    results: dict[str, CheckResult] = {}

    def ended(result: CheckResult) -> None:
        results[result.id] = result
        on_result(result)

    announced: queue.SimpleQueue[str] = queue.SimpleQueue()
    while waiting or running:
        for check in _ready(waiting, running):
            del waiting[check.id]
            spoiled = _spoiled(check, results)
            if spoiled is None:
                running[check.id] = _Run(check, surroundings, announced)
            else:
                ended(result_of(check, (spoiled,), 0.0))
        for identifier in _ended(running, announced, cancel):
            ended(running.pop(identifier).result())
    return tuple(results[check.id] for check in ordered)


def findings_of(check: Check, surroundings: Surroundings) -> tuple[Finding, ...]:
    """Let a check judge and return its findings, worst first; its own faults are findings."""
    try:
        findings = sorted(
            check.judge(surroundings), key=lambda each: _WORST_FIRST.index(each.status)
        )
    except FactsMissing as missing:
        return (Finding(_FACTS[missing.cause], missing.cause, missing.evidence),)
    except Cancelled:
        return (skip("check.cancelled"),)
    except Exception as error:  # noqa: BLE001 - one broken check must not take others along
        _log.info("check %s: %r", check.id, error, exc_info=True)
        return (Finding(CheckStatus.ERROR, "check.crashed", {"detail": type(error).__name__}),)
    undeclared = {each.cause for each in findings} - set(check.causes)
    if undeclared:
        _log.info("check %s names causes that it does not declare: %s", check.id, undeclared)
        evidence = {"detail": ", ".join(sorted(undeclared))}
        return (Finding(CheckStatus.ERROR, "check.crashed", evidence),)
    return tuple(findings)


def result_of(check: Check, findings: Sequence[Finding], seconds: float) -> CheckResult:
    """Return the result of a check from its findings, worst first."""
    return CheckResult(
        id=check.id,
        status=findings[0].status if findings else CheckStatus.OK,
        findings=tuple(findings),
        depends_on=check.depends_on,
        needs=check.needs,
        duration_ms=round(seconds * 1000),
    )


def with_dependencies(wanted: Iterable[str], checks: Sequence[Check]) -> tuple[Check, ...]:
    """Return the wanted checks and everything that they depend on.

    Raises ``KeyError`` for an identifier that no check has.
    """
    by_id = {check.id: check for check in checks}
    found: dict[str, Check] = {}
    pending = list(wanted)
    while pending:
        check = by_id[pending.pop()]
        if check.id not in found:
            found[check.id] = check
            pending.extend(each for each in check.depends_on if each in by_id)
    return tuple(found.values())


def with_dependents(wanted: Iterable[str], checks: Sequence[Check]) -> tuple[str, ...]:
    """Return the wanted identifiers and those of everything that depends on them, in the end."""
    found = dict.fromkeys(wanted)
    for check in in_order(checks):
        if not found.keys().isdisjoint(check.depends_on):
            found[check.id] = None
    return tuple(found)


def _ready(waiting: Mapping[str, Check], running: Mapping[str, _Run]) -> list[Check]:
    """Return the checks whose dependencies have all ended, or are not part of this run."""
    pending = waiting.keys() | running.keys()
    return [check for check in waiting.values() if pending.isdisjoint(check.depends_on)]


def _spoiled(check: Check, results: Mapping[str, CheckResult]) -> Finding | None:
    """Return why a check is skipped: something that it depends on did not end well."""
    for identifier in check.depends_on:
        result = results.get(identifier)
        if result is not None and result.status in _UNUSABLE:
            because = _root(result)
            return skip("check.dependency", because=because)
    return None


def _root(result: CheckResult) -> str:
    """Return the check that began it: of a chain of skipped ones the first."""
    worst = result.worst
    if result.status is CheckStatus.SKIP and worst is not None and "because" in worst.evidence:
        return str(worst.evidence["because"])
    return result.id


def _ended(
    running: Mapping[str, _Run], announced: queue.SimpleQueue[str], cancel: Cancellation | None
) -> list[str]:
    """Wait shortly for a check to end and return those that did, or that ran out of time."""
    if cancel is not None:
        cancel.checkpoint()
    if running:
        with contextlib.suppress(queue.Empty):
            announced.get(timeout=_LOOK_SECONDS)
    return [name for name, run in running.items() if run.done or run.overdue]

"""The engine runs checks side by side, skips what has nothing to look at, survives faults."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from desktop_app.core.cancellation import Cancellation, Cancelled
from desktop_app.core.diagnostics import CheckResult, CheckStatus, Finding
from desktop_app.services.diagnostics.check import Check, fail, note, warn
from desktop_app.services.diagnostics.collecting import Collector, LiveSurroundings
from desktop_app.services.diagnostics.engine import run_checks, with_dependencies
from desktop_app.services.diagnostics.first_cause import first_cause
from desktop_app.services.diagnostics.surroundings import Surroundings, known

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Weather:
    """Facts of these tests."""

    rain: bool = False


def check(identifier: str, *findings: Finding, depends_on: tuple[str, ...] = ()) -> Check:
    return Check(identifier, lambda _: findings, tuple(each.cause for each in findings), depends_on)


def statuses(results: Iterable[CheckResult]) -> dict[str, CheckStatus]:
    return {each.id: each.status for each in results}


def test_a_check_without_findings_is_in_order() -> None:
    (result,) = run_checks([check("SYS-01")], known(NOW))
    assert result.status is CheckStatus.OK
    assert result.worst is None


def test_the_worst_finding_gives_the_status_and_comes_first() -> None:
    (result,) = run_checks([check("SYS-01", note("a"), fail("b"), warn("c"))], known(NOW))
    assert result.status is CheckStatus.FAIL
    assert [each.cause for each in result.findings] == ["b", "c", "a"]


def test_what_depends_on_a_failed_check_is_skipped_and_names_the_one_that_began_it() -> None:
    results = run_checks(
        [
            check("DRV-01", depends_on=("RDR-01",)),
            check("RDR-01", depends_on=("SVC-06",)),
            check("SVC-06", fail("service.stopped")),
        ],
        known(NOW),
    )
    assert [each.id for each in results] == ["SVC-06", "RDR-01", "DRV-01"]
    assert statuses(results[1:]) == {"RDR-01": CheckStatus.SKIP, "DRV-01": CheckStatus.SKIP}
    last = results[-1].worst
    assert last is not None
    assert (last.cause, last.evidence) == ("check.dependency", {"because": "SVC-06"})


def test_a_warning_does_not_stop_what_depends_on_it() -> None:
    results = run_checks(
        [check("USB-01", warn("a")), check("RDR-01", depends_on=("USB-01",))], known(NOW)
    )
    assert statuses(results) == {"USB-01": CheckStatus.WARN, "RDR-01": CheckStatus.OK}


def test_a_dependency_that_is_not_part_of_the_run_is_not_waited_for() -> None:
    (result,) = run_checks([check("RDR-01", depends_on=("SVC-01",))], known(NOW))
    assert result.status is CheckStatus.OK


def test_a_check_that_raises_is_an_error_and_the_others_go_on() -> None:
    def broken(_surroundings: Surroundings) -> Iterator[Finding]:
        raise ZeroDivisionError
        yield note("never")

    results = run_checks([Check("SYS-01", broken, ()), check("SYS-02")], known(NOW))
    assert statuses(results) == {"SYS-01": CheckStatus.ERROR, "SYS-02": CheckStatus.OK}
    assert results[0].worst is not None
    assert results[0].worst.cause == "check.crashed"


def test_a_cause_that_a_check_did_not_declare_is_an_error_of_the_check() -> None:
    (result,) = run_checks([Check("SYS-01", lambda _: [fail("secret")], ())], known(NOW))
    assert result.status is CheckStatus.ERROR


def test_a_check_past_its_limit_is_left_behind() -> None:
    forever = threading.Event()

    def hangs(_surroundings: Surroundings) -> Iterator[Finding]:
        forever.wait()
        yield note("never")

    results = run_checks(
        [Check("SYS-01", hangs, ("never",), limit_seconds=0.05), check("SYS-02")], known(NOW)
    )
    forever.set()
    assert statuses(results) == {"SYS-01": CheckStatus.TIMEOUT, "SYS-02": CheckStatus.OK}


def test_checks_wait_for_each_other_only_where_they_depend_on_each_other() -> None:
    both = threading.Barrier(2, timeout=10)

    def meets(_surroundings: Surroundings) -> Iterator[Finding]:
        both.wait()
        yield note("met")

    results = run_checks(
        [Check("SYS-01", meets, ("met",)), Check("SYS-02", meets, ("met",))], known(NOW)
    )
    assert {each.findings[0].cause for each in results} == {"met"}


def test_cancelling_ends_a_run() -> None:
    cancel = Cancellation()
    forever = threading.Event()

    def hangs(_surroundings: Surroundings) -> Iterator[Finding]:
        cancel.cancel()
        forever.wait()
        yield note("never")

    with pytest.raises(Cancelled):
        run_checks([Check("SYS-01", hangs, ("never",))], known(NOW), cancel=cancel)
    forever.set()


def test_results_are_told_as_they_come() -> None:
    heard: list[str] = []
    run_checks(
        [check("SYS-01", fail("a")), check("SYS-02", depends_on=("SYS-01",))],
        known(NOW),
        on_result=lambda result: heard.append(result.id),
    )
    assert heard == ["SYS-01", "SYS-02"]


def rains(surroundings: Surroundings) -> Iterator[Finding]:
    if surroundings.of(Weather).rain:
        yield warn("rain")


WEATHER = Check("SYS-01", rains, ("rain",))


def live(collector: Collector) -> LiveSurroundings:
    return LiveSurroundings((collector,), "linux", lambda: NOW)


def test_facts_that_nobody_collects_make_the_check_skipped() -> None:
    (result,) = run_checks([WEATHER], known(NOW))
    assert (result.status, result.findings[0].cause) == (CheckStatus.SKIP, "check.facts-absent")


def test_facts_are_collected_once_for_all_checks() -> None:
    times: list[int] = []

    def look(_surroundings: Surroundings) -> Weather:
        times.append(1)
        return Weather(rain=True)

    checks = [WEATHER, Check("SYS-02", rains, ("rain",))]
    results = run_checks(checks, live(Collector(Weather, look)))
    assert set(statuses(results).values()) == {CheckStatus.WARN}
    assert times == [1]


def test_facts_that_do_not_come_in_time_make_a_timeout() -> None:
    forever = threading.Event()

    def look(_surroundings: Surroundings) -> Weather:
        forever.wait()
        return Weather()

    (result,) = run_checks([WEATHER], live(Collector(Weather, look, limit_seconds=0.05)))
    forever.set()
    assert (result.status, result.findings[0].cause) == (
        CheckStatus.TIMEOUT,
        "check.facts-timeout",
    )


def test_facts_that_cannot_be_had_make_an_error() -> None:
    def look(_surroundings: Surroundings) -> Weather:
        raise PermissionError

    (result,) = run_checks([WEATHER], live(Collector(Weather, look)))
    assert result.status is CheckStatus.ERROR
    assert result.findings[0].evidence == {"facts": "Weather", "detail": "PermissionError"}


def test_a_proven_fault_is_the_first_cause_before_a_check_that_failed_itself() -> None:
    broken = Finding(CheckStatus.TIMEOUT, "check.timeout")
    results = run_checks(
        [check("SYS-01", broken), check("PIN-02", fail("pin.locked")), check("CRT-04", fail("x"))],
        known(NOW),
    )
    cause = first_cause(results)
    assert cause is not None
    assert (cause.check, cause.finding.cause) == ("PIN-02", "pin.locked")


def test_without_an_obstacle_there_is_no_first_cause() -> None:
    assert first_cause(run_checks([check("SYS-01", warn("a"))], known(NOW))) is None


def test_one_check_brings_along_what_it_depends_on() -> None:
    checks = [
        check("SVC-06"),
        check("RDR-01", depends_on=("SVC-06",)),
        check("DRV-01", depends_on=("RDR-01",)),
        check("NET-01"),
    ]
    found = {each.id for each in with_dependencies(["DRV-01"], checks)}
    assert found == {"SVC-06", "RDR-01", "DRV-01"}

"""Does `nmo decisions` list what was decided, and what of it is new?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from desktop_app.cli.exit_codes import ExitCode
from desktop_app.core.cancellation import Cancellation
from desktop_app.core.decisions import Decision, DecisionKind
from desktop_app.core.errors.portal import PortalUnreachableError
from tests.unit.cli.conftest import Ran

Nmo = Callable[..., Ran]
AT = datetime(2026, 11, 27, 9, 5, tzinfo=UTC)
SOLVED = Decision(DecisionKind.TICKET, "1042", "solved", AT)
ACCEPTED = Decision(DecisionKind.DOCUMENT, "Терапия", "", AT)


class StubDecisions:
    """Decisions that the next look finds."""

    def __init__(self) -> None:
        self.fresh: tuple[Decision, ...] = ()
        self.found: tuple[Decision, ...] = ()
        self.unreachable = False

    def look(self, _cancel: Cancellation) -> tuple[Decision, ...]:
        if self.unreachable:
            raise PortalUnreachableError
        fresh, self.fresh = self.fresh, ()
        self.found = (*fresh, *self.found)
        return fresh

    def known(self) -> tuple[Decision, ...]:
        return self.found


@pytest.fixture
def decisions(services: SimpleNamespace) -> StubDecisions:
    services.decisions = StubDecisions()
    return services.decisions  # type: ignore[no-any-return]  # made one line above


def test_what_was_decided_is_listed_and_what_is_new_is_marked(
    nmo: Nmo, decisions: StubDecisions
) -> None:
    decisions.found, decisions.fresh = (SOLVED,), (ACCEPTED,)
    listed = nmo("--json", "decisions").document["decisions"]
    assert [(each["kind"], each["state"], each["new"]) for each in listed] == [
        ("document", "accepted", True),
        ("ticket", "solved", False),
    ]
    assert listed[0]["found_at"].startswith("2026-11-27T09:05")
    assert all(each["message"] for each in listed)


def test_without_a_network_what_is_kept_is_listed(nmo: Nmo, decisions: StubDecisions) -> None:
    decisions.unreachable, decisions.found = True, (SOLVED,)
    assert nmo("decisions").exit_code == ExitCode.PORTAL
    ran = nmo("decisions", "--show")
    assert ran.exit_code == ExitCode.DONE
    assert "1042" in ran.out


def test_nothing_decided_is_said(nmo: Nmo, decisions: StubDecisions) -> None:
    assert "Решений пока нет" in nmo("decisions").out

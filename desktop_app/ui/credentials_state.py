"""What the page of credentials shows: decided from what is known, without any widget."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from desktop_app.core.credentials import CheckOutcome, CheckVerdict
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.portal import PortalError


class Situation(StrEnum):
    """What fills the page."""

    LOADING = "loading"
    """Nothing to show yet, the portal was asked."""
    SIGNED_OUT = "signed-out"
    """Nobody is signed in and nothing is kept on this computer."""
    FAILED = "failed"
    """The portal could not give the table and nothing is kept on this computer."""
    EMPTY = "empty"
    """The portal has no credentials for this person."""
    TABLE = "table"
    """There is something to show."""


class Notice(StrEnum):
    """What a strip above the table says about its freshness."""

    NONE = ""
    OFFLINE = "offline"
    """The portal was not reached: this is what was kept, with its age."""
    REFUSED = "refused"
    """The portal was reached and did not give the table: this is what was kept."""
    SIGNED_OUT = "signed-out"
    """Nobody is signed in: this is what was kept."""


@dataclass(frozen=True, slots=True)
class PageState:
    """Everything that decides what the page shows beside the rows themselves."""

    signed_in: bool = True
    staff: bool = False
    """The person may see the credentials of the organisation's people."""
    refreshing: bool = False
    read: bool = False
    """True once the cache was read."""
    total: int = 0
    """Number of credentials known."""
    renewal: int = 0
    """How many of them need renewal."""
    promised: int = 0
    """Rows of the whole list, while only its first ones are shown; 0 when all are."""
    as_of: datetime | None = None
    """When the portal last answered."""
    error: NmoError | None = None
    """What stopped the last refresh."""

    @property
    def situation(self) -> Situation:
        """What fills the page."""
        if self.total:
            return Situation.TABLE
        if not self.read or self.refreshing:
            return Situation.LOADING
        if not self.signed_in:
            return Situation.SIGNED_OUT
        return Situation.FAILED if self.error else Situation.EMPTY

    @property
    def notice(self) -> Notice:
        """What the strip above the table says."""
        if not self.total or not self.read:
            return Notice.NONE
        if not self.signed_in:
            return Notice.SIGNED_OUT
        if self.error is None:
            return Notice.NONE
        return Notice.OFFLINE if isinstance(self.error, PortalError) else Notice.REFUSED


@dataclass(frozen=True, slots=True)
class CheckSummary:
    """What one «Проверить» of several came to."""

    asked: int
    verdicts: Counter[CheckVerdict] = field(default_factory=Counter)
    failed: int = 0
    error_code: str = ""
    """Code of the first failure."""

    @property
    def finished(self) -> int:
        """How many got a verdict."""
        return sum(self.verdicts.values())

    @property
    def stopped(self) -> int:
        """How many were not reached because the person cancelled."""
        return self.asked - self.finished - self.failed


def summarise(asked: int, outcomes: Iterable[CheckOutcome]) -> CheckSummary:
    """Count verdicts and failures."""
    outcomes = tuple(outcomes)
    failures = [outcome.error_code for outcome in outcomes if outcome.check is None]
    return CheckSummary(
        asked=asked,
        verdicts=Counter(outcome.check.verdict for outcome in outcomes if outcome.check),
        failed=len(failures),
        error_code=failures[0] if failures else "",
    )

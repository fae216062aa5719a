"""Three-valued verdicts and the reasons behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    """Good, bad, or cannot tell; the third is never shown as either of the others."""

    GOOD = "good"
    BAD = "bad"
    UNKNOWN = "unknown"

    @staticmethod
    def worst(verdicts: Iterable[Verdict]) -> Verdict:
        """Return BAD if any is bad, else UNKNOWN if any is unknown, else GOOD."""
        seen = set(verdicts)
        for candidate in (Verdict.BAD, Verdict.UNKNOWN):
            if candidate in seen:
                return candidate
        return Verdict.GOOD


@dataclass(frozen=True, slots=True)
class Reason:
    """One cause of a verdict: a permanent code and its data; the catalogue has the words."""

    code: str
    """For example ``certificate.expired`` or ``path.root-missing``."""
    data: dict[str, object] = field(default_factory=dict)
    """Plain values for the message: names, dates as ISO 8601 text, numbers."""
    certificate: str = ""
    """Identifier of the certificate that it speaks of, where it speaks of one."""
    verdict: Verdict = Verdict.BAD
    """What this reason alone makes of the whole."""

"""The first cause: what has to be mended before anything else is worth a look."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.core.diagnostics import CheckResult, CheckStatus, FirstCause

_STANDS_IN_THE_WAY = (CheckStatus.FAIL, CheckStatus.TIMEOUT, CheckStatus.ERROR)


def first_cause(results: Sequence[CheckResult]) -> FirstCause | None:
    """Return the first obstacle among results that are ordered from cause to effect.

    A proven fault goes before a check that could not be made, wherever that one stands.
    What depends on a failed check was skipped, so whatever failed has no failed cause.
    """
    for status in _STANDS_IN_THE_WAY:
        for result in results:
            if result.status is status and result.worst is not None:
                return FirstCause(result.id, result.worst)
    return None

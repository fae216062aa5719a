"""Does a signature come out of this computer that others will accept?"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.core.diagnostics import Finding, Need
from desktop_app.services.diagnostics.check import Check, skip
from desktop_app.services.diagnostics.surroundings import Surroundings

TRIAL = "CRT-30"
NOT_ASKED = "trial.not-asked"
MADE = "trial.made"
NOT_VALID = "trial.not-valid"


def _asked_for_apart(_surroundings: Surroundings) -> Iterator[Finding]:
    """A signature costs a PIN: only a person starts it (``services.trial_signature``)."""
    yield skip(NOT_ASKED)


CHECKS = (
    Check(TRIAL, _asked_for_apart, (NOT_ASKED, MADE, NOT_VALID), needs=(Need.TOKEN, Need.PIN)),
)

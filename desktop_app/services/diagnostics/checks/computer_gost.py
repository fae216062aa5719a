"""Can ГОСТ be computed on this computer: digests, signatures, certificates?"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.core.diagnostics import Finding, Who
from desktop_app.services.diagnostics.check import Check, fail, warn
from desktop_app.services.diagnostics.facts.certificates import OwnCertificates
from desktop_app.services.diagnostics.facts.computer import Gost
from desktop_app.services.diagnostics.obstacles import works
from desktop_app.services.diagnostics.surroundings import Surroundings, known_or

_GOST_ARC = "1.2.643."
"""Russian standards: parameter sets of ГОСТ keys lie below it."""


def _computed(surroundings: Surroundings) -> Iterator[Finding]:
    """It stands in the way of a person whose only keys are of ГОСТ."""
    problem = surroundings.of(Gost).problem
    if problem:
        certificates = known_or(surroundings, OwnCertificates, OwnCertificates()).certificates
        working = [each for each in certificates if works(each)]
        needed = working and all(each.parameters.startswith(_GOST_ARC) for each in working)
        tell = fail if needed else warn
        yield tell("gost.library-missing", Who.IT, detail=problem)


CHECKS = (Check("SYS-16", _computed, ("gost.library-missing",)),)

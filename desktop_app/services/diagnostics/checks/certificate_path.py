"""Does the path of the certificate lead to a trusted root?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from desktop_app.core.diagnostics import Finding, Need, Who
from desktop_app.core.verdicts import Reason, Verdict
from desktop_app.services.diagnostics.check import Check, note
from desktop_app.services.diagnostics.facts.certificates import PathFacts, Paths
from desktop_app.services.diagnostics.missing_links import GAPS, UNTRUSTED
from desktop_app.services.diagnostics.obstacles import caution, obstacle
from desktop_app.services.diagnostics.surroundings import Surroundings

_BETWEEN_MISSING, _ROOT_MISSING = "path.intermediate-missing", "path.root-missing"
_FORGED = ("path.broken-signature", "path.not-a-ca", "path.weak-algorithm", "path.rule-broken")
_BREAKS = (*GAPS, UNTRUSTED, *_FORGED, "path.not-built")
_UNDECIDED = ("path.timeout", "path.undecided")
_UNSUPPORTED = "path.algorithm-unsupported"
_OBSOLETE, _NO_LIBRARY = "path.obsolete-algorithm", "path.gost-not-computed"
_NOT_COMPUTED = {_UNSUPPORTED: Who.USER, _OBSOLETE: Who.CA, _NO_LIBRARY: Who.IT}
_INSTALL = "trust.install-own"


def _built(surroundings: Surroundings) -> Iterator[Finding]:
    """A break weighs only where no other usable certificate has a path that holds."""
    paths = surroundings.of(Paths).paths
    some = any(each.usable and each.verdict is not Verdict.BAD for each in paths)
    for path in paths:
        weighs = path.usable and not some
        for reason in path.details:
            if reason.code in _BREAKS:
                yield _break(path, reason, weighs=weighs)
            elif reason.code == "certificate.expired" and reason.certificate != path.certificate.id:
                evidence = {**_about(path), **reason.data}
                yield obstacle(unless=not weighs)("path.issuer-expired", Who.CA, **evidence)
        yield from _cannot_tell(path, weighs=weighs or path.verdict is Verdict.UNKNOWN)


def _break(path: PathFacts, reason: Reason, *, weighs: bool) -> Finding:
    """Say what is missing, and offer to take it from where it is if it stands in the way."""
    evidence = {**_about(path), **reason.data}
    link, fix, who = path.missing, None, Who.CA if reason.code in _FORGED else Who.IT
    if link is not None and reason.code in (*GAPS, UNTRUSTED):
        evidence |= {
            "issuer": link.name,
            "key_id": link.key_id,
            "serial": link.serial,
            "sha256": link.sha256 or evidence.get("sha256", ""),
            "aia": list(link.aia),
            "found_in": list(link.sources),
            "step": link.step,
            "of_steps": link.of_steps,
            "pinned": link.pinned,
            "child": link.child,
        }
        fix, who = (_INSTALL, Who.USER) if link.sources and weighs else (None, Who.IT)
    pinned_root = link is not None and link.is_root and reason.code == _BETWEEN_MISSING
    cause = _ROOT_MISSING if pinned_root else reason.code
    return obstacle(unless=not weighs)(cause, who, fix, **evidence)


def _cannot_tell(path: PathFacts, *, weighs: bool) -> Iterator[Finding]:
    """A break hides which signatures were not computed; of each kind one is told.

    The missing library is a finding of its own.
    """
    told = {code for code in _NOT_COMPUTED if any(each in _BREAKS for each in path.reasons)}
    for reason in path.details:
        evidence = {**_about(path), **reason.data}
        if reason.code in _NOT_COMPUTED and reason.code not in told:
            told.add(reason.code)
            say = caution(unless=not weighs) if reason.code == _OBSOLETE else note
            yield say(reason.code, _NOT_COMPUTED[reason.code], **evidence)
        elif reason.code in _UNDECIDED:
            yield caution(unless=not weighs)(reason.code, **evidence)


def _about(path: PathFacts) -> dict[str, Any]:
    return {
        "certificate": path.certificate.id,
        "subject": path.certificate.subject,
        "issuers": [each.subject for each in path.path[1:]],
    }


CHECKS = (
    Check(
        "CRT-20",
        _built,
        (*_BREAKS, "path.issuer-expired", *_UNDECIDED, *_NOT_COMPUTED),
        depends_on=("CRT-01", "CRT-02", "CRT-04", "CRT-06"),
        needs=(Need.NET,),
        explains=("worker.failed",),
    ),
)

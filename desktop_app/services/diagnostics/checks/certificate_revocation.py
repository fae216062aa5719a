"""Was the certificate revoked, and can that be known here?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from desktop_app.core.diagnostics import Finding, Need, Who
from desktop_app.core.verdicts import Verdict
from desktop_app.services.diagnostics.check import Check
from desktop_app.services.diagnostics.facts.certificates import PathFacts, Paths
from desktop_app.services.diagnostics.obstacles import caution, obstacle
from desktop_app.services.diagnostics.surroundings import Surroundings

_REVOKED = "certificate.revoked"
_STALE, _UNKNOWN = "path.revocation-stale", "path.revocation-unknown"
_SILENT, _OFFLINE = "revocation.unreachable", "revocation.offline"


def _revoked(surroundings: Surroundings) -> Iterator[Finding]:
    """Tell of a person's own certificate and of those above it."""
    paths = surroundings.of(Paths).paths
    some = any(each.usable and each.verdict is not Verdict.BAD for each in paths)
    for path in paths:
        for reason in (each for each in path.details if each.code == _REVOKED):
            say = obstacle(unless=some or not path.usable)
            yield say(_REVOKED, Who.CA, **{**_about(path), **reason.data})


def _known(surroundings: Surroundings) -> Iterator[Finding]:
    """Silence is never «not revoked»; beside a path that was checked whole it is a note."""
    found = surroundings.of(Paths)
    some = any(each.usable and each.verdict is Verdict.GOOD for each in found.paths)
    for path in (each for each in found.paths if each.usable):
        say = caution(unless=some)
        stale = path.stale_since.isoformat() if path.stale_since else None
        evidence = {**_about(path), "stale_since": stale}
        if _STALE in path.reasons:
            yield say(_STALE, Who.CA, **evidence)
        elif _UNKNOWN in path.reasons:
            cause = _OFFLINE if found.offline else _SILENT if path.unreachable else _UNKNOWN
            yield say(cause, Who.IT, **evidence)


def _about(path: PathFacts) -> dict[str, Any]:
    hosts = (urlsplit(url).hostname or "" for url in path.unreachable)
    return {
        "certificate": path.certificate.id,
        "subject": path.certificate.subject,
        "unreachable": list(path.unreachable),
        "hosts": list(dict.fromkeys(hosts)),
    }


_DEPENDS = ("CRT-01", "CRT-02", "CRT-04", "CRT-06")
CHECKS = (
    Check("CRT-27", _revoked, (_REVOKED,), _DEPENDS, needs=(Need.NET,)),
    Check("CRT-28", _known, (_STALE, _UNKNOWN, _SILENT, _OFFLINE), _DEPENDS, needs=(Need.NET,)),
)

"""The training authority's own certificates, by the names of their files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

ROOT: Final = "root"
ISSUING: Final = "issuing"
FOREIGN: Final = "foreign"
"""A second root that nobody trusts."""
OCSP: Final = "ocsp"
TIME_STAMPS: Final = "time-stamps"
"""Signs time stamps, below the issuing authority of RSA and EC."""
TLS: Final = "tls"
SERVERS_FOREIGN: Final = "servers-foreign"
"""Issues for servers below the foreign root."""
TLS_FOREIGN: Final = "tls-foreign"
"""A TLS certificate below the foreign root, for the scenario ``root-missing``."""
GOST_ROOT: Final = "gost-root"
GOST_ISSUING: Final = "gost-issuing"
GOST_FOREIGN: Final = "gost-foreign"
"""A root of ГОСТ that nobody trusts."""
GOST_OCSP: Final = "gost-ocsp"
ROOT_NAMES: Final = {
    ROOT: "Учебный головной УЦ",
    FOREIGN: "Чужой учебный УЦ",
    GOST_ROOT: "Учебный головной УЦ ГОСТ",
    GOST_FOREIGN: "Чужой учебный УЦ ГОСТ",
}
"""Common names of the roots."""


@dataclass(frozen=True, slots=True)
class Line:
    """A root with what stands below it; all of it signs with keys of one family."""

    root: str
    issuing: str
    responder: str
    """Answers OCSP for the issuing authority; a root answers for itself."""
    foreign: str


PLAIN: Final = Line(ROOT, ISSUING, OCSP, FOREIGN)
"""RSA and ECDSA."""
GOST: Final = Line(GOST_ROOT, GOST_ISSUING, GOST_OCSP, GOST_FOREIGN)
LINES: Final = (PLAIN, GOST)
ISSUERS: Final = tuple(name for each in LINES for name in (each.root, each.issuing, each.foreign))
"""Everybody who issues certificates and revokes them."""
RESPONDERS: Final = {
    issuer: responder
    for each in LINES
    for issuer, responder in ((each.root, each.root), (each.issuing, each.responder))
}
"""Issuer to who answers OCSP for it; the foreign roots have nobody."""

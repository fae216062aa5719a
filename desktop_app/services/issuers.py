"""Which certificates go along with a signature, so that its reader finds the path."""

from __future__ import annotations

from collections.abc import Iterable

from desktop_app.core.errors.inputs import NotCertificateError
from desktop_app.signing.certificates import RawCertificate, cut_certificate

_LONGEST = 6


def issuers_of(certificate_der: bytes, candidates: Iterable[bytes]) -> tuple[bytes, ...]:
    """Return the intermediate certificates above a certificate, nearest first, by name.

    Self-issued ones (roots) are left out: a reader must have the anchors already. All of one
    name are taken, since a name may stand for several keys.
    """
    known = [(der, raw) for der in candidates if (raw := _cut(der)) is not None]
    found: list[bytes] = []
    names = {cut_certificate(certificate_der).issuer}
    for _ in range(_LONGEST):
        above = [
            (der, raw)
            for der, raw in known
            if raw.subject in names and raw.issuer != raw.subject and der not in found
        ]
        if not above:
            break
        found.extend(der for der, _ in above)
        names = {raw.issuer for _, raw in above}
    return tuple(found[:_LONGEST])


def _cut(der: bytes) -> RawCertificate | None:
    try:
        return cut_certificate(der)
    except NotCertificateError:
        return None

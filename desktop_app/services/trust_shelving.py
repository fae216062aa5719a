"""Which shelf a certificate belongs to, and how it is described to the person who decides."""

from __future__ import annotations

from desktop_app.services.pins_of_trust import SERVERS, Pins
from desktop_app.services.trust_store import Shelf
from desktop_app.signing.authority_marks import AuthorityMarks
from desktop_app.signing.certificates import read_certificate


def shelf_of(marks: AuthorityMarks, pins: Pins, purpose: str = "") -> Shelf:
    """Return the shelf: by the role of the certificate, its pin, and what it is wanted for."""
    if not marks.self_issued:
        return Shelf.INTERMEDIATES
    pin = pins.of(marks.sha256)
    meant = pin.purpose if pin is not None else purpose
    return Shelf.TLS if meant == SERVERS else Shelf.ANCHORS


def described(marks: AuthorityMarks) -> dict[str, object]:
    """Return the plain values by which people compare a certificate."""
    certificate = read_certificate(marks.der)
    return {
        "authority": marks.subject,
        "issued_by": marks.issuer,
        "serial": marks.serial.upper(),
        "sha256": marks.sha256,
        "fingerprint": spaced(marks.sha256),
        "not_after": certificate.not_after.isoformat(),
    }


def spaced(fingerprint: str) -> str:
    """Return a fingerprint in upper case, two digits at a time, as authorities print it."""
    pairs = (fingerprint[place : place + 2] for place in range(0, len(fingerprint), 2))
    return ":".join(pairs).upper()

"""What the program shows and decides about one X.509 certificate."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from desktop_app.core.verdicts import Reason


@dataclass(frozen=True, slots=True)
class Certificate:
    """An X.509 certificate with the fields that people choose by.

    ``id`` is the SHA-256 of the DER in lower-case hexadecimal.
    """

    id: str
    der: bytes = field(repr=False)
    subject: str
    """The person's full name (SN and GN) where present, else CN."""
    organisation: str
    """O of the subject, or an empty string."""
    snils: str
    """Eleven digits (1.2.643.100.3), or an empty string."""
    issuer: str
    """CN of the issuer, else its O."""
    serial_number: str
    """Lower-case hexadecimal."""
    not_before: datetime
    not_after: datetime
    key_not_after: datetime | None
    """End of privateKeyUsagePeriod (2.5.29.16), where present."""
    algorithm: str
    """Display name of the public key's algorithm, for example ``RSA 2048``."""
    key_usage: frozenset[str]
    """asn1crypto names such as ``digital_signature``; empty when the extension is absent."""
    extended_key_usage: frozenset[str]
    """Dotted object identifiers; empty when the extension is absent."""


@dataclass(frozen=True, slots=True)
class Fitness:
    """Whether a certificate can sign documents and sign in, with every reason why not."""

    can_sign: bool
    can_sign_in: bool
    reasons: tuple[Reason, ...] = ()


UNJUDGED = Fitness(can_sign=False, can_sign_in=False)
"""Before anybody looked: nothing is promised."""

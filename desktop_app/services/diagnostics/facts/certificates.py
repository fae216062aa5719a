"""The certificates on the tokens: fitness, path, revocation, owner, authority."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop_app.core.certificates import Certificate
from desktop_app.core.tokens import TokenCertificate
from desktop_app.core.verdicts import Reason, Verdict


@dataclass(frozen=True, slots=True)
class FoundOn:
    """Where a certificate lies."""

    serial: str
    label: str


@dataclass(frozen=True, slots=True)
class OwnCertificate:
    """One certificate on a token with what was found out about it."""

    found: TokenCertificate
    """With its fitness; the reasons are those of ``signing.fitness``."""
    token: FoundOn
    qualified_problems: tuple[str, ...] = ()
    """Marks of Order 795 that it lacks, by name; empty for a qualified certificate."""
    snils_problem: str = ""
    """``absent`` or ``malformed``; empty when it is in order."""
    organisation_only: bool = False
    """It names an organisation (ОГРН) and no person."""
    parameters_known: bool = True
    encoding_problems: tuple[str, ...] = ()
    """Words of ``signing.personal_marks.encoding_problems``."""
    inn: str = ""
    weakness: str = ""
    """``gost-2001``, ``rsa-short`` or ``sha1``; empty for what is still accepted."""
    parameters: str = ""
    """Dotted identifier of the key's parameter set, where it has one."""


@dataclass(frozen=True, slots=True)
class OwnCertificates:
    """Every certificate on every token; nothing here asks the network."""

    certificates: tuple[OwnCertificate, ...] = ()
    """Those of people and organisations; authorities are apart."""
    keys_without_certificate: int = 0
    tokens: int = 0
    """How many tokens were looked at."""
    authorities: tuple[bytes, ...] = ()
    """DER of the certificates of authorities that lie on tokens."""

    @property
    def usable(self) -> bool:
        """Whether one of them can sign in: then trouble with others is no obstacle."""
        return any(each.found.fitness.can_sign_in for each in self.certificates)


@dataclass(frozen=True, slots=True)
class MissingLink:
    """The certificate at which a path breaks."""

    name: str
    """CN of the wanted issuer, or of the certificate that is not trusted."""
    key_id: str = ""
    """authorityKeyIdentifier of the last certificate found, hexadecimal."""
    serial: str = ""
    sha256: str = ""
    """Known when the certificate itself is at hand but not trusted."""
    is_root: bool = False
    step: int = 0
    """Number of the missing certificate, counted from the person's own as 1."""
    of_steps: int = 0
    sources: tuple[str, ...] = ()
    """Where it can come from: ``token``, ``bundled``, ``aia``, ``list``; best first."""
    aia: tuple[str, ...] = ()
    """Addresses that the certificate names for its issuer."""
    pinned: bool = False
    """Its fingerprint is among the program's pins, and confirmed."""
    child: str = ""
    """SHA-256 of the last certificate found, which names the missing one as its issuer."""


@dataclass(frozen=True, slots=True)
class PathFacts:
    """The path of one certificate."""

    certificate: Certificate
    verdict: Verdict
    reasons: tuple[str, ...] = ()
    """Codes of the reasons, ``path.*`` and ``certificate.*``."""
    path: tuple[Certificate, ...] = ()
    missing: MissingLink | None = None
    revoked_at: datetime | None = None
    revocation_reason: str = ""
    stale_since: datetime | None = None
    unreachable: tuple[str, ...] = ()
    """Addresses of CRL, OCSP or issuers that did not answer."""
    details: tuple[Reason, ...] = ()
    """The reasons with their data."""
    usable: bool = True
    """The certificate itself could serve, its path and its revocation aside."""


@dataclass(frozen=True, slots=True)
class Paths:
    """The paths of the certificates that are in force."""

    paths: tuple[PathFacts, ...] = ()
    offline: bool = False
    """Every address that was asked was silent, and there was at least one."""


@dataclass(frozen=True, slots=True)
class StoreCopy:
    """A certificate that the system's store keeps with a link to a key on some card."""

    sha256: str
    provider: str
    """Name of the cryptographic provider that has the key."""


@dataclass(frozen=True, slots=True)
class StoreCopies:
    """What Windows copied from tokens into the personal store, whether they are here or not."""

    copies: tuple[StoreCopy, ...] = ()

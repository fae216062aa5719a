"""What was found of signatures, as it is handed on: the form of JSON, page and paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from desktop_app.core.verdicts import Verdict


@dataclass(frozen=True)
class ReasonForm:
    """One cause of a verdict."""

    code: str
    certificate: str
    """Identifier of the certificate that it speaks of, or an empty string."""
    verdict: Verdict
    """What this cause alone makes of the whole; ``good`` for a remark."""
    message: str
    remedy: str
    data: dict[str, Any]


@dataclass(frozen=True)
class CertificateForm:
    """One certificate of a path."""

    id: str
    """SHA-256 of the DER."""
    subject: str
    organisation: str
    snils: str
    issuer: str
    serial_number: str
    not_before: str
    not_after: str
    key_not_after: str | None
    algorithm: str


@dataclass(frozen=True)
class StampForm:
    """One time stamp."""

    verdict: Verdict
    time: str | None
    """As the stamp states; null when it cannot be read."""
    not_later_than: str | None
    """``time`` with the accuracy that the service promises."""
    service: str
    digest: str
    reasons: list[ReasonForm]
    path: list[CertificateForm]


@dataclass(frozen=True)
class StatementForm:
    """The answer to one question that people have."""

    question: Literal["content", "time", "path", "revocation", "unknown"]
    verdict: Verdict
    text: str


@dataclass(frozen=True)
class PlaceForm:
    """Where in a PDF a signature stands."""

    field: str
    subfilter: str
    covers_file: bool
    changes_later: str
    reason: str
    location: str


@dataclass(frozen=True)
class SignatureForm:
    """One signature; the first thirteen keys are those of ``nmo --json verify``."""

    kind: Literal["signature", "time-stamp"]
    """``time-stamp`` for one on a whole PDF, which is nobody's signature."""
    verdict: Verdict
    subject: str
    snils: str
    signing_time: str | None
    """As the signer claims."""
    timestamp: str | None
    """Time of the best stamp."""
    not_later_than: str | None
    """It existed then at the latest: attested by a trusted stamp."""
    level: str
    """``BES``, ``T``, ``LT`` or ``CMS``."""
    algorithm: str
    certificate: str | None
    """Identifier of the signer's certificate; null when it is not carried."""
    reasons: list[ReasonForm]
    path: list[CertificateForm]
    stamps: list[StampForm]
    statements: list[StatementForm]
    place: PlaceForm | None


@dataclass(frozen=True)
class ErrorForm:
    """Why a file could not be verified."""

    code: str
    message: str
    remedy: str
    data: dict[str, Any]


@dataclass(frozen=True)
class FileForm:
    """One file; without ``error`` it was verified."""

    file: str
    format: str
    """``CAdES`` or ``PAdES``; empty for a file that could not be verified."""
    document: str | None
    """The signed file; null when the signature carries it."""
    verdict: Verdict
    checked_at: str | None
    signatures: list[SignatureForm]
    error: ErrorForm | None


@dataclass(frozen=True)
class VerificationForm:
    """Everything about one run."""

    program: str
    language: str
    offline: bool
    at: str | None
    """The moment as of which was judged; null for now."""
    verdict: Verdict
    sentence: str
    files: list[FileForm]

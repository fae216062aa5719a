"""What signing and verifying files takes and gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop_app.core.errors import NmoError


@dataclass(frozen=True, slots=True)
class SignedFile:
    """A file with its new signature."""

    file: Path
    signature: Path
    digest: str
    """Digest of the file in lower-case hexadecimal."""
    algorithm: str
    """Name of the signature algorithm, for example ``RSA-SHA256``."""


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A file that got no signature, and why."""

    file: Path
    error: NmoError


@dataclass(frozen=True, slots=True)
class SigningReport:
    """What became of each file, in the order given."""

    signed: tuple[SignedFile, ...]
    failed: tuple[FailedFile, ...]


@dataclass(frozen=True, slots=True)
class TrustOptions:
    """Whom to trust, and at which moment; folders and files hold PEM or DER."""

    anchors: Path | None = None
    """Folder or file of trust anchors; None means the program's own."""
    intermediates: Path | None = None
    crls: Path | None = None
    at: datetime | None = None
    """Judge as of this moment; None means now."""
    offline: bool = False
    """True: fetch nothing."""
    stamp_anchors: Path | None = None
    """Folder or file of anchors for time-stamp services alone."""

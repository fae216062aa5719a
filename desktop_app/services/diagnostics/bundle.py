"""The support bundle: what leaves this computer, shown before it does."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Redaction:
    """One thing that was taken out."""

    kind: str
    """``name``, ``snils``, ``inn``, ``passport``, ``phone``, ``email``, ``token``, ``host``, ..."""
    before: str = field(repr=False)
    """What stood there; kept in memory for the preview only."""
    after: str
    """What stands there now."""


@dataclass(frozen=True, slots=True)
class BundleEntry:
    """One file of the bundle."""

    name: str
    content: bytes = field(repr=False)
    """After redaction."""
    redactions: tuple[Redaction, ...] = ()


@dataclass(frozen=True, slots=True)
class SupportBundle:
    """All files of the bundle."""

    entries: tuple[BundleEntry, ...]

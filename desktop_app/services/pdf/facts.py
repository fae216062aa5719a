"""What the worker sees in a PDF; judging is left to others."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Opens(StrEnum):
    """How a file opens."""

    WELL = "well"
    MENDED = "mended"
    """Its cross-reference table was rebuilt, or something else put right, to read it."""
    WITH_PASSWORD = "with-password"  # noqa: S105 - a state of a file
    NOT = "not"


class Active(StrEnum):
    """Content of a PDF that acts, or that can change what is seen."""

    JAVASCRIPT = "javascript"
    LAUNCH = "launch"
    """Starts a program."""
    REMOTE = "remote"
    """Sends the form, or opens another file."""
    MULTIMEDIA = "multimedia"
    ATTACHMENTS = "attachments"
    FORM = "form"
    XFA = "xfa"
    LAYERS = "layers"
    HIDDEN_LAYERS = "hidden-layers"
    """Layers of which some are not shown."""


@dataclass(frozen=True, slots=True)
class ExistingSignature:
    """A signature field with a signature in it."""

    field: str
    signer: str
    """As the signature's dictionary names the person; may be empty, proves nothing."""
    covers_whole_file: bool
    """False when something was added after it."""


@dataclass(frozen=True, slots=True)
class PageLook:
    """How one page looks."""

    number: int
    """From 1."""
    ink: float
    """Share of the page that differs from its paper, 0 to 1."""
    darkness: float
    """Share of the page that is nearly black."""
    is_scan: bool
    """True for a page that is a picture without text."""
    dots_per_inch: int
    """Of the scan; 0 for a page that is none."""
    turn: int
    """Degrees clockwise that would set its text upright: 0, 90, 180 or 270."""
    is_sideways: bool
    """True for a scan whose lines run from top to bottom; which way round cannot be seen."""


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """One file as the worker saw it."""

    sha256: str
    size: int
    opens: Opens
    header_at: int = 0
    """Where ``%PDF-`` stands; -1 for nowhere in the first kilobyte."""
    is_restricted: bool = False
    """Opens without a password, but its maker restricted what may be done with it."""
    pages: int = 0
    active: tuple[Active, ...] = ()
    signatures: tuple[ExistingSignature, ...] = ()
    looks: tuple[PageLook, ...] = ()
    """Of the first pages."""
    detail: str = ""
    """Where reading stopped, for a file that does not open."""

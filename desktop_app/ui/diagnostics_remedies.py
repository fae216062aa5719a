"""What the program itself can do about a finding; decisions without any widget."""

from __future__ import annotations

from enum import StrEnum

from desktop_app.core.diagnostics import CheckStatus, Finding

_IN_ORDER = (CheckStatus.OK, CheckStatus.SKIP)
_CHANGE_PIN = ("pin.must-change", "pin.default")
_UNBLOCK_PIN = ("pin.locked", "pin.locked-untold", "pin.not-set")
_SIGN_IN = ("session.expired", "session.none")
_FROM_FILE = (
    "path.intermediate-missing",
    "path.root-missing",
    "path.root-not-trusted",
    "path.same-name-other-key",
)
_SERVER_FROM_FILE = "tls.root-missing"


class Remedy(StrEnum):
    """What a button beside a finding does."""

    FIX = "fix"
    """Shows exactly what the program would change, then changes it."""
    CHANGE_PIN = "change-pin"
    UNBLOCK_PIN = "unblock-pin"
    SIGN_IN = "sign-in"
    FROM_FILE = "from-file"
    """The missing certificate is not at hand, but somebody may have its file."""
    NONE = "none"
    """The person does something outside of the program, then checks again."""


def remedy_of(finding: Finding) -> Remedy:
    """Return what the program can do about a finding."""
    if finding.fix:
        return Remedy.FIX
    if finding.status in _IN_ORDER:
        return Remedy.NONE
    if finding.cause in _CHANGE_PIN:
        return Remedy.CHANGE_PIN
    if finding.cause in _UNBLOCK_PIN:
        return Remedy.UNBLOCK_PIN
    if finding.cause in _FROM_FILE or _takes_file(finding):
        return Remedy.FROM_FILE
    return Remedy.SIGN_IN if finding.cause in _SIGN_IN else Remedy.NONE


def _takes_file(finding: Finding) -> bool:
    """A root for the portal counts only where the settings do not name the only ones."""
    return finding.cause == _SERVER_FROM_FILE and bool(finding.evidence.get("purpose"))

"""Errors of the network, the portal and the session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from desktop_app.core.errors.base import NmoError


@dataclass(eq=False)
class PortalError(NmoError):
    """Portal or network failed (exit code 6 of the command)."""


@dataclass(eq=False)
class PortalNotConfiguredError(PortalError):
    """No portal address is set."""

    code: ClassVar[str] = "portal.not-configured"


@dataclass(eq=False)
class PortalUnreachableError(PortalError):
    """No connection to the portal could be made."""

    code: ClassVar[str] = "portal.unreachable"
    host: str = ""
    """Host and port that were tried."""


@dataclass(eq=False)
class PortalSlowError(PortalError):
    """The portal did not answer within the time limit."""

    code: ClassVar[str] = "portal.slow"
    host: str = ""
    """Host and port."""
    seconds: float = 0.0
    """The time limit."""


@dataclass(eq=False)
class PortalTlsError(PortalError):
    """The portal's TLS certificate was not accepted; nothing was sent."""

    code: ClassVar[str] = "portal.tls"
    host: str = ""
    """Host and port."""
    verify_code: int = 0
    """OpenSSL's X509_V_ERR number; 20 covers several causes."""


@dataclass(eq=False)
class AccreditedListUnreachableError(PortalError):
    """The list of accredited authorities could not be fetched; the one kept stays."""

    code: ClassVar[str] = "accreditation.unreachable"
    host: str = ""
    """Host of the address; empty when none is set."""
    detail: str = ""
    """For example ``tls``, ``slow``, ``status`` or ``address``."""


@dataclass(eq=False)
class PortalUnavailableError(PortalError):
    """The portal answered that it cannot serve now (5xx or 429)."""

    code: ClassVar[str] = "portal.unavailable"
    status: int = 0
    """HTTP status."""
    retry_after: int | None = None
    """Seconds that the portal asks to wait, where it says."""


@dataclass(eq=False)
class PortalAnswerError(PortalError):
    """The portal's answer does not follow the contract."""

    code: ClassVar[str] = "portal.bad-answer"
    status: int = 0
    """HTTP status."""
    detail: str = ""
    """What did not fit."""


@dataclass(eq=False)
class PortalRedirectError(PortalError):
    """The portal pointed to another origin; the program did not follow."""

    code: ClassVar[str] = "portal.redirect"
    target: str = ""
    """Origin that was pointed to."""


@dataclass(eq=False)
class ChallengeUnusableError(PortalError):
    """The portal's login challenge breaks the rules and was not signed."""

    code: ClassVar[str] = "login.challenge-unusable"
    detail: str = ""
    """The rule that it breaks."""


@dataclass(eq=False)
class ClockWrongError(PortalError):
    """The clock of this computer differs too much from the portal's; nothing was signed."""

    code: ClassVar[str] = "clock.wrong"
    seconds: int = 0
    """How far this computer's clock is ahead (positive) or behind (negative)."""


@dataclass(eq=False)
class LoginStaleError(PortalError):
    """The login statement waited too long for its signature; begin again."""

    code: ClassVar[str] = "login.stale"


@dataclass(eq=False)
class RefusedError(NmoError):
    """The portal understood and said no (exit code 7 of the command)."""


@dataclass(eq=False)
class NotSignedInError(RefusedError):
    """There is no session: sign in first."""

    code: ClassVar[str] = "session.none"


@dataclass(eq=False)
class SessionExpiredError(RefusedError):
    """The session ended and could not be renewed."""

    code: ClassVar[str] = "session.expired"


@dataclass(eq=False)
class LoginRefusedError(RefusedError):
    """The portal did not accept the signed login; it keeps the cause in its journal."""

    code: ClassVar[str] = "login.refused"


@dataclass(eq=False)
class LevelInsufficientError(RefusedError):
    """«Недостаточный уровень учетной записи»: the person is not confirmed."""

    code: ClassVar[str] = "account.level-insufficient"
    level: str = ""
    """The account's level as the portal names it."""


@dataclass(eq=False)
class RoleForbiddenError(RefusedError):
    """The account's role does not permit this."""

    code: ClassVar[str] = "account.role-forbidden"


@dataclass(eq=False)
class ConsentRefusedError(RefusedError):
    """The portal did not accept the signed consent."""

    code: ClassVar[str] = "consent.refused"
    detail: str = ""
    """The portal's stable code for the cause."""


@dataclass(eq=False)
class PortalRefusedError(RefusedError):
    """The portal refused the request for another reason."""

    code: ClassVar[str] = "portal.refused"
    status: int = 0
    """HTTP status."""
    detail: str = ""
    """The portal's stable code for the cause."""


@dataclass(eq=False)
class NotOnPortalError(RefusedError):
    """The portal does not have what was asked for."""

    code: ClassVar[str] = "portal.not-found"

"""The one table from what HTTP and the portal report to the program's errors."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import msgspec
import requests
import urllib3.exceptions

from desktop_app.core.errors import NmoError
from desktop_app.core.errors.confirmations import (
    ConfirmationClosedError,
    ConfirmationIncompleteError,
    ContactMissingError,
    PaperUnfitError,
)
from desktop_app.core.errors.outbox import DocumentConflictError, DocumentRefusedError
from desktop_app.core.errors.portal import (
    ConsentRefusedError,
    LevelInsufficientError,
    LoginRefusedError,
    NotOnPortalError,
    NotSignedInError,
    PortalAnswerError,
    PortalError,
    PortalRefusedError,
    PortalSlowError,
    PortalTlsError,
    PortalUnavailableError,
    PortalUnreachableError,
    RoleForbiddenError,
    SessionExpiredError,
)
from desktop_app.core.errors.registers import (
    CodeRefusedError,
    PassportChecksBlockedError,
    RegistrationRefusedError,
)
from desktop_app.services.portal.contract import PROBLEM_TYPE, Problem
from desktop_app.services.portal.problem_codes import ProblemCode
from desktop_app.signing.decoding import decode_json

_CONSENT_CODES = frozenset(
    {
        ProblemCode.CONSENT_VERSION_OLD,
        ProblemCode.CONSENT_SIGNATURE_INVALID,
        ProblemCode.CONSENT_SIGNER_OTHER,
        ProblemCode.CONSENT_DOCUMENT_OTHER,
        ProblemCode.CONSENT_NOT_GRANTED,
    }
)
_DOCUMENT_CODES = frozenset(
    {
        ProblemCode.DOCUMENT_SIGNATURE_INVALID,
        ProblemCode.DOCUMENT_SIGNER_OTHER,
        ProblemCode.DELIVERY_DIGEST_OTHER,
        ProblemCode.DOCUMENT_NOT_PDF,
        ProblemCode.CREDENTIAL_REVOKED,
    }
)
_CODE_CODES = frozenset(
    {
        ProblemCode.CODE_WRONG,
        ProblemCode.CODE_EXPIRED,
        ProblemCode.CODE_TOO_SOON,
        ProblemCode.CODE_TOO_MANY,
    }
)
_REGISTRATION_CODES = frozenset(
    {
        ProblemCode.REGISTRATION_OPEN,
        ProblemCode.REGISTRATION_MOVE,
        ProblemCode.REGISTRATION_SCANS,
        ProblemCode.REGISTRATION_NOT_ACTIVE,
        ProblemCode.SCAN_TYPE_OTHER,
    }
)
_PLAIN: dict[str, type[NmoError]] = {
    ProblemCode.SESSION_NONE: NotSignedInError,
    ProblemCode.SESSION_EXPIRED: SessionExpiredError,
    ProblemCode.LOGIN_REFUSED: LoginRefusedError,
    ProblemCode.ROLE_FORBIDDEN: RoleForbiddenError,
    ProblemCode.NOT_FOUND: NotOnPortalError,
    ProblemCode.DOCUMENT_NONE: NotOnPortalError,
    ProblemCode.DOCUMENT_VERSION_NEWER: DocumentConflictError,
    ProblemCode.CONTACT_NONE: ContactMissingError,
    ProblemCode.CONFIRMATION_CLOSED: ConfirmationClosedError,
    ProblemCode.PAPER_UNFIT: PaperUnfitError,
}
_BUSY = frozenset({429, 502, 503, 504})
_LONGEST_WAIT_SECONDS = 86_400


def connection_failure(
    error: requests.RequestException | urllib3.exceptions.HTTPError, host: str, seconds: float
) -> PortalError:
    """Return our error for a request that got no whole answer.

    ``host`` is ``host[:port]``, ``seconds`` the time limit that stood.
    """
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return PortalTlsError(host=host, verify_code=cause.verify_code)
        if isinstance(cause, requests.ReadTimeout | urllib3.exceptions.ReadTimeoutError):
            return PortalSlowError(host=host, seconds=seconds)
        if isinstance(cause, urllib3.exceptions.IncompleteRead):
            return PortalAnswerError(detail="cut-off")
        if isinstance(cause, urllib3.exceptions.DecodeError):
            return PortalAnswerError(detail="encoding")
        if isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError):
            return PortalUnreachableError(host=host)
    if any(isinstance(cause, ssl.SSLError) for cause in _causes(error)):
        return PortalTlsError(host=host)
    return PortalUnreachableError(host=host)


def refusal(status: int, content_type: str, body: bytes, retry_after: str | None) -> NmoError:
    """Return our error for an answer whose HTTP status is not the expected one."""
    problem = _problem(content_type, body)
    code = problem.code if problem else ""
    if code in _PLAIN:
        return _PLAIN[code]()
    if code in _CONSENT_CODES:
        return ConsentRefusedError(detail=code)
    if code in _DOCUMENT_CODES:
        return DocumentRefusedError(detail=code)
    if problem and code in _CODE_CODES:
        return CodeRefusedError(code, problem.tries_left, _seconds(retry_after))
    if code in _REGISTRATION_CODES:
        return RegistrationRefusedError(detail=code)
    if code == ProblemCode.IDENTITY_BLOCKED:
        return PassportChecksBlockedError(seconds=_seconds(retry_after))
    if problem and code == ProblemCode.CONFIRMATION_INCOMPLETE:
        return ConfirmationIncompleteError(step=problem.detail)
    if problem and code == ProblemCode.LEVEL_INSUFFICIENT:
        return LevelInsufficientError(level=problem.level)
    return _by_status(status, code, retry_after)


def _by_status(status: int, code: str, retry_after: str | None) -> NmoError:
    if status >= 500 or status in _BUSY:
        return PortalUnavailableError(status=status, retry_after=_seconds(retry_after))
    if status == 401:
        return SessionExpiredError()
    if 400 <= status < 500 and code:
        return PortalRefusedError(status=status, detail=code)
    return PortalAnswerError(status=status, detail="status")


def _problem(content_type: str, body: bytes) -> Problem | None:
    if content_type.partition(";")[0].strip().lower() != PROBLEM_TYPE:
        return None
    try:
        return decode_json(body, Problem)
    except (msgspec.MsgspecError, RecursionError):
        return None


def _seconds(retry_after: str | None) -> int | None:
    """Return the seconds form of ``Retry-After``; the date form is not read."""
    if retry_after is None or not retry_after.isascii() or not retry_after.isdigit():
        return None
    return min(int(retry_after[:9]), _LONGEST_WAIT_SECONDS)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Walk an exception's causes; requests and urllib3 hide them in ``args`` and ``reason``."""
    pending: list[BaseException] = [error]
    seen: set[int] = set()
    while pending:
        cause = pending.pop(0)
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        inner = (*cause.args, getattr(cause, "reason", None), cause.__cause__, cause.__context__)
        pending.extend(part for part in inner if isinstance(part, BaseException))

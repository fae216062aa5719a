"""Asks the portal whether it answers, who is signed in, and what stands open there."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from functools import partial

from desktop_app.core.accounts import AccountLevel
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.portal import (
    NotSignedInError,
    PortalError,
    PortalNotConfiguredError,
    PortalUnavailableError,
    RefusedError,
    SessionExpiredError,
)
from desktop_app.services.diagnostics.collecting import Access, Collector
from desktop_app.services.diagnostics.facts.portal import PortalFacts
from desktop_app.services.diagnostics.surroundings import Surroundings
from desktop_app.services.portal.client import Request
from desktop_app.services.portal.contract import ConsentMessage
from desktop_app.services.storage.audit_log import FAILED_WRITE, LOST_ANSWER

_LIMIT_SECONDS = 30.0
_RECENTLY = timedelta(hours=1)


def collectors(access: Access) -> tuple[Collector, ...]:
    """Return what asks the portal."""
    return (Collector(PortalFacts, partial(_portal, access), _LIMIT_SECONDS),)


def _portal(access: Access, surroundings: Surroundings) -> PortalFacts:
    since = surroundings.now - _RECENTLY
    recent = [entry.action for entry in access.audit.entries() if entry.at > since]
    return replace(
        _asked(access),
        lost_answers=recent.count(LOST_ANSWER),
        failed_writes=recent.count(FAILED_WRITE),
    )


def _asked(access: Access) -> PortalFacts:
    """Ask as a stranger first: only a portal that answers is asked about the session."""
    began = time.monotonic()
    try:
        access.session.client.send_once(Request("GET", "account"))
    except PortalNotConfiguredError:
        return PortalFacts(configured=False)
    except RefusedError:
        pass  # «You are not signed in» is a whole answer.
    except PortalError as error:
        return PortalFacts(error=error.code, retry_after_seconds=_retry_after(error))
    milliseconds = round((time.monotonic() - began) * 1000)
    return _with_account(access, PortalFacts(answer_ms=milliseconds))


def _with_account(access: Access, facts: PortalFacts) -> PortalFacts:
    try:
        account = access.login.account()
    except NotSignedInError:
        return facts
    except SessionExpiredError:
        return replace(facts, session="expired")
    except NmoError as error:
        return replace(facts, account_error=error.code)
    facts = replace(
        facts,
        session="valid",
        account_name=account.full_name,
        account_snils=account.snils,
        account_level=account.level.value,
        account_confirmed=account.level is AccountLevel.CONFIRMED,
        roles=tuple(role.value for role in account.roles),
    )
    return _with_consent(access, facts)


def _with_consent(access: Access, facts: PortalFacts) -> PortalFacts:
    try:
        answer = access.session.send(Request("GET", "consents/egisz"))
        message = answer.decode(ConsentMessage)
    except NmoError as error:
        return replace(facts, account_error=error.code)
    return replace(facts, consent=str(message.status))


def _retry_after(error: PortalError) -> int | None:
    return error.retry_after if isinstance(error, PortalUnavailableError) else None

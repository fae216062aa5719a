"""What every route of the training portal works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, BinaryIO, Protocol, cast

from fastapi import Depends, Request

from desktop_app.sandbox.configuration import PortalConfiguration
from desktop_app.sandbox.database import Store
from desktop_app.sandbox.portal.browser_logins import BrowserLogins
from desktop_app.sandbox.portal.mailbox import Mailbox
from desktop_app.sandbox.scenario import Scenario


@dataclass(frozen=True, slots=True)
class SignerFinding:
    """What became of checking one signature: no causes means that it holds."""

    causes: tuple[str, ...]
    """Codes of everything against it."""
    snils: str
    """Eleven digits from the signer's subject, or an empty string."""
    signer: str = ""
    """Full name from the signer's subject."""
    certificate_id: str = ""
    """SHA-256 of the signer's certificate, in hexadecimal."""


class SignatureChecker(Protocol):
    """Checks CMS signatures and the signer's path to the training root."""

    def check(
        self,
        signature: bytes,
        content_type: str,
        at: datetime,
        content: BinaryIO | None = None,
    ) -> SignerFinding:
        """Judge a CAdES with one signer, detached where content is given."""

    def check_document(
        self, signature: bytes, at: datetime, content: BinaryIO
    ) -> tuple[SignerFinding, ...]:
        """Judge every signer of a CAdES over a document that it does not carry."""

    def check_pdf(self, file: Path, at: datetime) -> tuple[SignerFinding, ...]:
        """Judge every signer inside a PDF, and whether they signed all of it."""

    def close(self) -> None:
        """End what the checker runs."""


@dataclass(slots=True)
class Portal:
    """One training portal."""

    configuration: PortalConfiguration
    store: Store
    checker: SignatureChecker
    clock: Callable[[], datetime]
    scenario: Scenario = Scenario.NORMAL
    mailbox: Mailbox = field(default_factory=Mailbox)
    """Short messages and letters that the portal has sent."""
    browser_logins: BrowserLogins = field(default_factory=BrowserLogins)

    def now(self) -> datetime:
        """Return the portal's time, in UTC and whole seconds."""
        ahead = timedelta(days=1 if self.scenario is Scenario.CLOCK_WRONG else 0)
        return self.clock().replace(microsecond=0) + ahead


def portal_of(request: Request) -> Portal:
    """Return the portal that serves this request."""
    return cast("Portal", request.app.state.portal)


PortalHere = Annotated[Portal, Depends(portal_of)]

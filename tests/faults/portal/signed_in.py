"""A person who is signed in at the scripted portal, and what the program keeps of it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop_app.core.accounts import AccountLevel, Role
from desktop_app.core.cancellation import Cancellation
from desktop_app.core.certificates import Certificate, Fitness
from desktop_app.core.cycles import Cycle
from desktop_app.core.pin import Pin
from desktop_app.services.document_signer import ID_DATA, DocumentSigner, OpenSigner
from desktop_app.services.portal.client import PortalClient
from desktop_app.services.portal.contract import AccountMessage, SessionMessage
from desktop_app.services.portal.session import PortalSession
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.credential_cache import CredentialCache
from desktop_app.services.storage.database import Database
from desktop_app.services.storage.home import Home
from desktop_app.services.storage.last_answers import LastAnswers
from desktop_app.services.storage.sealed import Sealer
from desktop_app.services.storage.sealed_store import (
    CREDENTIAL_CACHE,
    LAST_ANSWERS,
    PENDING_GRANT,
    SealedStore,
)
from desktop_app.services.storage.secrets import Secrets
from tests.faults.portal.https_portal import HttpsPortal, Reply, Seen, json_reply

MOMENT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CERTIFICATE = Certificate(
    id="ab" * 32,
    der=b"",
    subject="Иванова",
    organisation="",
    snils="11223344595",
    issuer="УЦ",
    serial_number="1",
    not_before=MOMENT,
    not_after=MOMENT,
    key_not_after=None,
    algorithm="RSA 2048",
    key_usage=frozenset(),
    extended_key_usage=frozenset(),
)
ACCOUNT: dict[str, Any] = {
    "id": "person-1",
    "full_name": "Иванова Мария Петровна",
    "snils": "11223344595",
    "level": "confirmed",
    "roles": ["specialist"],
    "speciality": "Терапия",
    "organisation": "Поликлиника",
}


def session_reply(access: str, refresh: str) -> Reply:
    return json_reply(
        {
            "access_token": access,
            "refresh_token": refresh,
            "expires_in": 600,
            "account": ACCOUNT,
            "token_type": "Bearer",
        }
    )


def session_message(access: str = "access-1", refresh: str = "refresh-1") -> SessionMessage:
    account = AccountMessage(
        **{
            **ACCOUNT,
            "level": AccountLevel.CONFIRMED,
            "roles": (Role.SPECIALIST,),
        }
    )
    return SessionMessage(access, refresh, 600, account)


@dataclass
class Person:
    """Everything of one state folder."""

    home: Home
    database: Database
    secrets: Secrets
    session: PortalSession
    audit: AuditLog
    cache: CredentialCache
    pending: SealedStore
    cycles: LastAnswers[Cycle]

    def close(self) -> None:
        self.session.close()
        self.database.close()


def person_at(portal: HttpsPortal, client: PortalClient, folder: Path) -> Person:
    """Return a person of a fresh state folder, not signed in yet."""
    home = Home.open(folder)
    database = Database(home.database)
    secrets = Secrets("n", home.secrets_file, allow_file=lambda: True, find_keyring=lambda: None)
    sealer = Sealer(secrets)
    session = PortalSession(portal.url, lambda: client, secrets)
    answers = SealedStore(database, sealer, LAST_ANSWERS)
    return Person(
        home,
        database,
        secrets,
        session,
        AuditLog(database),
        CredentialCache(SealedStore(database, sealer, CREDENTIAL_CACHE)),
        SealedStore(database, sealer, PENDING_GRANT),
        LastAnswers(answers, lambda: session.account_key, "cycle", Cycle),
    )


class Routes:
    """Answers by method and path; each route may be a reply or a function."""

    def __init__(self, routes: dict[str, Reply | Callable[[Seen], Reply]]) -> None:
        self._routes = routes

    def __call__(self, seen: Seen) -> Reply:
        path = seen.path.removeprefix("/api/v1/").partition("?")[0]
        route = self._routes.get(f"{seen.method} {path}", Reply(404))
        return route if isinstance(route, Reply) else route(seen)


def in_turn(*sequence: Reply) -> Callable[[Seen], Reply]:
    """Answer the first request with the first reply, and so on; the last one stays."""
    answers = itertools.chain(sequence, itertools.repeat(sequence[-1]))
    return lambda _seen: next(answers)


@dataclass(frozen=True)
class StubOpenSigner(OpenSigner):
    """Signs without a token: the «signature» names its content."""

    session: Any = None
    writer: Any = None
    algorithm: Any = None

    def sign_content(self, content: bytes, content_type: str = ID_DATA) -> bytes:
        return b"signed:" + content


@dataclass
class StubSigner(DocumentSigner):
    """Counts how often somebody logs in to the token."""

    certificate: Certificate
    logins: list[str] = field(default_factory=list)

    def require(self, certificate_id: str, allowed: Callable[[Fitness], bool]) -> Certificate:
        return self.certificate

    @contextmanager
    def open(
        self,
        certificate_id: str,
        pin: Pin | None,
        allowed: Callable[[Fitness], bool],
        *,
        last_try_confirmed: bool = False,
        cancel: Cancellation | None = None,
    ) -> Iterator[OpenSigner]:
        self.logins.append(certificate_id)
        yield StubOpenSigner()

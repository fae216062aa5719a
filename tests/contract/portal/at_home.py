"""The program's own session and storage against the running training portal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from desktop_app.services.portal.client import PortalClient
from desktop_app.services.portal.contract import SessionMessage
from desktop_app.services.portal.session import PortalSession
from desktop_app.services.portal.tls import portal_context
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.database import Database
from desktop_app.services.storage.home import Home
from desktop_app.services.storage.last_answers import LastAnswers
from desktop_app.services.storage.sealed import Sealer
from desktop_app.services.storage.sealed_store import LAST_ANSWERS, SealedStore
from desktop_app.services.storage.secrets import Secrets

Value = TypeVar("Value")


@dataclass(frozen=True)
class AtHome:
    """One person at a computer of their own, signed in."""

    home: Home
    database: Database
    secrets: Secrets
    audit: AuditLog
    session: PortalSession

    def answers(self, question: str, kind: type[Value]) -> LastAnswers[Value]:
        store = SealedStore(self.database, Sealer(self.secrets), LAST_ANSWERS)
        return LastAnswers(store, lambda: self.session.account_key, question, kind)

    def close(self) -> None:
        self.session.close()
        self.database.close()


def sit_down(portal: Any, number: int, folder: Path) -> AtHome:
    """Sign in as a training person with the program's own session in a fresh state folder."""
    client, signer = portal.client(), portal.issue(portal.person(number))
    answer = portal.log_in(client, signer)
    assert answer.status_code == 201, answer.text
    home = Home.open(folder)
    database = Database(home.database)
    secrets = Secrets("n", home.secrets_file, allow_file=lambda: True, find_keyring=lambda: None)
    own = PortalClient(portal.origin, portal_context(Path(portal.ca_file), None))
    session = PortalSession(portal.origin, lambda: own, secrets)
    session.begin(msgspec.json.decode(answer.content, type=SessionMessage), signer.sha256)
    return AtHome(home, database, secrets, AuditLog(database), session)

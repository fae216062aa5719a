"""Putting together the memory of what the portal said last."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from desktop_app.services.storage.last_answers import LastAnswers
from desktop_app.services.storage.sealed import Sealer
from desktop_app.services.storage.sealed_store import LAST_ANSWERS, SealedStore

if TYPE_CHECKING:
    from desktop_app.services.diagnostics.collecting import Access

Value = TypeVar("Value")


def last_answers(access: Access, question: str, kind: type[Value]) -> LastAnswers[Value]:
    """Return the answers to one question for whoever is known to the portal session."""
    store = SealedStore(access.database, Sealer(access.secrets), LAST_ANSWERS)
    return LastAnswers(store, lambda: access.session.account_key, question, kind)

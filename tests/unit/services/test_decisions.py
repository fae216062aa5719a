"""Is each decision found once, for the person alone, and kept as a list?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.decisions import (
    _TOLD,
    ANSWERED,
    Decision,
    DecisionKind,
    Matter,
    decided,
    decision_text,
)
from desktop_app.core.errors.portal import PortalUnreachableError, RoleForbiddenError
from desktop_app.core.resources import resource_path
from desktop_app.services.decisions import DecisionMemory, Decisions, Source
from desktop_app.services.storage.database import Database
from desktop_app.services.storage.last_answers import LastAnswers
from desktop_app.services.storage.sealed import Sealer
from desktop_app.services.storage.sealed_store import LAST_ANSWERS, SealedStore
from desktop_app.services.storage.secrets import Secrets

AT = datetime(2026, 11, 28, 9, tzinfo=UTC)
TICKET = Matter(DecisionKind.TICKET, "t", "accepted", "17")
PAPER = Matter(DecisionKind.DOCUMENT, "d", "on-review", "Терапия")
ACCOUNT = Matter(DecisionKind.ACCOUNT, "", "review")


def test_only_what_others_decided_is_told_of_what_was_known() -> None:
    before = (TICKET, PAPER, ACCOUNT)
    assert decided((), before, AT) == ()
    assert decided(before, before, AT) == ()
    assert decided(before, (replace(TICKET, state="in-progress"),), AT) == ()
    now = (replace(TICKET, answers=1), replace(PAPER, state=""), replace(ACCOUNT, state="none"))
    assert [each.state for each in decided(before, now, AT)] == [ANSWERED, "", "none"]
    assert decided(now, now, AT) == ()


class Matters:
    """Sources that answer what a test wants, or fail."""

    def __init__(self) -> None:
        self.now: dict[DecisionKind, tuple[Matter, ...] | Exception] = {
            DecisionKind.TICKET: (TICKET,),
            DecisionKind.DOCUMENT: (PAPER,),
        }

    def sources(self) -> dict[DecisionKind, Source]:
        return {kind: lambda _cancel, kind=kind: self._ask(kind) for kind in self.now}  # type: ignore[misc] # mypy cannot infer the default

    def _ask(self, kind: DecisionKind) -> tuple[Matter, ...]:
        answer = self.now[kind]
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "d")
    yield opened
    opened.close()


def test_a_decision_is_found_once_and_stays_in_the_list_of_its_person(
    database: Database, tmp_path: Path
) -> None:
    secrets = Secrets("n", tmp_path / "s", allow_file=lambda: True, find_keyring=lambda: None)
    store = SealedStore(database, Sealer(secrets), LAST_ANSWERS)
    account, matters = ["me"], Matters()

    def decisions() -> Decisions:
        memory = LastAnswers(store, lambda: account[0], "decisions", DecisionMemory)
        return Decisions(matters.sources(), memory, lambda: AT)

    assert decisions().look() == ()
    matters.now[DecisionKind.DOCUMENT] = PortalUnreachableError("portal.example.org")
    with pytest.raises(PortalUnreachableError):
        decisions().look()
    matters.now[DecisionKind.DOCUMENT] = RoleForbiddenError()
    assert decisions().look() == ()
    matters.now[DecisionKind.DOCUMENT] = (replace(PAPER, state="refused"),)
    refused = Decision(DecisionKind.DOCUMENT, "Терапия", "refused", AT)
    assert decisions().look() == (refused,)
    assert decisions().look() == ()
    assert decisions().known() == (refused,)
    account[0] = "another"
    assert decisions().known() == ()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_decision_has_words(language: str) -> None:
    catalogue = Catalogue.read(resource_path("messages"))
    told = {(kind, state) for kind, states in _TOLD.items() for state in states}
    for kind, state in sorted({*told, (DecisionKind.TICKET, ANSWERED)}):
        assert decision_text(Decision(kind, "17", state, AT), catalogue, language)

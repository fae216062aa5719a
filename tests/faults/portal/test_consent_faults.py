"""«A lost answer never signs or sends twice», for the consent."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.consents import ConsentStatus
from desktop_app.core.errors.portal import (
    ConsentRefusedError,
    PortalAnswerError,
    PortalUnreachableError,
)
from desktop_app.core.pin import Pin
from desktop_app.services.consent import SignedConsent
from desktop_app.services.consent_folder import ConsentFolder
from desktop_app.services.portal.client import PortalClient
from tests.faults.portal.https_portal import LOST, HttpsPortal, Reply, Seen, json_reply, problem
from tests.faults.portal.signed_in import (
    CERTIFICATE,
    Person,
    Routes,
    StubSigner,
    in_turn,
    person_at,
    session_message,
)

GRANTS = "/api/v1/consents/egisz/grants"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TEXT: dict[str, Any] = {
    "version": "2026-09",
    "title": "Согласие",
    "operator": "Оператор, адрес",
    "processor": "",
    "purpose": "цель",
    "data_items": ["ФИО", "СНИЛС"],
    "actions": "передача",
    "legal_ground": "152-ФЗ",
    "term": "пять лет",
    "withdrawal": "в любое время",
    "refusal": "добровольно",
    "after_withdrawal": "прекращает",
}


def state(*events: dict[str, Any], **text: object) -> Reply:
    subject = {
        "full_name": "Иванова Мария Петровна",
        "snils": "11223344595",
        "address": "Москва",
        "identity_document": "паспорт",
    }
    status = events[0]["kind"] if events else "none"
    return json_reply(
        {"text": {**TEXT, **text}, "status": status, "subject": subject, "history": list(events)}
    )


def granted(sha256: str) -> dict[str, Any]:
    return {
        "id": "1",
        "happened_at": "2026-11-23T09:00:00Z",
        "kind": "granted",
        "version": "2026-09",
        "document_sha256": sha256,
        "certificate_id": CERTIFICATE.id,
    }


@pytest.fixture
def person(portal: HttpsPortal, client: PortalClient, tmp_path: Path) -> Iterator[Person]:
    made = person_at(portal, client, tmp_path / "home")
    made.session.begin(session_message(), CERTIFICATE.id)
    yield made
    made.close()


@pytest.fixture
def signer() -> StubSigner:
    return StubSigner(CERTIFICATE)


def consent_of(person: Person, signer: StubSigner) -> SignedConsent:
    """Return the service as a start of the program makes it."""
    folder = ConsentFolder(person.home, person.pending)
    return SignedConsent(person.session, signer, folder, person.audit, lambda: NOW)


def portal_with(portal: HttpsPortal, grants: Any, reads: Any = None) -> None:
    portal.answer = Routes(
        {"GET consents/egisz": reads or state(), "POST consents/egisz/grants": grants}
    )


def test_a_grant_whose_answer_is_lost_is_repeated_with_the_same_key(
    portal: HttpsPortal, person: Person, signer: StubSigner
) -> None:
    consent = consent_of(person, signer)
    portal_with(portal, in_turn(LOST, LOST, state(granted("x"))))
    document = consent.compose(CERTIFICATE.id)
    assert consent.sign(document, Pin("1")).status is ConsentStatus.GRANTED
    sent = portal.requests("POST", GRANTS)
    assert len({each.headers["idempotency-key"] for each in sent}) == 1
    assert len(sent) == 3
    assert signer.logins == [CERTIFICATE.id]


def test_after_a_restart_the_same_signature_goes_out_and_no_pin_is_asked(
    portal: HttpsPortal, person: Person, signer: StubSigner
) -> None:
    consent = consent_of(person, signer)
    portal_with(portal, LOST)
    with pytest.raises(PortalUnreachableError):
        consent.sign(consent.compose(CERTIFICATE.id), Pin("1"))
    portal_with(portal, state(granted("x")))
    again = consent_of(person, signer)
    assert again.sign(again.compose(CERTIFICATE.id), Pin("1")).status is ConsentStatus.GRANTED
    sent = portal.requests("POST", GRANTS)
    assert len({(each.headers["idempotency-key"], each.body) for each in sent}) == 1
    assert signer.logins == [CERTIFICATE.id]
    assert len(again.kept_files()) == 1


def test_a_grant_that_had_arrived_is_not_sent_again(
    portal: HttpsPortal, person: Person, signer: StubSigner
) -> None:
    consent = consent_of(person, signer)
    portal_with(portal, LOST)
    first = consent.compose(CERTIFICATE.id)
    with pytest.raises(PortalUnreachableError):
        consent.sign(first, Pin("1"))
    before = len(portal.requests("POST", GRANTS))
    portal_with(portal, state(granted("x")), state(granted(first.sha256)))
    assert consent.state().status is ConsentStatus.GRANTED
    consent.sign(consent.compose(CERTIFICATE.id), Pin("1"))
    assert len(portal.requests("POST", GRANTS)) == before + 1
    assert signer.logins == [CERTIFICATE.id] * 2


def test_a_refused_grant_leaves_no_file_and_the_next_one_is_signed_anew(
    portal: HttpsPortal, person: Person, signer: StubSigner
) -> None:
    consent = consent_of(person, signer)
    portal_with(portal, problem(422, "consent.signer-other"))
    with pytest.raises(ConsentRefusedError) as caught:
        consent.sign(consent.compose(CERTIFICATE.id), Pin("1"))
    assert caught.value.detail == "consent.signer-other"
    assert consent.kept_files() == ()
    portal_with(portal, state(granted("x")))
    consent.sign(consent.compose(CERTIFICATE.id), Pin("1"))
    assert len(signer.logins) == 2


def test_what_is_sent_is_what_was_shown_and_what_is_kept(
    portal: HttpsPortal, person: Person, signer: StubSigner
) -> None:
    consent = consent_of(person, signer)
    portal_with(portal, state(granted("x")))
    document = consent.compose(CERTIFICATE.id)
    consent.sign(document, Pin("1"))
    (sent,) = portal.requests("POST", GRANTS)
    assert base64.b64decode(sent.json()["signature"]) == b"signed:" + document.content
    assert consent.kept_files()[0].read_bytes() == b"signed:" + document.content


def test_another_text_in_force_stops_before_the_pin(
    portal: HttpsPortal, person: Person, signer: StubSigner
) -> None:
    consent = consent_of(person, signer)
    portal_with(portal, LOST, in_turn(state(), state(version="2026-12")))
    with pytest.raises(ConsentRefusedError):
        consent.sign(consent.compose(CERTIFICATE.id), Pin("1"))
    assert signer.logins == []


@pytest.mark.parametrize("trick", ["\u202eтекст", "нуль\u200bширина", "строка\nещё", "\x1b[2J"])
def test_a_text_that_hides_something_is_not_shown_for_signing(
    portal: HttpsPortal, person: Person, signer: StubSigner, trick: str
) -> None:
    portal_with(portal, LOST, state(purpose=trick))
    with pytest.raises(PortalAnswerError):
        consent_of(person, signer).compose(CERTIFICATE.id)


def test_a_power_cut_between_grant_and_file_loses_neither(
    portal: HttpsPortal, person: Person, signer: StubSigner
) -> None:
    consent = consent_of(person, signer)
    portal_with(portal, LOST)
    with pytest.raises(PortalUnreachableError):
        consent.sign(consent.compose(CERTIFICATE.id), Pin("1"))
    consent.kept_files()[0].unlink()
    portal_with(portal, state(granted("x")))
    again = consent_of(person, signer)
    again.sign(again.compose(CERTIFICATE.id), Pin("1"))
    assert again.kept_files()[0].read_bytes().startswith(b"signed:")
    assert len(signer.logins) == 1


def test_the_certificate_of_somebody_else_is_refused_before_the_pin(
    portal: HttpsPortal, person: Person
) -> None:
    portal_with(portal, LOST)
    other = StubSigner(replace(CERTIFICATE, snils="00000000000"))
    with pytest.raises(ConsentRefusedError) as caught:
        consent_of(person, other).compose(CERTIFICATE.id)
    assert caught.value.detail == "consent.signer-other"


def test_a_withdrawal_whose_answer_was_lost_keeps_its_key(
    portal: HttpsPortal, person: Person, signer: StubSigner
) -> None:
    consent = consent_of(person, signer)
    portal.answer = Routes({"POST consents/egisz/withdrawals": LOST})
    with pytest.raises(PortalUnreachableError):
        consent.withdraw()

    def withdrawn(_seen: Seen) -> Reply:
        return state({**granted("x"), "kind": "withdrawn"})

    portal.answer = Routes({"POST consents/egisz/withdrawals": withdrawn})
    assert consent.withdraw().status is ConsentStatus.WITHDRAWN
    consent.withdraw()
    sent = portal.requests("POST", "/api/v1/consents/egisz/withdrawals")
    keys = [each.headers["idempotency-key"] for each in sent]
    assert len(set(keys[:-1])) == 1
    assert keys[-1] != keys[0]

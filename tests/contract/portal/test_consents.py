"""The consent: text, grant by signature, withdrawal, history."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from desktop_app.services.portal.consent_lines import consent_lines
from desktop_app.services.portal.contract import ConsentMessage

Running = Any


@pytest.fixture(params=["ec-p256", "gost-256"])
def portal(request: pytest.FixtureRequest, running: Running) -> Running:
    """Return the portal for people who all have keys of one kind."""
    return running.of_kind(request.param)


def document(consent: ConsentMessage, certificate_sha256: str) -> list[str]:
    """Return the lines of a consent document as a program composes them."""
    lines = consent_lines(consent.text, consent.subject, certificate_sha256)
    return ["Документ составлен 23.11.2026 12:00 +03:00", "", *lines, ""]


def read(portal: Running, client: Any) -> ConsentMessage:
    return msgspec.json.decode(portal.get(client, "consents/egisz").content, type=ConsentMessage)


def body(portal: Running, signer: Any, lines: list[str], **changes: Any) -> dict[str, str]:
    draft = portal.document_draft(signer, "\n".join(lines).encode())
    message = replace(draft, **changes).encode()
    return {"version": "2026-09", "signature": base64.b64encode(message).decode()}


def grant(portal: Running, client: Any, content: dict[str, str], key: str = "") -> Any:
    return portal.write(client, "consents/egisz/grants", content, key)


def test_a_signed_consent_is_granted_withdrawn_and_kept_in_history(portal: Running) -> None:
    client, signer = portal.signed_in(2)
    before = read(portal, client)
    assert before.status == before.history[0].kind if before.history else "none"
    lines = document(before, signer.sha256)
    answer = grant(portal, client, body(portal, signer, lines))
    assert answer.status_code == 201, answer.text
    granted = msgspec.json.decode(answer.content, type=ConsentMessage)
    assert granted.status == "granted"
    event, *older = granted.history
    assert tuple(older) == before.history
    assert event.certificate_id == signer.sha256
    assert portal.write(client, "consents/egisz/withdrawals").status_code == 201
    after = read(portal, client)
    assert after.status == "withdrawn"
    assert [line.kind for line in after.history][:2] == ["withdrawn", "granted"]
    actions = [line["action"] for line in portal.get(client, "journal").json()["items"]]
    assert actions[:2] == ["consent.withdraw", "consent.grant"]


def test_there_is_nothing_to_withdraw_before_a_grant(portal: Running) -> None:
    client, _ = portal.signed_in(3)
    answer = portal.write(client, "consents/egisz/withdrawals")
    assert (answer.status_code, answer.json()["code"]) == (409, "consent.not-granted")


def test_the_text_has_every_field_that_the_law_asks_for(portal: Running) -> None:
    client, _ = portal.signed_in(3)
    consent = read(portal, client)
    for name in ("operator", "processor", "purpose", "actions", "legal_ground", "term"):
        assert len(getattr(consent.text, name)) > 20
    assert len(consent.text.data_items) >= 4
    assert consent.subject.full_name
    assert consent.subject.address
    assert consent.subject.identity_document


def test_repeating_a_grant_with_its_key_repeats_the_answer(portal: Running) -> None:
    client, signer = portal.signed_in(8)
    before, key = read(portal, client), f"key-of-this-grant-{portal.kind}"
    content = body(portal, signer, document(before, signer.sha256))
    first = grant(portal, client, content, key)
    second = grant(portal, client, content, key)
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert len(read(portal, client).history) == len(before.history) + 1
    other = grant(portal, client, {**content, "version": "1"}, key)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency.key-reused")


def test_a_write_without_a_key_is_refused(portal: Running) -> None:
    client, signer = portal.signed_in(3)
    content = body(portal, signer, document(read(portal, client), signer.sha256))
    url = f"{portal.origin}/api/v1/consents/egisz/grants"
    answer = client.post(url, json=content, timeout=30)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency.key-missing")


def test_another_version_of_the_text_is_refused(portal: Running) -> None:
    client, signer = portal.signed_in(3)
    content = body(portal, signer, document(read(portal, client), signer.sha256))
    answer = grant(portal, client, {**content, "version": "2020-01"})
    assert (answer.status_code, answer.json()["code"]) == (409, "consent.version-old")


def test_a_document_without_one_of_its_lines_is_refused(portal: Running) -> None:
    client, signer = portal.signed_in(3)
    lines = document(read(portal, client), signer.sha256)
    for missing in range(2, len(lines) - 1):
        answer = grant(portal, client, body(portal, signer, lines[:missing] + lines[missing + 1 :]))
        assert answer.json()["code"] == "consent.document-other", lines[missing]


def test_a_document_with_a_changed_purpose_is_refused(portal: Running) -> None:
    client, signer = portal.signed_in(3)
    lines = document(read(portal, client), signer.sha256)
    changed = [line.replace("ЕГИСЗ", "рекламу") for line in lines]
    answer = grant(portal, client, body(portal, signer, changed))
    assert answer.json()["code"] == "consent.document-other"


def test_a_document_signed_by_somebody_else_is_refused(portal: Running) -> None:
    client, _ = portal.signed_in(3)
    other = portal.issue(portal.person(1))
    lines = document(read(portal, client), other.sha256)
    answer = grant(portal, client, body(portal, other, lines))
    assert (answer.status_code, answer.json()["code"]) == (403, "consent.signer-other")


@pytest.mark.parametrize(
    "changes",
    [
        {"content_type": "2.25.253467914338281306542236153764139411907"},
        {"spoil_signature": True},
        {"attached": False},
        {"signers": 2},
        {"attributes": ()},
        {"stated": {"message_digest": bytes(32)}},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_signature_that_does_not_hold_is_refused(
    portal: Running, changes: dict[str, Any]
) -> None:
    client, signer = portal.signed_in(3)
    lines = document(read(portal, client), signer.sha256)
    answer = grant(portal, client, body(portal, signer, lines, **changes))
    assert (answer.status_code, answer.json()["code"]) == (403, "consent.signature-invalid")


@pytest.mark.parametrize("issuer_and_age", [("foreign", 20), ("issuing", 400)])
def test_a_signer_that_leads_nowhere_is_refused(
    portal: Running, issuer_and_age: tuple[str, int]
) -> None:
    client, _ = portal.signed_in(3)
    issuer, age = issuer_and_age
    signer = portal.issue(portal.person(3), issuer=issuer, age=age)
    lines = document(read(portal, client), signer.sha256)
    answer = grant(portal, client, body(portal, signer, lines))
    assert (answer.status_code, answer.json()["code"]) == (403, "consent.signature-invalid")


def test_an_account_that_is_not_confirmed_gets_its_level(portal: Running) -> None:
    client, _ = portal.signed_in(9)
    for path in ("consents/egisz", "credentials"):
        answer = portal.get(client, path)
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (403, "account.level-insufficient")
        assert problem["level"] == "standard"
    assert portal.get(client, "account").json()["level"] == "standard"


def test_an_auditor_has_no_consent_and_no_credentials(portal: Running) -> None:
    client, _ = portal.signed_in(10)
    for path in ("consents/egisz", "credentials"):
        answer = portal.get(client, path)
        assert (answer.status_code, answer.json()["code"]) == (403, "account.role-forbidden")

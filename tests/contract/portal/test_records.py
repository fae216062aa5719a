"""Versions of a credential's document, the journal by role, the people of an organisation."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
import requests

from desktop_app.core.credentials import VersionState
from desktop_app.sandbox.people import OPERATOR_NUMBER
from desktop_app.sandbox.training_logins import training_logins
from desktop_app.services.portal.contract import CredentialMessage, CredentialPage
from desktop_app.services.portal.record_contract import (
    REPLACEMENT_LIMIT,
    CredentialVersionList,
    CredentialVersionMessage,
)

Running = Any
HR, QUALITY, AUDITOR, SPECIALIST = 11, 12, 10, 8
PDF = b"%PDF-1.7\n"


def put(
    portal: Running, client: Any, identifier: str, content: bytes, digest: str = ""
) -> requests.Response:
    actual = base64.b64encode(hashlib.sha256(content).digest()).decode()
    headers = {"Content-Digest": digest or f"sha-256=:{actual}:"}
    url = f"{portal.origin}/api/v1/credentials/{identifier}/document"
    answer: requests.Response = client.put(url, data=content, headers=headers, timeout=60)
    return answer


def rows(portal: Running, client: Any, path: str = "credentials") -> list[CredentialMessage]:
    answer = portal.get(client, path, params={"limit": 500})
    assert answer.status_code == 200, answer.text
    return list(msgspec.json.decode(answer.content, type=CredentialPage).items)


def versions(portal: Running, client: Any, identifier: str) -> list[CredentialVersionMessage]:
    answer = portal.get(client, f"credentials/{identifier}/document/versions")
    return list(msgspec.json.decode(answer.content, type=CredentialVersionList).items)


def verdict_of(portal: Running, client: Any, identifier: str) -> str:
    answer = portal.write(client, f"credentials/{identifier}/verifications")
    return str(answer.json()["verdict"])


def replaceable(portal: Running, client: Any, verdict: str) -> CredentialMessage:
    """Return a row whose check comes to ``verdict`` and whose document may be replaced."""
    for row in rows(portal, client):
        fits = row.has_document and row.status.value != "revoked" and row.valid_until
        if fits and row.review is None and verdict_of(portal, client, row.id) == verdict:
            return row
    raise LookupError(verdict)


def test_a_new_document_waits_until_the_register_agrees(portal: Running) -> None:
    client, _ = portal.signed_in(SPECIALIST)
    row = replaceable(portal, client, "confirmed")
    old = portal.get(client, f"credentials/{row.id}/document").content
    answer = put(portal, client, row.id, PDF + b"new")
    assert (answer.status_code, answer.json()["state"]) == (200, "on-review")
    waiting = next(each for each in rows(portal, client) if each.id == row.id)
    assert (waiting.review, waiting.valid_until) == (VersionState.ON_REVIEW, row.valid_until)
    assert portal.get(client, f"credentials/{row.id}/document").content == old
    assert verdict_of(portal, client, row.id) == "confirmed"
    accepted = next(each for each in rows(portal, client) if each.id == row.id)
    assert accepted.review is None
    assert accepted.valid_until is not None
    assert accepted.valid_until > datetime.now(UTC).date() + timedelta(days=4 * 365)
    path = f"credentials/{row.id}/document"
    assert portal.get(client, path).content == PDF + b"new"
    assert portal.get(client, path, params={"version": 1}).content == old
    history = versions(portal, client, row.id)
    assert [(each.number, each.state.value) for each in history] == [
        (2, "accepted"),
        (1, "replaced"),
    ]
    assert history[0].sha256 == hashlib.sha256(PDF + b"new").hexdigest()
    assert history[0].uploaded_by == "Кузнецова Ольга Викторовна"


def test_a_register_that_does_not_agree_leaves_the_document_on_review(portal: Running) -> None:
    client, _ = portal.signed_in(1)
    row = replaceable(portal, client, "not-confirmed")
    put(portal, client, row.id, PDF + b"first")
    assert verdict_of(portal, client, row.id) == "not-confirmed"
    assert versions(portal, client, row.id)[0].state is VersionState.ON_REVIEW
    again = put(portal, client, row.id, PDF + b"first")
    assert again.json()["number"] == 2
    other = put(portal, client, row.id, PDF + b"second")
    assert other.json()["number"] == 3
    states = [each.state.value for each in versions(portal, client, row.id)]
    assert states == ["on-review", "replaced", "accepted"]


@pytest.mark.parametrize(
    ("content", "digest", "status", "code"),
    [
        (b"no pdf", "", 400, "document.not-pdf"),
        (PDF, f"sha-256=:{'A' * 43}=:", 409, "delivery.digest-other"),
        (PDF, "md5=:AAAA:", 422, "request.invalid"),
        (PDF + b"0" * REPLACEMENT_LIMIT, "", 413, "request.too-large"),
    ],
)
def test_what_is_no_sound_pdf_is_refused(
    portal: Running, content: bytes, digest: str, status: int, code: str
) -> None:
    client, _ = portal.signed_in(2)
    row = next(each for each in rows(portal, client) if each.has_document)
    answer = put(portal, client, row.id, content, digest)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_others_cannot_replace_it(portal: Running) -> None:
    client, _ = portal.signed_in(2)
    row = next(each for each in rows(portal, client) if each.has_document)
    for number in (1, HR):
        other, _ = portal.signed_in(number)
        assert put(portal, other, row.id, PDF).status_code == 404


def test_a_revoked_credential_keeps_its_document(portal: Running) -> None:
    for number in (1, 2, 3, 8):
        client, _ = portal.signed_in(number)
        revoked = [each for each in rows(portal, client) if each.status.value == "revoked"]
        for row in revoked:
            if row.has_document:
                answer = put(portal, client, row.id, PDF)
                assert (answer.status_code, answer.json()["code"]) == (409, "credential.revoked")
                return
    pytest.fail("the training data has no revoked credential")


def test_hr_sees_the_people_of_the_organisation_and_nobody_else(portal: Running) -> None:
    client, _ = portal.signed_in(HR)
    found = rows(portal, client, "organisation/credentials")
    holders = {row.holder for row in found}
    assert holders >= {"Петров Сергей Николаевич", "Соловьёва Анна Дмитриевна"}
    assert "Иванова Мария Петровна" not in holders
    assert len({row.id for row in found}) == len(found)
    theirs = next(row for row in found if row.holder.startswith("Петров") and row.has_document)
    assert portal.get(client, f"credentials/{theirs.id}/document").status_code == 200
    assert verdict_of(portal, client, theirs.id)
    first = portal.get(client, "organisation/credentials", params={"limit": 3})
    tag = {"If-None-Match": first.headers["ETag"]}
    assert portal.get(client, "organisation/credentials", headers=tag).status_code == 304
    cursor = first.json()["next_cursor"]
    second = portal.get(client, "organisation/credentials", params={"limit": 3, "cursor": cursor})
    ids = [item["id"] for page in (first, second) for item in page.json()["items"]]
    assert ids == [row.id for row in found[:6]]


@pytest.mark.parametrize("number", [1, AUDITOR])
def test_a_role_without_the_right_is_told_so(portal: Running, number: int) -> None:
    client, _ = portal.signed_in(number)
    answer = portal.get(client, "organisation/credentials")
    assert (answer.status_code, answer.json()["code"]) == (403, "account.role-forbidden")


def _actors(portal: Running, number: int, **wanted: str) -> set[str]:
    client, _ = portal.signed_in(number)
    parameters = {"limit": 500, **wanted}
    items = portal.get(client, "journal", params=parameters).json()["items"]
    return {line["actor"] for line in items}


def test_the_journal_follows_the_role(portal: Running) -> None:
    for number in (1, 2, QUALITY, HR):
        portal.signed_in(number)
    assert _actors(portal, 1) == {"Иванова Мария Петровна"}
    hospital = _actors(portal, HR)
    assert {"Петров Сергей Николаевич", "Лебедев Артём Викторович"} <= hospital
    assert "Иванова Мария Петровна" not in hospital
    clinic = _actors(portal, QUALITY)
    assert {"Иванова Мария Петровна", "Фомина Екатерина Павловна"} <= clinic
    assert "Петров Сергей Николаевич" not in clinic
    assert _actors(portal, AUDITOR) >= hospital | clinic


def test_the_journal_is_filtered_by_time_person_and_object(portal: Running) -> None:
    client, _ = portal.signed_in(1)
    row = rows(portal, client)[0]
    verdict_of(portal, client, row.id)
    assert _actors(portal, AUDITOR, person="иванова мария") == {"Иванова Мария Петровна"}
    assert _actors(portal, AUDITOR, person="нет такого") == set()
    assert _actors(portal, 1, subject=row.id) == {"Иванова Мария Петровна"}
    assert _actors(portal, 1, subject=row.id, person="соловьёва") == set()
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    assert _actors(portal, 1, since=later) == set()
    assert _actors(portal, 1, until=later) == {"Иванова Мария Петровна"}
    naive = portal.get(client, "journal", params={"since": "2026-11-01T00:00:00"})
    assert (naive.status_code, naive.json()["code"]) == (422, "request.invalid")


def test_the_cycle_counts_what_was_issued_in_it(portal: Running) -> None:
    client, _ = portal.signed_in(1)
    counted = portal.get(client, "cycle").json()
    started, ends = (date.fromisoformat(counted[name]) for name in ("started_on", "ends_on"))
    assert ends.year - started.year == 5
    assert counted["programme_hours"] > 0
    assert counted["module_units"] > 0
    auditor, _ = portal.signed_in(AUDITOR)
    assert portal.get(auditor, "cycle").status_code == 403


def _at_the_desk(portal: Running, browser: requests.Session, number: str) -> tuple[str, str]:
    """Return the address and the form's token of the decision on a credential's new document."""
    page = browser.get(f"{portal.configuration.web_url}/operator", timeout=30).text
    section = next(part for part in page.split("<section") if number in part)
    action = re.search(r'action="(/operator/credential-documents/\d+)"', section)
    token = re.search(r'name="token" value="([^"]+)"', section)
    assert action is not None
    assert token is not None
    return f"{portal.configuration.web_url}{action[1]}", token[1]


def test_the_operator_refuses_with_a_reason_and_accepts(portal: Running) -> None:
    client, _ = portal.signed_in(3)
    row = replaceable(portal, client, "confirmed")
    known = training_logins()[OPERATOR_NUMBER - 1]
    form = {"login": known.email, "password": known.password, "next_page": "/operator"}
    with requests.Session() as browser:
        browser.trust_env = False
        browser.post(f"{portal.configuration.web_url}/sign-in", data=form, timeout=30)
        for content, choice, state in (
            (PDF + b"blurred", "refuse", VersionState.REFUSED),
            (PDF + b"sharp", "accept", VersionState.ACCEPTED),
        ):
            put(portal, client, row.id, content)
            address, token = _at_the_desk(portal, browser, row.number)
            shown = browser.get(f"{address}/file", timeout=30)
            assert (shown.content, shown.headers["Content-Type"]) == (content, "application/pdf")
            decision = {"choice": choice, "comment": "Скан нечитаем", "token": token}
            browser.post(address, data=decision, timeout=30)
            newest = versions(portal, client, row.id)[0]
            assert (newest.state, newest.reason) == (state, "Скан нечитаем")
    now = next(each for each in rows(portal, client) if each.id == row.id)
    assert now.review is None
    document = portal.get(client, f"credentials/{row.id}/document").content
    assert document == PDF + b"sharp"

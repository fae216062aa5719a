"""The table of credentials: pages, tags, «Проверить», PDF documents, journal."""

from __future__ import annotations

import base64
import hashlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest

from desktop_app.services.portal.contract import CredentialMessage, CredentialPage

Running = Any


def all_pages(portal: Running, client: Any, limit: int) -> list[CredentialMessage]:
    items: list[CredentialMessage] = []
    parameters: dict[str, object] = {"limit": limit}
    while True:
        answer = portal.get(client, "credentials", params=parameters)
        page = msgspec.json.decode(answer.content, type=CredentialPage)
        items += page.items
        if page.next_cursor is None:
            assert page.total == len(items)
            return items
        parameters["cursor"] = page.next_cursor


@pytest.mark.parametrize("limit", [1, 7, 500])
def test_pages_of_any_size_give_every_row_once(portal: Running, limit: int) -> None:
    client, _ = portal.signed_in(1)
    items = all_pages(portal, client, limit)
    assert len({item.id for item in items}) == len(items) == 46
    issued = [(item.issued_on, item.id) for item in items]
    assert issued == sorted(issued, reverse=True)


def test_the_table_shows_every_status(portal: Running) -> None:
    statuses = set()
    for number in (1, 2, 3, 8):
        client, _ = portal.signed_in(number)
        statuses |= {item.status.value for item in all_pages(portal, client, 100)}
    assert statuses == {"valid", "expired", "in-confirmation", "renewal", "revoked"}


def test_an_unchanged_list_is_not_sent_again(portal: Running) -> None:
    client, _ = portal.signed_in(3)
    first = portal.get(client, "credentials")
    again = portal.get(client, "credentials", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    identifier = first.json()["items"][0]["id"]
    assert portal.write(client, f"credentials/{identifier}/verifications").status_code == 201
    changed = portal.get(client, "credentials", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize("cursor", ["abc", "WyJhIiwiYiJd", "bnVsbA", "W10"])
def test_a_foreign_cursor_is_refused(portal: Running, cursor: str) -> None:
    client, _ = portal.signed_in(1)
    for path in ("credentials", "journal"):
        answer = portal.get(client, path, params={"cursor": cursor})
        assert (answer.status_code, answer.json()["code"]) == (404, "cursor.invalid")


def test_verifying_gives_all_three_verdicts_and_the_same_one_twice(portal: Running) -> None:
    client, _ = portal.signed_in(1)
    verdicts = {}
    for item in all_pages(portal, client, 100):
        answer = portal.write(client, f"credentials/{item.id}/verifications")
        assert answer.status_code == 201
        assert answer.json()["reason"]
        verdicts[item.id] = answer.json()["verdict"]
    assert set(verdicts.values()) == {"confirmed", "not-confirmed", "unclear"}
    kept = {item.id: item.check for item in all_pages(portal, client, 100)}
    assert {name: check.verdict.value for name, check in kept.items() if check} == verdicts


def test_a_verification_repeated_with_its_key_is_one_verification(portal: Running) -> None:
    client, _ = portal.signed_in(2)
    identifier = all_pages(portal, client, 100)[0].id
    path = f"credentials/{identifier}/verifications"
    answers = [portal.write(client, path, key="key-of-this-check").content for _ in range(3)]
    assert len(set(answers)) == 1
    lines = portal.get(client, "journal").json()["items"]
    assert [line["subject"] for line in lines].count(identifier) == 1


def test_rows_of_others_do_not_exist(portal: Running) -> None:
    client, _ = portal.signed_in(1)
    other, _ = portal.signed_in(2)
    identifier = all_pages(portal, client, 100)[0].id
    for answer in (
        portal.write(other, f"credentials/{identifier}/verifications"),
        portal.get(other, f"credentials/{identifier}/document"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "resource.not-found")


def test_a_document_is_a_pdf_with_its_digest_and_the_same_each_time(portal: Running) -> None:
    client, _ = portal.signed_in(1)
    item = next(item for item in all_pages(portal, client, 100) if item.has_document)
    first, second = (portal.get(client, f"credentials/{item.id}/document") for _ in range(2))
    assert first.headers["Content-Type"] == "application/pdf"
    assert first.content.startswith(b"%PDF-")
    digest = base64.b64encode(hashlib.sha256(first.content).digest()).decode()
    assert first.headers["Repr-Digest"] == f"sha-256=:{digest}:"
    assert first.content == second.content


def test_a_row_without_a_document_says_so(portal: Running) -> None:
    client, _ = portal.signed_in(1)
    item = next(item for item in all_pages(portal, client, 100) if not item.has_document)
    answer = portal.get(client, f"credentials/{item.id}/document")
    assert (answer.status_code, answer.json()["code"]) == (404, "document.none")


def test_a_specialist_sees_the_own_journal_and_an_auditor_all(portal: Running) -> None:
    client, _ = portal.signed_in(2)
    own = portal.get(client, "journal", params={"limit": 500}).json()["items"]
    assert {line["actor"] for line in own} == {"Петров Сергей Николаевич"}
    assert len({line["actor"] for line in portal.journal()}) > 1


def test_journal_pages_give_every_line_once(portal: Running) -> None:
    client, _ = portal.signed_in(2)
    whole = portal.get(client, "journal", params={"limit": 500}).json()["items"]
    seen: list[str] = []
    parameters: dict[str, object] = {"limit": 3}
    while parameters.get("cursor", "") is not None:
        page = portal.get(client, "journal", params=parameters).json()
        seen += [line["id"] for line in page["items"]]
        parameters["cursor"] = page["next_cursor"]
    assert seen == [line["id"] for line in whole]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "nowhere", 404, "resource.not-found"),
        ("PUT", "credentials", 405, "method.not-allowed"),
        ("GET", "credentials?limit=0", 422, "request.invalid"),
        ("GET", "credentials?limit=501", 422, "request.invalid"),
        ("POST", "auth/challenges", 422, "request.invalid"),
    ],
)
def test_every_failure_is_a_problem(
    portal: Running, method: str, path: str, status: int, code: str
) -> None:
    client, _ = portal.signed_in(1)
    answer = client.request(method, f"{portal.origin}/api/v1/{path}", timeout=30)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_one_write_sent_many_times_at_once_is_carried_out_once(portal: Running) -> None:
    client, _ = portal.signed_in(2)
    identifier = all_pages(portal, client, 100)[1].id
    path = f"credentials/{identifier}/verifications"

    def send(_number: int) -> tuple[int, bytes]:
        answer = portal.write(client, path, key="key-of-a-race-of-writes")
        return answer.status_code, answer.content

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(send, range(24)))
    assert len(answers) == 1
    assert next(iter(answers))[0] == 201
    lines = portal.get(client, "journal", params={"limit": 500}).json()["items"]
    assert [line["subject"] for line in lines].count(identifier) == 1

"""Handing documents to the portal: in parts, once per key, in versions, with a good signature."""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from desktop_app.sandbox.scenario import Scenario

Running = Any
PART = 1024 * 1024


class Delivery:
    """One delivery by hand, step by step."""

    def __init__(
        self, portal: Running, client: requests.Session, signer: Any, content: bytes, **fields: Any
    ) -> None:
        self.portal, self.client, self.content = portal, client, content
        self.signature = portal.detached(signer, content)
        self.key = secrets.token_urlsafe(24)
        self.body = {
            "kind": "appeal",
            "title": "Обращение",
            "file_name": "обращение.pdf",
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            **fields,
        }
        self.id = ""

    def begin(self, **headers: str) -> requests.Response:
        answer = self.post("documents/deliveries", self.body, self.key, headers)
        if answer.status_code == 201:
            self.id = answer.json()["id"]
        return answer

    def put(
        self, offset: int, part: bytes | None = None, digest: bytes | None = None
    ) -> requests.Response:
        part = self.content[offset : offset + PART] if part is None else part
        encoded = base64.b64encode(digest or hashlib.sha256(part).digest()).decode()
        return self.client.put(
            f"{self.portal.origin}/api/v1/documents/deliveries/{self.id}/content",
            params={"offset": offset},
            data=part,
            headers={
                "Content-Digest": f"sha-256=:{encoded}:",
                "Content-Type": "application/octet-stream",
            },
            timeout=60,
        )

    def complete(self, signature: bytes | None = None, **headers: str) -> requests.Response:
        encoded = base64.b64encode(self.signature if signature is None else signature).decode()
        path = f"documents/deliveries/{self.id}/completion"
        return self.post(path, {"signature": encoded}, f"{self.key}.complete", headers)

    def state(self) -> dict[str, Any]:
        answer = self.portal.get(self.client, f"documents/deliveries/{self.id}")
        assert answer.status_code == 200, answer.text
        state: dict[str, Any] = answer.json()
        return state

    def whole(self, **headers: str) -> dict[str, Any]:
        assert self.begin().status_code == 201
        for offset in range(0, len(self.content), PART):
            assert self.put(offset).status_code == 200
        answer = self.complete(None, **headers)
        assert answer.status_code == 201, answer.text
        receipt: dict[str, Any] = answer.json()["receipt"]
        return receipt

    def post(self, path: str, body: object, key: str, headers: dict[str, str]) -> requests.Response:
        url = f"{self.portal.origin}/api/v1/{path}"
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return self.client.post(
            url, json=body, headers={"Idempotency-Key": key, **named}, timeout=60
        )


@pytest.fixture(scope="module")
def person(portal: Running) -> tuple[requests.Session, Any]:
    client, signer = portal.signed_in(1)
    return client, signer


@pytest.fixture
def delivery(portal: Running, person: tuple[requests.Session, Any]) -> Delivery:
    return Delivery(portal, *person, os.urandom(2 * PART + 7))


@pytest.fixture
def small(portal: Running, person: tuple[requests.Session, Any]) -> Delivery:
    return Delivery(portal, *person, os.urandom(50))


@pytest.fixture
def playing(portal: Running) -> Iterator[Running]:
    yield portal
    portal.play(Scenario.NORMAL)


def code(answer: requests.Response, status: int) -> str:
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    found: str = answer.json()["code"]
    return found


def documents(delivery: Delivery) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = delivery.portal.get(
        delivery.client, "documents?limit=500"
    ).json()["items"]
    return [each for each in items if each["sha256"] == delivery.body["sha256"]]


def test_a_document_arrives_in_parts_and_can_be_read_back(delivery: Delivery) -> None:
    receipt = delivery.whole()
    assert receipt["version"] == 1
    assert delivery.state() | {"receipt": receipt} == {
        "id": delivery.id,
        "state": "received",
        "size": len(delivery.content),
        "offset": len(delivery.content),
        "receipt": receipt,
    }
    answer = delivery.portal.get(delivery.client, f"documents/{receipt['document_id']}")
    assert answer.headers["ETag"] == '"1"'
    kept = answer.json()
    assert (kept["title"], kept["size"]) == ("Обращение", len(delivery.content))
    assert kept["signer"] == delivery.portal.person(1).full_name


def test_the_same_key_begins_and_completes_one_delivery(small: Delivery) -> None:
    first = small.begin()
    assert small.begin().content == first.content
    small.put(0)
    assert small.put(0).json()["offset"] == 50
    completed = small.complete()
    assert small.complete().content == completed.content
    assert len(documents(small)) == 1


def test_a_key_does_not_serve_for_another_document(small: Delivery) -> None:
    small.begin()
    small.body["title"] = "Другое"
    assert code(small.begin(), 409) == "idempotency.key-reused"


def test_a_completed_delivery_takes_no_second_signature(small: Delivery) -> None:
    small.whole()
    small.key += "-other"
    assert code(small.complete(), 409) == "delivery.finished"
    assert code(small.put(50, b"more"), 409) == "delivery.finished"
    assert len(documents(small)) == 1


def test_many_completions_at_once_make_one_document(small: Delivery) -> None:
    small.begin()
    small.put(0)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _n: small.complete(), range(6)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert any(answer.status_code == 201 for answer in answers)
    assert len(documents(small)) == 1


def test_an_interrupted_upload_goes_on_where_it_stopped(delivery: Delivery) -> None:
    delivery.begin()
    delivery.put(0)
    assert delivery.state()["offset"] == PART
    assert code(delivery.put(2 * PART), 409) == "delivery.wrong-offset"
    assert code(delivery.complete(), 409) == "delivery.incomplete"
    delivery.put(PART)
    delivery.put(2 * PART)
    assert delivery.complete().status_code == 201


def test_a_part_with_another_digest_counts_for_nothing(small: Delivery) -> None:
    small.begin()
    assert code(small.put(0, digest=b"x" * 32), 409) == "delivery.digest-other"
    assert small.state()["offset"] == 0


def test_a_part_that_is_empty_or_too_long_counts_for_nothing(small: Delivery) -> None:
    small.begin()
    assert small.put(0, b"").json()["offset"] == 0
    assert code(small.put(0, b"x" * 51), 409) == "delivery.wrong-offset"


def test_a_part_over_the_limit_is_refused_before_it_is_read(delivery: Delivery) -> None:
    delivery.begin()
    assert code(delivery.put(0, bytes(PART + 1)), 413) == "request.too-large"


def test_another_content_than_announced_is_refused(small: Delivery) -> None:
    small.body["sha256"] = "0" * 64
    small.begin()
    small.put(0)
    assert code(small.complete(), 409) == "delivery.digest-other"


def test_signatures_that_do_not_hold_are_refused_with_a_code(
    portal: Running, person: tuple[requests.Session, Any], small: Delivery
) -> None:
    _, signer = person
    small.begin()
    small.put(0)
    stranger = portal.issue(portal.new_person(7))
    for signature, expected in (
        (b"no signature", "document.signature-invalid"),
        (portal.detached(signer, b"another content"), "document.signature-invalid"),
        (
            portal.detached(signer, small.content, spoil_signature=True),
            "document.signature-invalid",
        ),
        (portal.document_draft(signer, small.content).encode(), "document.signature-invalid"),
        (portal.detached(stranger, small.content), "document.signer-other"),
    ):
        assert code(small.complete(signature), 403) == expected
    assert documents(small) == []
    assert small.complete().status_code == 201


def test_a_revoked_certificate_signs_nothing(portal: Running) -> None:
    client, signer = portal.signed_in(2)
    sent = Delivery(portal, client, signer, b"document")
    sent.begin()
    sent.put(0)
    portal.revoke(signer)
    answer = sent.complete()
    assert code(answer, 403) == "document.signature-invalid"
    assert "certificate.revoked" in answer.json()["detail"]


def test_somebody_else_finds_nothing(portal: Running, small: Delivery) -> None:
    receipt = small.whole()
    client, _ = portal.signed_in(3)
    for path in (f"documents/deliveries/{small.id}", f"documents/{receipt['document_id']}"):
        assert code(portal.get(client, path), 404) == "resource.not-found"
    listed = portal.get(client, "documents").json()["items"]
    assert receipt["document_id"] not in [each["id"] for each in listed]


def test_a_new_version_needs_the_one_that_it_replaces(
    portal: Running, person: tuple[requests.Session, Any], small: Delivery
) -> None:
    document = small.whole()["document_id"]

    def next_version() -> Delivery:
        content = os.urandom(30)
        return Delivery(portal, *person, content, document_id=document)

    second = next_version()
    second.begin(If_Match='"1"')
    second.put(0)
    assert code(second.complete(), 428) == "document.version-needed"
    assert code(second.complete(If_Match='"7"'), 412) == "document.version-newer"
    assert second.complete(If_Match='"1"').json()["receipt"]["version"] == 2
    third = next_version()
    assert code(third.begin(If_Match='"1"'), 412) == "document.version-newer"
    assert third.begin(If_Match='"2"').status_code == 201
    third.put(0)
    overtaking = next_version()
    assert overtaking.whole(If_Match='"2"')["version"] == 3
    conflict = third.complete(If_Match='"2"')
    assert code(conflict, 412) == "document.version-newer"
    assert conflict.json()["detail"] == "3"
    assert third.complete(If_Match='"3"').json()["receipt"]["version"] == 4


def test_a_version_of_nothing_is_refused(
    portal: Running, person: tuple[requests.Session, Any]
) -> None:
    sent = Delivery(portal, *person, b"content", document_id="0" * 32)
    assert code(sent.begin(), 404) == "resource.not-found"


def test_the_list_comes_in_pages_newest_first(
    portal: Running, person: tuple[requests.Session, Any]
) -> None:
    client, _ = person
    for number in range(3):
        Delivery(portal, *person, f"page {number}".encode()).whole()
    whole = portal.get(client, "documents?limit=500").json()["items"]
    paged, cursor = [], ""
    while True:
        page = portal.get(client, f"documents?limit=2{cursor}").json()
        paged += page["items"]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert paged == whole
    times = [each["received_at"] for each in whole]
    assert times == sorted(times, reverse=True)


def test_every_write_may_lose_its_answer_once(playing: Running, delivery: Delivery) -> None:
    playing.play(Scenario.ANSWER_LOST)

    def twice(step: Any) -> requests.Response:
        with pytest.raises(requests.ConnectionError):
            step()
        answer: requests.Response = step()
        return answer

    assert twice(delivery.begin).status_code == 201
    for offset in (0, PART, 2 * PART):
        assert twice(lambda at=offset: delivery.put(at)).status_code == 200
    assert twice(delivery.complete).status_code == 201
    playing.play(Scenario.NORMAL)
    assert len(documents(delivery)) == 1


def test_an_upload_may_break_in_its_middle(playing: Running, delivery: Delivery) -> None:
    delivery.begin()
    playing.play(Scenario.UPLOAD_CUT)
    with pytest.raises(requests.ConnectionError):
        delivery.put(0)
    assert delivery.state()["offset"] == 0
    assert delivery.put(0).status_code == 200


def test_a_failing_portal_carries_nothing_out(playing: Running, small: Delivery) -> None:
    playing.play(Scenario.PORTAL_ERROR)
    assert code(small.begin(), 500) == "server.failed"
    assert small.begin().status_code == 201
    assert code(small.put(0), 500) == "server.failed"
    assert small.state()["offset"] == 0

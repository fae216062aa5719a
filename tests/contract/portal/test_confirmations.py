"""The confirmation of an account, and a consent by code, from the form to the operator's word."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest
import requests

from desktop_app.core.accounts import AccountLevel
from desktop_app.sandbox.official_identity import official_identity
from desktop_app.sandbox.people import OPERATOR_NUMBER, TRAINING_ACCOUNTS
from desktop_app.sandbox.training_logins import training_logins
from desktop_app.services.portal.consent_lines import consent_lines_by_code
from desktop_app.services.portal.contract import ConsentMessage

Running = Any
NUMBER = 9
PERSON = TRAINING_ACCOUNTS[NUMBER - 1].person
FORM = {
    "full_name": PERSON.full_name,
    "snils": PERSON.snils,
    "inn": PERSON.inn,
    "phone": "+79001112233",
    "email": "nikitin@pochta.example",
}
PDF = b"%PDF-1.7 a diploma"


@dataclass
class Visitor:
    """Somebody at the pages for a browser."""

    portal: Running
    session: requests.Session

    def enter(self, number: int) -> None:
        known = training_logins()[number - 1]
        form = {"login": known.email, "password": known.password, "next_page": "/person"}
        self.session.post(f"{self.portal.configuration.web_url}/sign-in", data=form, timeout=30)

    def page(self, path: str) -> str:
        return self.session.get(f"{self.portal.configuration.web_url}{path}", timeout=30).text

    def newest_code(self) -> str:
        return str(re.findall(r"Код: (\d{6})", self.page("/person"))[0])

    def decide(self, choice: str, comment: str = "") -> str:
        page = self.page("/operator")
        form = re.search(r'action="(/operator/confirmations/[^"]+)"', page)
        token = re.search(r'name="token" value="([^"]+)"', page)
        assert form is not None
        assert token is not None
        data = {"choice": choice, "comment": comment, "token": token[1]}
        url = f"{self.portal.configuration.web_url}{form[1]}"
        return self.session.post(url, data=data, timeout=30).text


@pytest.fixture
def visitor(portal: Running) -> Iterator[Visitor]:
    with requests.Session() as session:
        session.trust_env = False
        yield Visitor(portal, session)


def put(portal: Running, client: Any, path: str, body: Any = None, data: bytes = b"") -> Any:
    url = f"{portal.origin}/api/v1/account/confirmation/{path}"
    if body is not None:
        return client.put(url, json=body, timeout=30)
    digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
    headers = {
        "Content-Digest": f"sha-256=:{digest}:",
        "Content-Type": "application/octet-stream",
    }
    return client.put(url, data=data, headers=headers, timeout=30)


def prove(portal: Running, client: Any, visitor: Visitor, channel: str) -> Any:
    sent = portal.write(client, "account/confirmation/codes", {"channel": channel})
    assert sent.status_code == 201, sent.text
    assert FORM["phone"] not in sent.text
    assert FORM["email"] not in sent.text
    body = {"channel": channel, "code": visitor.newest_code()}
    return portal.write(client, "account/confirmation/proofs", body)


@pytest.fixture
def unconfirmed(portal: Running) -> Iterator[None]:
    yield
    portal.forget_confirmation(f"person-{NUMBER}", AccountLevel.STANDARD)


@pytest.mark.usefixtures("unconfirmed")
def test_an_account_is_confirmed_step_by_step(portal: Running, visitor: Visitor) -> None:
    client, _ = portal.signed_in(NUMBER)
    visitor.enter(NUMBER)
    before = portal.get(client, "account/confirmation").json()
    assert (before["step"], before["cause"], before["level"]) == ("form", "not-begun", "standard")
    early = portal.write(client, "account/confirmation/submissions")
    assert (early.status_code, early.json()["detail"]) == (409, "form")

    filled = put(portal, client, "form", FORM).json()
    assert (filled["step"], filled["cause"]) == ("email", "unfinished")
    assert prove(portal, client, visitor, "email").json()["step"] == "phone"
    wrong = {"channel": "sms", "code": "000000"}
    refused = portal.write(client, "account/confirmation/proofs", wrong)
    assert refused.json()["code"] == "code.expired"
    assert prove(portal, client, visitor, "sms").json()["step"] == "documents"

    picture = put(portal, client, "papers/diploma?file_name=x.exe", data=b"MZ")
    assert (picture.status_code, picture.json()["code"]) == (415, "confirmation.paper-unfit")
    for paper in ("diploma", "practice"):
        kept = put(portal, client, f"papers/{paper}?file_name=d.pdf", data=PDF)
        assert kept.status_code == 200, kept.text

    differs = portal.write(client, "account/confirmation/submissions").json()
    assert (differs["cause"], differs["findings"]) == ("differs", ["passport"])
    state = official_identity(f"person-{NUMBER}")
    passport = {
        "full_name": PERSON.full_name,
        "birth_date": state.birth_date.isoformat(),
        "passport": state.passport,
    }
    assert portal.write(client, "identity/passport-checks", passport).status_code == 201
    review = portal.write(client, "account/confirmation/submissions").json()
    assert (review["step"], review["cause"]) == ("review", "review")
    closed = put(portal, client, "form", FORM)
    assert (closed.status_code, closed.json()["code"]) == (409, "confirmation.closed")

    visitor.enter(OPERATOR_NUMBER)
    assert "Напишите, что исправить" in visitor.decide("return")
    visitor.decide("return", "Диплом не читается")
    returned = portal.get(client, "account/confirmation").json()
    assert (returned["cause"], returned["comment"]) == ("returned", "Диплом не читается")
    assert portal.write(client, "account/confirmation/submissions").json()["step"] == "review"
    assert "Ничего не ждёт решения" in visitor.decide("approve")

    assert portal.get(client, "account").json()["level"] == "confirmed"
    done = portal.get(client, "account/confirmation").json()
    assert (done["step"], done["cause"]) == ("done", "none")
    visitor.enter(NUMBER)
    assert "ваша учётная запись подтверждена" in visitor.page("/person")


def test_a_form_that_no_page_gave_decides_nothing(portal: Running, visitor: Visitor) -> None:
    visitor.enter(OPERATOR_NUMBER)
    url = f"{portal.configuration.web_url}/operator/confirmations/person-1"
    answer = visitor.session.post(url, data={"choice": "approve"}, timeout=30)
    assert answer.status_code == 403


def test_a_consent_is_given_by_the_code_for_that_very_document(
    portal: Running, visitor: Visitor
) -> None:
    client, _ = portal.signed_in(12)
    visitor.enter(12)
    consent = msgspec.json.decode(portal.get(client, "consents/egisz").content, type=ConsentMessage)
    address = portal.get(client, "consents/egisz/contact").json()["address"]
    lines = consent_lines_by_code(consent.text, consent.subject, address)
    document = "\n".join(lines).encode()
    digest = hashlib.sha256(document).hexdigest()
    sent = portal.write(client, "consents/egisz/codes", {"document_sha256": digest})
    assert sent.json()["address"] == address
    body = {
        "version": consent.text.version,
        "document": base64.b64encode(document).decode(),
        "code": visitor.newest_code(),
    }
    other = {**body, "document": base64.b64encode(document + b"\nother").decode()}
    refused = portal.write(client, "consents/egisz/grants-by-code", other)
    assert (refused.status_code, refused.json()["code"]) == (403, "code.expired")
    short = {**body, "document": base64.b64encode(document[:200]).decode()}
    cut = portal.write(client, "consents/egisz/grants-by-code", short)
    assert cut.json()["code"] == "consent.document-other"
    granted = portal.write(client, "consents/egisz/grants-by-code", body)
    assert granted.status_code == 201, granted.text
    event = granted.json()["history"][0]
    assert (event["document_sha256"], event["certificate_id"]) == (digest, "")
    again = portal.write(client, "consents/egisz/grants-by-code", body)
    assert again.json()["code"] == "code.expired"

"""The login's ordered checks: each refusal through real HTTPS, with its cause in the journal."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

ID_DATA = "1.2.840.113549.1.7.1"
Running = Any


@pytest.fixture(params=["ec-p256", "gost-256"])
def portal(request: pytest.FixtureRequest, running: Running) -> Running:
    """Return the portal for people who all have keys of one kind."""
    return running.of_kind(request.param)


def test_a_good_login_opens_a_session(portal: Running) -> None:
    client, signer = portal.signed_in(1)
    account = portal.get(client, "account").json()
    assert account["full_name"] == "Иванова Мария Петровна"
    assert account["snils"] == "11223344595"
    assert account["level"] == "confirmed"
    line = next(line for line in portal.journal() if line["actor"] == "Иванова Мария Петровна")
    assert (line["action"], line["outcome"], line["subject"]) == ("login", "ok", signer.sha256)


@pytest.mark.parametrize("kind", ["rsa-2048", "ec-p256", "ec-p384", "gost-256", "gost-512"])
def test_every_kind_of_key_signs_in(running: Running, kind: str) -> None:
    signer = running.issue(running.person(2), running.key(kind))
    assert running.log_in(running.client(), signer).status_code == 201


def test_rsa_pss_signs_in(running: Running) -> None:
    client = running.client()
    signer = running.issue(running.person(2), running.key("rsa-2048"))
    challenge_id, draft = running.draft(client, signer)
    answer = running.send(client, challenge_id, replace(draft, scheme="rsassa_pss").encode())
    assert answer.status_code == 201, answer.text


def test_the_challenge_comes_with_a_cookie_for_this_login_only(portal: Running) -> None:
    client = portal.client()
    portal.draft(client, portal.issue(portal.person(1)))
    (cookie,) = client.cookies
    assert cookie.secure
    assert cookie.path == "/api/v1/auth"
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert cookie.get_nonstandard_attr("SameSite") == "strict"


def test_a_replayed_login_is_refused(portal: Running) -> None:
    client, signer = portal.client(), portal.issue(portal.person(1))
    challenge_id, draft = portal.draft(client, signer)
    message, cookies = draft.encode(), client.cookies.copy()
    assert portal.send(client, challenge_id, message).status_code == 201
    client.cookies.update(cookies)
    assert portal.refusal_cause(portal.send(client, challenge_id, message)) == "login.nonce-unknown"


def test_a_nonce_is_spent_even_by_a_login_that_fails(portal: Running) -> None:
    client, signer = portal.client(), portal.issue(portal.person(1))
    challenge_id, draft = portal.draft(client, signer)
    spoilt = replace(draft, spoil_signature=True).encode()
    assert portal.refusal_cause(portal.send(client, challenge_id, spoilt)).startswith("signature.")
    answer = portal.send(client, challenge_id, draft.encode())
    assert portal.refusal_cause(answer) == "login.nonce-unknown"


def test_a_nonce_of_another_challenge_is_refused(portal: Running) -> None:
    client, signer = portal.client(), portal.issue(portal.person(1))
    first, _ = portal.draft(client, signer)
    _, draft = portal.draft(client, signer)
    answer = portal.send(client, first, draft.encode())
    assert portal.refusal_cause(answer) == "login.nonce-unknown"


def test_a_login_from_another_browser_session_is_refused(portal: Running) -> None:
    signer = portal.issue(portal.person(1))
    challenge_id, draft = portal.draft(portal.client(), signer)
    answer = portal.send(portal.client(), challenge_id, draft.encode())
    assert portal.refusal_cause(answer) == "login.other-session"


STATEMENTS = [
    ({"typ": "nmo-consent+v1"}, "login.purpose"),
    ({"aud": "https://127.0.0.1:1"}, "login.origin"),
    ({"aud": "https://portal.example"}, "login.origin"),
    ({"iat": 1_700_000_000, "exp": 1_700_000_120}, "login.time"),
    ({"iat": 4_000_000_000, "exp": 4_000_000_120}, "login.time"),
    ({"exp": 4_000_000_000}, "login.term"),
    ({"exp": 1_000_000_000}, "login.term"),
    ({"certificate_sha256": "0" * 64}, "login.other-certificate"),
    ({"more": "anything"}, "login.statement-malformed"),
    ({"iat": "now"}, "login.statement-malformed"),
    ({"iat": True}, "login.statement-malformed"),
    ({"nonce": "AAAA"}, "login.nonce-unknown"),
]


@pytest.mark.parametrize(("changes", "cause"), STATEMENTS)
def test_a_statement_with_another_meaning_is_refused(
    portal: Running, changes: dict[str, object], cause: str
) -> None:
    client, signer = portal.client(), portal.issue(portal.person(1))
    challenge_id, draft = portal.draft(client, signer, **changes)
    assert portal.refusal_cause(portal.send(client, challenge_id, draft.encode())) == cause


NO_STATEMENTS = [
    b"",
    b"{}",
    b"[]",
    b"\xff\xfe",
    b'{"typ": "nmo-login+v1"}',
    b"[" * 5000,
    b'{"iat":1e999}',
    b'{"iat":NaN}',
    b'{"iat":12345678901234567890}',
    b'{"iat":' + b"1" * 5000 + b"}",
    b'{"app":"\\ud800"}',
]


@pytest.mark.parametrize("content", NO_STATEMENTS, ids=range(len(NO_STATEMENTS)))
def test_content_that_is_no_canonical_statement_is_refused(portal: Running, content: bytes) -> None:
    client, signer = portal.client(), portal.issue(portal.person(1))
    challenge_id, draft = portal.draft(client, signer)
    answer = portal.send(client, challenge_id, replace(draft, content=content).encode())
    assert portal.refusal_cause(answer) == "login.statement-malformed"


def test_a_statement_with_added_blanks_is_refused(portal: Running) -> None:
    client, signer = portal.client(), portal.issue(portal.person(1))
    challenge_id, draft = portal.draft(client, signer)
    loose = replace(draft, content=draft.content.replace(b":", b": ", 1))
    answer = portal.send(client, challenge_id, loose.encode())
    assert portal.refusal_cause(answer) == "login.statement-malformed"


def test_an_oversize_message_is_refused(portal: Running) -> None:
    client = portal.client()
    challenge_id, draft = portal.draft(client, portal.issue(portal.person(1)))
    message = replace(draft, content=draft.content + b" " * 66_000).encode()
    assert portal.refusal_cause(portal.send(client, challenge_id, message)) == "message.too-large"


def test_a_body_over_the_limit_is_refused_before_it_is_read(portal: Running) -> None:
    client = portal.client()
    answer = portal.send(client, "x" * 16, b"\x30" * 300_000)
    assert answer.status_code == 413
    assert answer.json()["code"] == "request.too-large"


def test_a_message_that_is_not_strict_der_is_refused(portal: Running) -> None:
    client = portal.client()
    challenge_id, draft = portal.draft(client, portal.issue(portal.person(1)))
    message = draft.encode()
    length = len(message) - 4
    assert message[:2] == b"\x30\x82"
    loose = b"\x30\x83\x00" + length.to_bytes(2, "big") + message[4:]
    answer = portal.send(client, challenge_id, loose)
    assert portal.refusal_cause(answer) == "message.not-der"


@pytest.mark.parametrize("tail", [b"\x00", b"\x30\x00"])
def test_bytes_after_the_message_are_refused(portal: Running, tail: bytes) -> None:
    client = portal.client()
    challenge_id, draft = portal.draft(client, portal.issue(portal.person(1)))
    answer = portal.send(client, challenge_id, draft.encode() + tail)
    assert portal.refusal_cause(answer) == "message.not-der"


def test_der_that_is_no_signed_data_is_refused(portal: Running) -> None:
    client = portal.client()
    challenge_id, _ = portal.draft(client, portal.issue(portal.person(1)))
    answer = portal.send(client, challenge_id, b"\x30\x03\x02\x01\x05")
    assert portal.refusal_cause(answer) == "message.malformed"


@pytest.mark.parametrize("signers", [0, 2])
def test_anything_but_one_signer_is_refused(portal: Running, signers: int) -> None:
    client = portal.client()
    challenge_id, draft = portal.draft(client, portal.issue(portal.person(1)))
    answer = portal.send(client, challenge_id, replace(draft, signers=signers).encode())
    assert portal.refusal_cause(answer) == "message.signer-count"


def test_a_signature_on_a_document_is_no_login(portal: Running) -> None:
    client = portal.client()
    challenge_id, draft = portal.draft(client, portal.issue(portal.person(1)))
    answer = portal.send(client, challenge_id, replace(draft, content_type=ID_DATA).encode())
    assert portal.refusal_cause(answer) == "message.content-type"


def test_a_login_whose_attribute_names_another_content_type_is_refused(portal: Running) -> None:
    client = portal.client()
    challenge_id, draft = portal.draft(client, portal.issue(portal.person(1)))
    stated = replace(draft, stated={"content_type": ID_DATA})
    answer = portal.send(client, challenge_id, stated.encode())
    assert portal.refusal_cause(answer) == "login.attributes"


def test_a_detached_login_is_refused(portal: Running) -> None:
    client = portal.client()
    challenge_id, draft = portal.draft(client, portal.issue(portal.person(1)))
    answer = portal.send(client, challenge_id, replace(draft, attached=False).encode())
    assert portal.refusal_cause(answer) == "message.not-attached"


@pytest.mark.parametrize("missing", ["all", "content_type", "message_digest", "certificate"])
def test_a_login_without_all_signed_attributes_is_refused(portal: Running, missing: str) -> None:
    client = portal.client()
    challenge_id, draft = portal.draft(client, portal.issue(portal.person(1)))
    names = {
        "all": (),
        "content_type": ("message_digest", "signing_certificate_v2"),
        "message_digest": ("content_type", "signing_certificate_v2"),
        "certificate": ("content_type", "message_digest"),
    }
    answer = portal.send(client, challenge_id, replace(draft, attributes=names[missing]).encode())
    assert portal.refusal_cause(answer) == "login.attributes"


def test_another_content_under_the_same_signature_is_refused(portal: Running) -> None:
    client = portal.client()
    challenge_id, draft = portal.draft(client, portal.issue(portal.person(1)))
    answer = portal.send(
        client, challenge_id, replace(draft, stated={"message_digest": bytes(32)}).encode()
    )
    assert portal.refusal_cause(answer).startswith("signature.")


def test_a_broken_signature_is_refused(portal: Running) -> None:
    client = portal.client()
    challenge_id, draft = portal.draft(client, portal.issue(portal.person(1)))
    answer = portal.send(client, challenge_id, replace(draft, spoil_signature=True).encode())
    assert portal.refusal_cause(answer).startswith("signature.")


def test_a_signature_by_another_key_is_refused(portal: Running) -> None:
    client, signer = portal.client(), portal.issue(portal.person(1))
    challenge_id, draft = portal.draft(client, signer)
    other = replace(signer, key=portal.key(portal.kind))
    answer = portal.send(client, challenge_id, replace(draft, signer=other).encode())
    assert portal.refusal_cause(answer).startswith("signature.")


def test_another_certificate_of_the_same_person_is_refused(portal: Running) -> None:
    client, signer = portal.client(), portal.issue(portal.person(1))
    challenge_id, draft = portal.draft(client, signer)
    other = portal.issue(portal.person(1))
    answer = portal.send(client, challenge_id, replace(draft, signer=other).encode())
    assert portal.refusal_cause(answer) == "login.other-certificate"


def test_a_signing_certificate_attribute_of_another_certificate_is_refused(portal: Running) -> None:
    client, signer = portal.client(), portal.issue(portal.person(1))
    challenge_id, draft = portal.draft(client, signer)
    other = portal.signing_certificate(portal.issue(portal.person(1)).certificate)
    stated = replace(draft, stated={"signing_certificate_v2": other})
    cause = portal.refusal_cause(portal.send(client, challenge_id, stated.encode()))
    assert cause.startswith("signature.")


def test_sha_1_is_refused(running: Running) -> None:
    client = running.client()
    signer = running.issue(running.person(1), running.key("rsa-2048"))
    challenge_id, draft = running.draft(client, signer)
    answer = running.send(client, challenge_id, replace(draft, digest="sha1").encode())
    assert running.refusal_cause(answer) == "login.algorithm"


@pytest.mark.parametrize("digest", ["streebog512", "sha256"])
def test_a_digest_that_does_not_fit_the_key_is_refused(running: Running, digest: str) -> None:
    client, signer = running.client(), running.issue(running.person(1), running.key("gost-256"))
    challenge_id, draft = running.draft(client, signer)
    answer = running.send(client, challenge_id, replace(draft, digest=digest).encode())
    assert running.refusal_cause(answer) == "login.algorithm"


def test_an_expired_certificate_is_refused(portal: Running) -> None:
    signer = portal.issue(portal.person(1), age=400)
    cause = portal.refusal_cause(portal.log_in(portal.client(), signer))
    assert "certificate.expired" in cause or "path.expired" in cause


def test_a_certificate_of_an_untrusted_root_is_refused(portal: Running) -> None:
    signer = portal.issue(portal.person(1), issuer="foreign")
    assert portal.refusal_cause(portal.log_in(portal.client(), signer)).startswith("path.")


def test_a_revoked_certificate_is_refused(portal: Running) -> None:
    signer = portal.issue(portal.person(1))
    assert portal.log_in(portal.client(), signer).status_code == 201
    portal.revoke(signer)
    assert "revoked" in portal.refusal_cause(portal.log_in(portal.client(), signer))


def test_a_person_without_an_account_is_refused(portal: Running) -> None:
    signer = portal.issue(portal.new_person(1))
    cause = portal.refusal_cause(portal.log_in(portal.client(), signer))
    assert cause == "login.no-account"


def test_a_refresh_token_works_once_and_its_second_use_ends_the_session(portal: Running) -> None:
    client = portal.client()
    session = portal.log_in(client, portal.issue(portal.person(1))).json()
    first = portal.refresh(client, session["refresh_token"])
    assert first.status_code == 200
    client.headers["Authorization"] = f"Bearer {first.json()['access_token']}"
    assert portal.get(client, "account").status_code == 200
    again = portal.refresh(client, session["refresh_token"])
    assert (again.status_code, again.json()["code"]) == (401, "session.expired")
    after = portal.get(client, "account")
    assert (after.status_code, after.json()["code"]) == (401, "session.expired")
    assert portal.refresh(client, first.json()["refresh_token"]).status_code == 401


def test_logging_out_revokes_both_tokens(portal: Running) -> None:
    client = portal.client()
    session = portal.log_in(client, portal.issue(portal.person(1))).json()
    answer = client.delete(f"{portal.origin}/api/v1/auth/session", timeout=30)
    assert answer.status_code == 204
    assert portal.get(client, "account").json()["code"] == "session.expired"
    assert portal.refresh(client, session["refresh_token"]).status_code == 401


@pytest.mark.parametrize("header", [None, "Bearer nothing", "Basic abc"])
def test_without_a_live_token_nothing_is_served(portal: Running, header: str | None) -> None:
    client = portal.client()
    if header:
        client.headers["Authorization"] = header
    for path in ("account", "consents/egisz", "credentials", "journal"):
        answer = portal.get(client, path)
        assert (answer.status_code, answer.json()["code"]) == (401, "session.none")
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_tokens_are_not_in_the_database(portal: Running) -> None:
    session = portal.log_in(portal.client(), portal.issue(portal.person(1))).json()
    kept = b"".join(file.read_bytes() for file in portal.folder.path.glob("portal.sqlite3*"))
    assert session["access_token"].encode() not in kept
    assert session["refresh_token"].encode() not in kept


def test_the_skew_between_clocks_is_allowed_for(portal: Running) -> None:
    client, signer = portal.client(), portal.issue(portal.person(1))
    ahead = int((portal.now() + timedelta(seconds=50)).timestamp())
    challenge_id, draft = portal.draft(client, signer, iat=ahead, exp=ahead + 300)
    assert portal.send(client, challenge_id, draft.encode()).status_code == 201


@pytest.mark.parametrize("usage", ["content_commitment", "key_encipherment"])
def test_a_certificate_that_is_not_for_signing_in_is_refused(portal: Running, usage: str) -> None:
    signer = portal.issue_for(portal.person(1), usage)
    cause = portal.refusal_cause(portal.log_in(portal.client(), signer))
    assert cause == "path.wrong-usage"


def test_a_flood_of_challenges_is_asked_to_wait(portal: Running) -> None:
    client, signer = portal.client(), portal.issue(portal.person(1))
    database = sqlite3.connect(portal.folder.database)
    rows = [(f"flood-{number}", "n", "c", "0" * 64, "2099-01-01") for number in range(10_000)]
    database.executemany("INSERT INTO challenges VALUES (?, ?, ?, ?, ?)", rows)
    database.commit()
    body = {"certificate_sha256": signer.sha256}
    answer = client.post(f"{portal.origin}/api/v1/auth/challenges", json=body, timeout=30)
    database.execute("DELETE FROM challenges WHERE id LIKE 'flood-%'")
    database.commit()
    database.close()
    assert (answer.status_code, answer.json()["code"]) == (429, "server.busy")
    assert int(answer.headers["Retry-After"]) > 0
    assert portal.log_in(client, signer).status_code == 201


def test_an_expired_nonce_is_refused(portal: Running) -> None:
    client, signer = portal.client(), portal.issue(portal.person(1))
    challenge_id, draft = portal.draft(client, signer)
    database = sqlite3.connect(portal.folder.database)
    database.execute(
        "UPDATE challenges SET expires_at = '2020-01-01 00:00:00.000000' WHERE id = ?",
        (challenge_id,),
    )
    database.commit()
    database.close()
    answer = portal.send(client, challenge_id, draft.encode())
    assert portal.refusal_cause(answer) == "login.nonce-expired"


def test_an_access_token_ends_after_minutes_and_is_refreshed(portal: Running) -> None:
    client = portal.client()
    session = portal.log_in(client, portal.issue(portal.person(1))).json()
    assert 0 < session["expires_in"] <= 900
    database = sqlite3.connect(portal.folder.database)
    database.execute(
        "UPDATE sessions SET access_expires_at = '2020-01-01 00:00:00.000000'"
        " WHERE access_sha256 = ?",
        (hashlib.sha256(session["access_token"].encode()).hexdigest(),),
    )
    database.commit()
    database.close()
    assert portal.get(client, "account").json()["code"] == "session.expired"
    renewed = portal.refresh(client, session["refresh_token"]).json()
    client.headers["Authorization"] = f"Bearer {renewed['access_token']}"
    assert portal.get(client, "account").status_code == 200


def test_the_cookie_goes_when_the_login_is_done(portal: Running) -> None:
    client, _ = portal.signed_in(1)
    assert list(client.cookies) == []

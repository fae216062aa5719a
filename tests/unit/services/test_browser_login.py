"""What the program believes of what a browser brings back, and what it says otherwise."""

from __future__ import annotations

import re
import socket
import urllib.error
import urllib.request
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.browser_login import (
    BrowserAnswerUntrustedError,
    EsiaRefusedError,
    LoopbackPortError,
    NoPortalAccountError,
)
from desktop_app.core.resources import resource_path
from desktop_app.sandbox.web.esia_errors import ESIA_ERRORS
from desktop_app.services.browser_login import code_of
from desktop_app.services.esia_causes import esia_refusal
from desktop_app.services.id_token import ExpectedToken, subject_of
from desktop_app.services.loopback_listener import LoopbackListener
from desktop_app.services.portal.authorization import LoginSecrets, authorization_address
from desktop_app.services.portal.openid_contract import DiscoveryMessage, KeysMessage

CATALOGUE = Catalogue.read(resource_path("messages"))
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
ISSUER = "https://portal.example/api/v1"
PLACE = DiscoveryMessage(
    issuer=ISSUER,
    authorization_endpoint=f"{ISSUER}/authorize",
    token_endpoint=f"{ISSUER}/auth/token",
    jwks_uri=f"{ISSUER}/auth/jwks",
    response_types_supported=("code",),
    subject_types_supported=("public",),
    id_token_signing_alg_values_supported=("ES256",),
    code_challenge_methods_supported=("S256",),
    token_endpoint_auth_methods_supported=("none",),
    authorization_response_iss_parameter_supported=True,
)
GOOD = {"state": "s", "iss": ISSUER, "code": "c"}
KEY = ECKey.generate_key("P-256", {"alg": "ES256"}, auto_kid=True)
OTHER_KEY = ECKey.generate_key("P-256", auto_kid=True)
CLAIMS: dict[str, Any] = {
    "iss": ISSUER,
    "sub": "person-1",
    "aud": "nmo-cabinet",
    "nonce": "n",
    "iat": int(NOW.timestamp()),
    "exp": int(NOW.timestamp()) + 300,
}


def test_the_code_of_a_whole_answer_is_taken() -> None:
    assert code_of(GOOD, "s", PLACE) == "c"


def test_a_portal_that_never_names_itself_need_not_do_so_in_the_answer() -> None:
    place = replace(PLACE, authorization_response_iss_parameter_supported=False)
    assert code_of({"state": "s", "code": "c"}, "s", place) == "c"


@pytest.mark.parametrize(
    ("answer", "error", "detail"),
    [
        ({**GOOD, "state": "other"}, BrowserAnswerUntrustedError, "state"),
        ({"code": "c"}, BrowserAnswerUntrustedError, "state"),
        ({**GOOD, "iss": "https://other.example"}, BrowserAnswerUntrustedError, "issuer"),
        ({"state": "s", "code": "c"}, BrowserAnswerUntrustedError, "issuer"),
        ({"state": "s", "iss": ISSUER}, BrowserAnswerUntrustedError, "code"),
        ({**GOOD, "error": "invalid_request"}, BrowserAnswerUntrustedError, "code"),
        ({**GOOD, "error": "account_unknown"}, NoPortalAccountError, ""),
        ({**GOOD, "error": "access_denied"}, EsiaRefusedError, ""),
    ],
)
def test_another_answer_ends_the_login(
    answer: dict[str, str], error: type[NmoError], detail: str
) -> None:
    with pytest.raises(error) as caught:
        code_of(answer, "s", PLACE)
    assert getattr(caught.value, "detail", "") == detail


@pytest.mark.parametrize("code", sorted(ESIA_ERRORS))
@pytest.mark.parametrize("language", ["en", "ru"])
def test_each_code_of_esia_has_a_cause_and_a_way_out(code: str, language: str) -> None:
    refusal = esia_refusal(f"{code}: {ESIA_ERRORS[code]}")
    message = CATALOGUE.of_error(refusal, language)
    assert code in message.text
    for group in ("esia", "esia-remedy"):
        words = CATALOGUE.word(group, refusal.cause, language)
        assert " " in words
        assert words in f"{message.text} {message.remedy}"
    assert message.remedy.count(". ") == 1


def test_an_unknown_code_is_told_and_a_text_without_one_is_a_failure() -> None:
    unknown = esia_refusal("ESIA-999999: ?")
    assert (unknown.cause, unknown.esia_code) == ("portal", "ESIA-999999")
    assert esia_refusal("\x00" * 999).cause == "failed"


def token(key: Any = KEY, algorithm: str = "ES256", **changes: Any) -> str:
    claims = {name: value for name, value in {**CLAIMS, **changes}.items() if value is not None}
    return jwt.encode({"alg": algorithm, "kid": key.kid}, claims, key, algorithms=[algorithm])


def judge(text: str) -> str:
    keys = KeysMessage(tuple(KeySet([KEY]).as_dict(private=False)["keys"]))
    return subject_of(text, ExpectedToken(ISSUER, "n", keys, NOW))


def test_a_signed_id_token_names_who_signed_in() -> None:
    assert judge(token()) == "person-1"


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://other.example"},
        {"aud": "another-program"},
        {"nonce": "other"},
        {"nonce": None},
        {"exp": int(NOW.timestamp()) - 120},
        {"exp": None},
        {"sub": None},
        {"sub": 5},
    ],
)
def test_an_id_token_for_something_else_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(BrowserAnswerUntrustedError) as caught:
        judge(token(**changes))
    assert caught.value.detail == "id-token"


def test_an_id_token_that_nobody_of_the_portal_signed_is_refused() -> None:
    secret = OctKey.import_key("a secret that everybody can guess", {"kid": str(KEY.kid)})
    unsigned = f"{token().rsplit('.', 1)[0]}."
    for text in (token(OTHER_KEY), token(secret, "HS256"), unsigned, "", "a.b.c"):
        with pytest.raises(BrowserAnswerUntrustedError):
            judge(text)


def test_the_address_carries_a_challenge_and_never_the_verifier() -> None:
    mine = LoginSecrets()
    address = authorization_address(f"{ISSUER}/authorize", "http://127.0.0.1:5/nmo/login", mine)
    assert mine.verifier not in address
    assert "code_challenge_method=S256" in address
    assert len(re.findall(r"[?&](state|nonce|code_challenge)=", address)) == 3
    assert mine.state not in repr(mine)


def fetch(address: str, **headers: str) -> int:
    request = urllib.request.Request(address, headers=headers)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def test_the_listener_takes_one_answer_at_its_own_address_only() -> None:
    with LoopbackListener("Готово") as listener:
        base = listener.redirect_uri
        assert base.startswith("http://127.0.0.1:")
        assert fetch(base.replace("/nmo/login", "/other?code=1")) == 404
        assert fetch(f"{base}?code=1", Host="foreign.example") == 404
        assert fetch(f"{base}?{'x' * 9000}=1") == 404
        assert listener.wait(0.01) is None
        # A browser that connects in advance and says nothing holds nobody up.
        with socket.create_connection(("127.0.0.1", int(base.split(":")[2].split("/")[0]))):
            assert fetch(f"{base}?code=1&state=2") == 200
        assert fetch(f"{base}?code=2") == 404
        assert listener.wait(1) == {"code": "1", "state": "2"}


def test_a_taken_port_is_said() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(LoopbackPortError) as caught:
            LoopbackListener("", port)
    assert caught.value.port == port

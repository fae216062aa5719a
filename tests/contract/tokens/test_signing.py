"""Every module lists its certificates and signs with each key and algorithm."""

from __future__ import annotations

import secrets

import pytest

from desktop_app.core.cancellation import Cancellation, Cancelled
from desktop_app.core.pin import Pin
from desktop_app.core.tokens import PinState, Token
from desktop_app.signing.algorithms import algorithms_for
from desktop_app.signing.certificates import cut_certificate
from desktop_app.signing.digests import digest_of
from desktop_app.signing.signature_check import signature_is_valid
from desktop_app.signing.tokens import Tokens
from tests.modules.provisioned import Provisioned

KEYS = {
    "softhsm": ("RSA 2048", "P-256", "P-384"),
    "training-token": ("ГОСТ Р 34.10-2012 256",) * 3 + ("ГОСТ Р 34.10-2012 512",) * 3,
    "opencryptoki": ("RSA 2048",),
    "opensc": ("RSA 2048", "P-256"),
    "tpm2": ("RSA 2048", "P-256"),
}


def message() -> bytes:
    return secrets.token_bytes(40)


def test_the_token_shows_who_it_is_and_what_lies_on_it(token: Token, module: Provisioned) -> None:
    assert token.reader
    assert token.manufacturer
    assert token.drivers == (module.driver.path,)
    assert token.pin_state is PinState.OK
    assert not token.pin_pad
    expected = KEYS[module.name]
    assert len(token.certificates) == len(expected)
    for found in token.certificates:
        assert any(name in found.certificate.algorithm for name in expected)
        assert found.has_private_key


def test_each_key_signs_with_each_algorithm_of_the_table(
    tokens: Tokens, token: Token, module: Provisioned
) -> None:
    for found in token.certificates:
        info = cut_certificate(found.certificate.der).public_key_info
        with tokens.session(found.certificate.id, Pin(module.pin)) as session:
            assert session.certificate == found.certificate
            assert session.algorithms == algorithms_for(info)
            for algorithm in session.algorithms:
                signed = message()
                signature = session.sign(signed, algorithm)
                digest = digest_of(signed, algorithm.digest)
                assert signature_is_valid(info, algorithm, digest, signature)


def test_one_login_makes_many_signatures(tokens: Tokens, token: Token, module: Provisioned) -> None:
    certificate = token.certificates[0].certificate
    with tokens.session(certificate.id, Pin(module.pin)) as session:
        algorithm = session.algorithms[0]
        made = {session.sign(message(), algorithm) for _ in range(20)}
    assert len(made) == 20


def test_signatures_in_a_queue_come_in_the_order_of_their_messages(
    tokens: Tokens, token: Token, module: Provisioned
) -> None:
    messages = [message() for _ in range(30)]
    for found in token.certificates:
        info = cut_certificate(found.certificate.der).public_key_info
        made: list[bytes] = []
        with tokens.session(found.certificate.id, Pin(module.pin)) as session:
            algorithm = session.algorithms[0]
            waiting = iter(messages)
            with session.queue(algorithm) as queue:
                while len(made) < len(messages):
                    while queue.has_room and (each := next(waiting, None)):
                        queue.put(each)
                    queue.send()
                    taken = queue.take()
                    assert taken.failure is None
                    made += taken.signatures
        for each, signature in zip(messages, made, strict=True):
            digest = digest_of(each, algorithm.digest)
            assert signature_is_valid(info, algorithm, digest, signature)


def test_after_a_login_it_is_known_which_keys_are_there(
    tokens: Tokens, token: Token, module: Provisioned
) -> None:
    with tokens.session(token.certificates[0].certificate.id, Pin(module.pin)):
        pass
    found = [each for each in tokens.overview().tokens if each.label == module.label]
    assert all(each.key_known and each.has_private_key for each in found[0].certificates)


def test_the_next_session_asks_for_the_pin_again(
    tokens: Tokens, token: Token, module: Provisioned
) -> None:
    certificate = token.certificates[0].certificate.id
    for _ in range(2):
        with tokens.session(certificate, Pin(module.pin)) as session:
            assert session.sign(message(), session.algorithms[0])


def test_a_cancelled_session_signs_no_more(
    tokens: Tokens, token: Token, module: Provisioned
) -> None:
    cancel = Cancellation()
    certificate = token.certificates[0].certificate.id
    with tokens.session(certificate, Pin(module.pin), cancel=cancel) as session:
        algorithm = session.algorithms[0]
        session.sign(message(), algorithm)
        cancel.cancel()
        with pytest.raises(Cancelled):
            session.sign(message(), algorithm)
    with tokens.session(certificate, Pin(module.pin)) as session:
        assert session.sign(message(), algorithm)

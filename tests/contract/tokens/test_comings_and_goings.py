"""Tokens come, go, hang and fail on real modules over a real reader service."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.core.errors.base import NmoError
from desktop_app.core.errors.tokens import (
    DriverHungError,
    KeyNotForSigningError,
    MechanismUnsupportedError,
    TokenFailedError,
    TokenMissingError,
    TokenRemovedError,
)
from desktop_app.core.pin import Pin
from desktop_app.core.tokens import Token
from desktop_app.signing.limits import Limits
from desktop_app.signing.signing_session import SigningSession
from desktop_app.signing.tokens import Tokens
from tests.contract.tokens.module_choice import only
from tests.modules.provisioned import Provisioned
from tests.modules.reader_connection import exclusive_connection
from tests.modules.watching import Seen, until


def sign(session: SigningSession) -> bytes:
    algorithm = session.algorithms[0]
    return session.sign(b"document", algorithm)


@pytest.fixture
def card(module: Provisioned) -> Iterator[Provisioned]:
    """The virtual card, put right again afterwards."""
    yield module
    module.tell_card("reset-pin")
    module.tell_card("insert")


def test_a_watch_tells_at_once_what_is_there_and_then_only_changes(
    tokens: Tokens, module: Provisioned, seen: Seen
) -> None:
    # Another test may have put the card in only just now.
    assert until(lambda: bool(tokens.overview(reread=True).tokens), 10)
    watch = tokens.watch(seen)
    assert seen.wait_for(lambda overview: bool(overview.tokens), 10)
    told = len(seen.overviews)
    assert not seen.wait_for(lambda _: len(seen.overviews) > told, 1.2)
    assert told == 1
    watch.stop()


@only("opensc", "training-token")
def test_a_card_that_comes_and_goes_is_seen_within_two_seconds(
    tokens: Tokens, token: Token, card: Provisioned, seen: Seen
) -> None:
    watch = tokens.watch(seen)
    assert seen.wait_for(lambda overview: len(overview.tokens) == 1, 5)
    for _ in range(2):
        card.tell_card("eject")
        assert seen.wait_for(lambda overview: not overview.tokens, 2)
        card.tell_card("insert")
        assert seen.wait_for(lambda overview: len(overview.tokens) == 1, 2)
        assert seen.overviews[-1].tokens[0].certificates
    watch.stop()


@only("softhsm")
def test_tokens_that_all_went_and_came_back_are_seen_by_a_driver_that_knows_its_start_only(
    module: Provisioned, seen: Seen
) -> None:
    store = Path(module.driver.environment["SOFTHSM2_CONF"]).with_name("tokens")
    away = store.with_name("away")
    with closing(Tokens([module.driver], Limits(poll_interval=0.1, empty_interval=0.5))) as tokens:
        watch = tokens.watch(seen)
        assert seen.wait_for(lambda overview: bool(overview.tokens), 10)
        store.rename(away)
        store.mkdir()
        try:
            assert seen.wait_for(lambda overview: not overview.tokens, 10)
        finally:
            store.rmdir()
            away.rename(store)
        assert seen.wait_for(lambda overview: bool(overview.tokens), 10)
        watch.stop()


@only("opensc", "training-token")
def test_a_card_taken_out_before_the_login_is_missing(
    tokens: Tokens, token: Token, card: Provisioned
) -> None:
    card.tell_card("eject")
    with (
        pytest.raises((TokenMissingError, TokenRemovedError)),
        tokens.session(token.certificates[0].certificate.id, Pin(card.pin)),
    ):
        pass
    assert until(lambda: tokens.overview().tokens == ())


@only("opensc", "training-token")
@pytest.mark.parametrize("moment", ["eject", "eject-on-sign"])
def test_a_card_taken_out_around_a_signature_is_removed_and_works_when_back(
    tokens: Tokens, token: Token, card: Provisioned, moment: str
) -> None:
    for found in token.certificates:
        with tokens.session(found.certificate.id, Pin(card.pin)) as session:
            card.tell_card(moment)
            with pytest.raises(TokenRemovedError):
                sign(session)
        card.tell_card("insert")
        assert until(lambda: len(tokens.overview().tokens) == 1)
        with tokens.session(found.certificate.id, Pin(card.pin)) as session:
            assert sign(session)


@only("opensc", "training-token")
def test_a_card_that_hangs_is_given_up_at_the_limit(token: Token, card: Provisioned) -> None:
    hurried = Tokens([card.driver], Limits(sign=1))
    certificate = token.certificates[0].certificate.id
    hurried.overview()
    began = time.monotonic()
    with hurried.session(certificate, Pin(card.pin)) as session:
        card.tell_card("delay", "3")
        with pytest.raises(DriverHungError):
            sign(session)
    assert time.monotonic() - began < 3
    card.tell_card("delay", "0")
    # The reader answers nobody before the card has answered: killing frees the program only.
    with hurried.session(certificate, Pin(card.pin)) as session:
        assert sign(session)
    hurried.close()


@only("opensc")
@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("6F00", TokenFailedError),
        ("6982", TokenFailedError),
        ("6A80", TokenFailedError),
        ("6985", TokenFailedError),
        ("6581", TokenFailedError),
        ("6700", TokenFailedError),
    ],
)
def test_a_status_word_instead_of_a_signature_is_never_called_a_wrong_pin(
    tokens: Tokens, token: Token, card: Provisioned, word: str, expected: type[NmoError]
) -> None:
    certificate = token.certificates[0].certificate.id
    with tokens.session(certificate, Pin(card.pin)) as session:
        card.tell_card("status-on-sign", word)
        with pytest.raises(expected) as caught:
            sign(session)
        assert not isinstance(caught.value, MechanismUnsupportedError | KeyNotForSigningError)
    card.tell_card("status-on-sign", "0")
    with tokens.session(certificate, Pin(card.pin)) as session:
        assert sign(session)


@only("opensc", "training-token")
def test_a_key_that_asks_for_the_pin_each_time_gets_it(
    tokens: Tokens, token: Token, card: Provisioned
) -> None:
    (found,) = [each for each in token.certificates if "Signature" in each.certificate.subject]
    with tokens.session(found.certificate.id, Pin(card.pin)) as session:
        assert sign(session) != sign(session)
    (again,) = [
        each
        for each in tokens.overview().tokens[0].certificates
        if each.certificate.id == found.certificate.id
    ]
    assert again.always_authenticate


@only("opensc")
def test_a_card_that_another_program_holds_alone_is_absent_until_it_lets_go(
    tokens: Tokens, token: Token, card: Provisioned
) -> None:
    tokens.close()  # Our own helper holds a connection, too.
    later = Tokens([card.driver])
    with closing(later):
        with exclusive_connection(token.reader):
            assert later.overview().tokens == ()
        assert len(later.overview().tokens) == 1


@only("opensc")
def test_a_reader_service_that_stops_ends_the_signature_and_works_when_back(
    tokens: Tokens, token: Token, card: Provisioned
) -> None:
    certificate = token.certificates[0].certificate.id
    with tokens.session(certificate, Pin(card.pin)) as session:
        card.stop_reader_service()
        with pytest.raises(TokenRemovedError):
            sign(session)
    assert tokens.overview().tokens == ()
    card.start_reader_service()
    assert until(lambda: len(tokens.overview().tokens) == 1, 10)
    with tokens.session(certificate, Pin(card.pin)) as session:
        assert sign(session)

"""One token seen through several drivers becomes one token."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from desktop_app.core.certificates import Certificate
from desktop_app.core.tokens import DriverReport, DriverState, PinState, Token, TokenCertificate
from desktop_app.signing.driver_tokens import SeenToken, Snapshot
from desktop_app.signing.protocol import TokenState
from desktop_app.signing.token_merge import is_same_token, merge_snapshots

STATE = TokenState(0, "Reader 00 00", "Label", "1a", "Model", "Maker", 0, 4, 8, 0)


def certificate(name: str, *, key: bool = True) -> TokenCertificate:
    day = datetime(2026, 1, 1, tzinfo=UTC)
    value = Certificate(
        id=name,
        der=name.encode(),
        subject=name,
        organisation="",
        snils="",
        issuer="",
        serial_number="1",
        not_before=day,
        not_after=day,
        key_not_after=None,
        algorithm="RSA 2048",
        key_usage=frozenset(),
        extended_key_usage=frozenset(),
    )
    return TokenCertificate(value, b"1", has_private_key=key)


def token(driver: str, *names: str, serial: str = "1a", reader: str = "Reader 00 00") -> Token:
    return Token(
        serial=serial,
        label="Label",
        model="Model",
        manufacturer="Maker",
        reader=reader,
        drivers=(driver,),
        pin_state=PinState.OK,
        certificates=tuple(certificate(name) for name in names),
    )


def snapshot(driver: str, *tokens: Token) -> Snapshot:
    report = DriverReport(driver, driver, DriverState.OK)
    return Snapshot(report, tuple(SeenToken(STATE, each) for each in tokens))


@pytest.mark.parametrize("serial", ["1A", "001a", "0001A"])
def test_serials_that_drivers_write_differently_are_one(serial: str) -> None:
    assert is_same_token(token("a", "x"), token("b", "x", serial=serial, reader="other"))


@pytest.mark.parametrize(
    "other",
    [
        token("b", "x", serial="2b"),
        token("b", "y"),
        token("b", "x", "y", reader="Reader 01 00"),
        token("b", reader="Reader 01 00"),
        token("a", "x"),
    ],
    ids=["serial", "certificates", "more certificates elsewhere", "empty elsewhere", "same driver"],
)
def test_tokens_that_differ_in_what_counts_are_two(other: Token) -> None:
    assert not is_same_token(token("a", "x"), other)


def test_tokens_without_a_serial_are_never_one() -> None:
    assert not is_same_token(token("a", "x", serial=""), token("b", "x", serial="000"))


def test_a_driver_that_sees_less_in_the_same_reader_sees_the_same_token() -> None:
    assert is_same_token(token("a", "x", "y"), token("b", "x"))
    assert is_same_token(token("a"), token("b", "x"))


def test_the_first_driver_wins_and_all_are_named() -> None:
    overview = merge_snapshots(
        [snapshot("a", token("a", "x")), snapshot("b", token("b", "x", "y"))]
    )
    (merged,) = overview.tokens
    assert merged.drivers == ("a", "b")
    assert [each.certificate.id for each in merged.certificates] == ["x", "y"]
    assert [report.path for report in overview.drivers] == ["a", "b"]


def test_a_driver_that_sees_the_key_is_believed() -> None:
    blind = replace(token("a"), certificates=(certificate("x", key=False),))
    overview = merge_snapshots([snapshot("a", blind), snapshot("b", token("b", "x"))])
    assert overview.tokens[0].certificates[0].has_private_key


def test_two_tokens_of_one_driver_stay_two() -> None:
    overview = merge_snapshots([snapshot("a", token("a", "x"), token("a", "x"))])
    assert len(overview.tokens) == 2


def test_nothing_makes_an_empty_overview() -> None:
    assert merge_snapshots([]).tokens == ()

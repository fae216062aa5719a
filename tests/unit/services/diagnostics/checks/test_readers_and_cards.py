"""RDR-01 to RDR-09: every outcome, from facts written down."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.core.diagnostics import CheckStatus, Who
from desktop_app.services.diagnostics.facts.readers import Reader, SmartCardService
from desktop_app.services.diagnostics.facts.usb import Usb
from tests.unit.services.diagnostics.devices.known_facts import (
    A_TOKEN,
    BANK_ATR,
    EMPTY,
    FULL,
    RUTOKEN,
    STOPPED,
    judged,
    readers,
    told,
    usb,
)

FAIL, WARN, NOTE, SKIP = CheckStatus.FAIL, CheckStatus.WARN, CheckStatus.OK, CheckStatus.SKIP
HELLO = Reader("Windows Hello for Business 1", present=True, atr="3B00")
ROWS = [f"RDR-0{number}" for number in range(1, 10)]


@pytest.mark.parametrize("identifier", ROWS)
def test_a_card_in_order_has_nothing_against_it(identifier: str) -> None:
    assert not judged(identifier, readers(FULL), usb(RUTOKEN))
    assert not judged(identifier, readers(EMPTY, FULL), usb(RUTOKEN))


@pytest.mark.parametrize("identifier", ROWS)
def test_on_a_computer_without_readers_but_with_a_token_nothing_stands_in_the_way(
    identifier: str,
) -> None:
    for none in (STOPPED, readers()):
        found = judged(identifier, none, Usb(visible=False), A_TOKEN)
        assert all(each.status is NOTE for each in found)


def test_a_service_without_readers_is_told_while_something_is_plugged_in() -> None:
    (finding,) = judged("RDR-01", readers(), usb(RUTOKEN))
    assert (finding.cause, finding.status, finding.who) == ("reader.none", FAIL, Who.IT)
    assert told(judged("RDR-01", readers(), Usb(visible=False))) == [("reader.none", FAIL)]
    assert told(judged("RDR-01", readers())) == [("reader.none", FAIL)]


def test_no_reader_is_missed_where_nothing_is_plugged_in() -> None:
    assert told(judged("RDR-01", readers(), usb())) == [("usb.no-token", SKIP)]


def test_a_foreign_reader_is_no_reader() -> None:
    assert told(judged("RDR-01", readers(HELLO), usb(RUTOKEN))) == [("reader.none", FAIL)]
    found = judged("RDR-06", readers(HELLO, FULL))
    assert told(found) == [("reader.foreign-first", NOTE)]
    assert found[0].evidence == {"reader": HELLO.name, "used": FULL.name}
    assert not judged("RDR-06", readers(FULL, HELLO))


def test_without_an_answer_of_the_service_readers_are_not_judged() -> None:
    assert told(judged("RDR-01", STOPPED, usb(RUTOKEN))) == [("reader.service-silent", SKIP)]


def test_an_empty_reader_lacks_its_card() -> None:
    (finding,) = judged("RDR-02", readers(EMPTY))
    assert (finding.cause, finding.status) == ("card.absent", FAIL)
    assert finding.evidence == {"reader": EMPTY.name}
    assert told(judged("RDR-02", readers(EMPTY), A_TOKEN)) == [("card.absent", NOTE)]


def test_a_card_that_is_silent_is_told_apart_from_none() -> None:
    silent = Reader("Reader 00 01", present=True, mute=True)
    (finding,) = judged("RDR-02", readers(EMPTY, silent))
    assert (finding.cause, finding.status) == ("card.mute", FAIL)
    assert finding.evidence == {"reader": silent.name}
    assert told(judged("RDR-02", readers(silent, FULL))) == [("card.mute", NOTE)]


def test_a_card_that_is_held_names_who_may_hold_it() -> None:
    busy = readers(replace(FULL, exclusive=True))
    setup = SmartCardService(holders=("scdaemon",), clients=("firefox",))
    (finding,) = judged("RDR-03", busy, setup)
    assert (finding.cause, finding.status) == ("token.busy", FAIL)
    assert finding.evidence == {"reader": FULL.name, "program": "scdaemon"}
    (finding,) = judged("RDR-03", busy, SmartCardService(clients=("firefox", "soffice.bin")))
    assert finding.evidence["program"] == "firefox, soffice.bin"
    (finding,) = judged("RDR-03", busy)
    assert finding.evidence["program"] is None
    assert told(judged("RDR-03", busy, A_TOKEN)) == [("token.busy", NOTE)]


def test_a_reader_that_hangs_is_named() -> None:
    (finding,) = judged("RDR-04", readers(replace(FULL, answers=False)))
    assert (finding.cause, finding.status) == ("reader.hung", FAIL)
    assert finding.evidence == {"reader": FULL.name, "seconds": 5}


def test_an_unknown_card_is_a_concern_until_a_driver_shows_a_token() -> None:
    unknown = readers(replace(FULL, atr="3B951381018073FF01000B"))
    (finding,) = judged("RDR-05", unknown)
    assert (finding.cause, finding.status) == ("card.unknown", WARN)
    assert finding.evidence == {"reader": FULL.name, "atr": "3B951381018073FF01000B"}
    assert not judged("RDR-05", unknown, A_TOKEN)


def test_a_bank_card_is_told_to_be_one() -> None:
    bank = replace(EMPTY, present=True, atr=BANK_ATR)
    (finding,) = judged("RDR-05", readers(bank))
    assert (finding.cause, finding.status) == ("card.other-purpose", FAIL)
    assert finding.evidence["card"] == "Банковская карта «Мир»"
    assert not judged("RDR-05", readers(bank, FULL))


def test_many_readers_are_a_concern() -> None:
    many = readers(*(replace(FULL, name=f"Reader {number}") for number in range(10)))
    (finding,) = judged("RDR-07", many)
    assert (finding.cause, finding.status, finding.evidence) == (
        "reader.too-many",
        WARN,
        {"count": 10},
    )
    assert told(judged("RDR-07", many, A_TOKEN)) == [("reader.too-many", NOTE)]


def test_what_a_reader_can_do_is_noted() -> None:
    reader = replace(FULL, extended_apdu=False, pin_pad=True)
    assert told(judged("RDR-08", readers(reader))) == [("reader.short-commands", NOTE)]
    assert told(judged("RDR-09", readers(reader))) == [("reader.pin-pad", NOTE)]
    assert not judged("RDR-08", readers(replace(reader, extended_apdu=True)))
    assert not judged("RDR-09", readers(replace(reader, pin_pad=False)))

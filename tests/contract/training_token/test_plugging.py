"""Cards come, go, get damaged, and are used by several programs at once."""

from __future__ import annotations

import ctypes
import re
import shutil
import signal
import subprocess

import pytest

from tests.modules.pkcs11_numbers import CLASS, CODES
from tests.modules.raw_pkcs11 import RawModule, refused
from tests.modules.token_objects import certificate, pair
from tests.modules.training_token import LABEL, PIN, TokenStore

NO_EVENT = 0x8
WITHOUT_WAITING = 1


def event(raw: RawModule) -> int | None:
    """Return the slot of the next event, or None."""
    slot = ctypes.c_ulong()
    code = raw.code("WaitForSlotEvent", WITHOUT_WAITING, ctypes.byref(slot), None)
    assert code in (0, NO_EVENT)
    return slot.value if code == 0 else None


def test_there_are_32_slots_and_a_card_keeps_its_own(raw: RawModule, store: TokenStore) -> None:
    assert raw.slots(with_token=False) == list(range(32))
    store.card("another")
    assert raw.slots() == [0, 1]
    (store.folder / "card").rename(store.folder / ".away")
    store.card("a-third")
    assert raw.slots() == [1, 2]
    (store.folder / ".away").rename(store.folder / "card")
    assert raw.slots() == [0, 1, 2]
    assert "Учебный считыватель 00" in store.tool("--list-slots")


def test_cards_over_the_last_slot_wait(raw: RawModule, store: TokenStore) -> None:
    for number in range(33):
        store.card(f"more-{number:02}")
    assert raw.slots() == list(range(32))
    shutil.rmtree(store.folder / "more-00")
    assert raw.slots() == list(range(32))


def test_coming_and_going_are_events(raw: RawModule, store: TokenStore) -> None:
    assert event(raw) is None
    store.take_out()
    assert event(raw) == 0
    assert event(raw) is None
    store.put_in()
    assert event(raw) == 0
    assert event(raw) is None


def test_a_waiting_call_returns_when_a_card_comes(store: TokenStore) -> None:
    waiting = store.program(WAIT)
    assert waiting.stdout is not None
    assert waiting.stdout.readline() == "ready\n"
    store.card("new")
    assert waiting.communicate(timeout=20)[0] == "0\n"


WAIT = """
print("ready", flush=True)
slot = ctypes.c_ulong(99)
raw.ok("WaitForSlotEvent", 0, ctypes.byref(slot), None)
print(slot.value)
"""
KEEP_MAKING_KEYS = """
session = raw.open(0)
raw.login(session, PIN)
while True:
    print(*pair(raw, session), flush=True)
"""


def test_a_session_with_a_card_that_was_taken_out_is_dead(
    raw: RawModule, store: TokenStore, session: int
) -> None:
    other = raw.open(0, writing=False)
    store.take_out()
    with refused("removed"):
        raw.find(session, {})
    with refused("no session"):
        raw.find(session, {})
    with refused("no token"):
        raw.open(0)
    store.put_in()
    with refused("removed"):
        raw.find(other, {})
    again = raw.open(0)
    with refused("not logged in"):
        pair(raw, again)
    raw.login(again, PIN)
    assert pair(raw, again)


def test_another_card_in_the_same_folder_is_another_token(
    raw: RawModule, store: TokenStore, session: int
) -> None:
    (store.folder / "card").rename(store.folder / ".first")
    store.card("card")
    with refused("removed"):
        raw.find(session, {})


@pytest.mark.parametrize("damage", [b"", b"NMOTOKN1", b"\0" * 500, None])
def test_a_damaged_card_is_an_error_and_not_an_empty_one(
    raw: RawModule, store: TokenStore, session: int, damage: bytes | None
) -> None:
    file = store.folder / "card" / "token.state"
    good = file.read_bytes()
    file.write_bytes(good[:-1] if damage is None else damage)
    with refused("device"):
        raw.find(session, {})
    with refused("device"):
        raw.open(0)
    assert raw.slots() == [0]
    file.write_bytes(good)
    assert raw.find(raw.open(0), {}) == []


def test_a_card_is_seen_by_several_programs_at_once(
    raw: RawModule, store: TokenStore, session: int
) -> None:
    made = raw.create(session, certificate())
    login = ("--token-label", LABEL, "--login", "--pin", PIN)
    store.tool(*login, "--keypairgen", "--key-type", "GOSTR3410-2012-512:A", "--id", "02")
    assert len(raw.find(session, {})) == 3
    assert "GOSTR3410-2012-512" in store.tool(*login, "--list-objects")
    store.tool(*login, "--delete-object", "--type", "cert", "--id", "01")
    with refused("object"):
        raw.value(session, made, CLASS)


def test_a_card_that_is_formatted_elsewhere_ends_the_login(
    raw: RawModule, store: TokenStore, session: int
) -> None:
    pair(raw, session)
    label = ("--label", "Other", "--so-pin", "7654321")
    store.tool("--init-token", "--slot", "0", *label)
    assert raw.find(session, {}) == []
    with refused("not logged in"):
        pair(raw, session)


def test_formatting_waits_for_sessions_and_the_right_pin(
    raw: RawModule, store: TokenStore, session: int
) -> None:
    octets, label = b"7654321", b"New".ljust(32)
    assert raw.code("InitToken", 0, octets, 7, label) == CODES["session exists"]
    raw.ok("CloseAllSessions", 0)
    assert raw.code("InitToken", 0, b"0000000", 7, label) == CODES["pin"]
    serial = serials(store)
    raw.ok("InitToken", 0, octets, 7, label)
    assert serials(store) == serial
    assert list(store.slots()) == ["New"]


def serials(store: TokenStore) -> list[str]:
    return re.findall(r"serial num\s*: (\w{8})\b", store.tool("--list-slots"))


def test_each_card_has_a_serial_of_its_own(store: TokenStore) -> None:
    store.initialised("one", "One")
    store.initialised("two", "Two")
    assert len(set(serials(store))) == 2


def test_what_was_answered_survives_a_kill(store: TokenStore) -> None:
    store.initialised("card")
    promised: list[int] = []
    for count in (1, 2, 5, 9):
        making = store.program(KEEP_MAKING_KEYS)
        assert making.stdout is not None
        for _ in range(count):
            promised += [int(word) for word in making.stdout.readline().split()]
        making.send_signal(signal.SIGKILL)
        promised += [int(word) for word in making.communicate()[0].split()]
    assert len(set(promised)) == len(promised) >= 2 * (1 + 2 + 5 + 9)
    objects = store.tool("--token-label", LABEL, "--login", "--pin", PIN, "--list-objects")
    assert objects.count("Private Key") == objects.count("Public Key") >= len(promised) / 2


def test_two_programs_that_write_at_once_lose_nothing(store: TokenStore) -> None:
    store.initialised("card")
    command = [
        "pkcs11-tool",
        "--module",
        str(store.module),
        "--login",
        "--pin",
        PIN,
        "--keypairgen",
    ]
    making = [
        subprocess.Popen(
            [*command, "--key-type", "GOSTR3410-2012-256:B", "--id", f"{number:02}"],
            env=store.environment,
            stdout=subprocess.DEVNULL,
        )
        for number in range(10, 20)
    ]
    assert [each.wait(timeout=60) for each in making] == [0] * 10
    objects = store.tool("--token-label", LABEL, "--login", "--pin", PIN, "--list-objects")
    assert objects.count("Private Key") == objects.count("Public Key") == 10

"""Sessions, logins and the start of the module, as PKCS#11 v2.40 sections 5.4 to 5.6 say."""

from __future__ import annotations

import ctypes
import threading
from ctypes import byref, c_ulong, c_void_p

import pytest

from desktop_app.sandbox.training_token_module import STORE_VARIABLE
from tests.modules.pkcs11_numbers import CODES, RAW
from tests.modules.raw_pkcs11 import RawModule, refused
from tests.modules.token_objects import certificate, pair
from tests.modules.training_token import PIN, SO_PIN, TokenStore, module_under_test

PUBLIC_READING, USER_READING, PUBLIC_WRITING, USER_WRITING, ADMIN = range(5)
OS_LOCKING = 2


def state(raw: RawModule, session: int) -> int:
    told = (c_ulong * 4)()
    raw.ok("GetSessionInfo", session, told)
    return told[1]


def test_a_login_is_that_of_every_session(raw: RawModule) -> None:
    reading, writing = raw.open(0, writing=False), raw.open(0)
    assert (state(raw, reading), state(raw, writing)) == (PUBLIC_READING, PUBLIC_WRITING)
    raw.login(reading, PIN)
    assert (state(raw, reading), state(raw, writing)) == (USER_READING, USER_WRITING)
    with refused("logged in"):
        raw.login(writing, PIN)
    with refused("another logged in"):
        raw.login(writing, SO_PIN, user=0)
    raw.ok("Logout", writing)
    assert (state(raw, reading), state(raw, writing)) == (PUBLIC_READING, PUBLIC_WRITING)
    with refused("not logged in"):
        raw.ok("Logout", writing)


def test_a_login_ends_with_the_last_session(raw: RawModule) -> None:
    first, second = raw.open(0), raw.open(0)
    raw.login(first, PIN)
    raw.ok("CloseSession", first)
    assert state(raw, second) == USER_WRITING
    raw.ok("CloseSession", second)
    assert state(raw, raw.open(0)) == PUBLIC_WRITING
    with refused("no session"):
        raw.ok("CloseSession", first)


def test_an_administrator_has_writing_sessions_only(raw: RawModule) -> None:
    reading, writing = raw.open(0, writing=False), raw.open(0)
    with refused("reading session exists"):
        raw.login(writing, SO_PIN, user=0)
    raw.ok("CloseSession", reading)
    raw.login(writing, SO_PIN, user=0)
    assert state(raw, writing) == ADMIN
    with refused("administrator's session exists"):
        raw.open(0, writing=False)


def test_only_who_may_sets_a_pin(raw: RawModule, session: int) -> None:
    reading = raw.open(0, writing=False)
    assert raw.code("InitPIN", session, b"1111111", 7) == CODES["not logged in"]
    assert raw.code("SetPIN", reading, PIN.encode(), 7, b"1111111", 7) == CODES["read-only session"]
    assert raw.code("SetPIN", session, PIN.encode(), 7, b"11111", 5) == CODES["pin length"]
    assert raw.code("SetPIN", session, b"0000000", 7, b"1111111", 7) == CODES["pin"]
    raw.ok("SetPIN", session, PIN.encode(), 7, b"1111111", 7)
    raw.ok("Logout", session)
    raw.login(session, "1111111")
    assert raw.code("Login", session, 7, b"1111111", 7) == CODES["user type"]


def test_what_is_asked_wrongly_is_told(raw: RawModule, store: TokenStore, session: int) -> None:
    handle = byref(c_ulong())
    assert raw.code("OpenSession", 0, 2, None, None, handle) == CODES["parallel"]
    assert raw.code("OpenSession", 0, 4, None, None, None) == CODES["arguments"]
    assert raw.code("OpenSession", 32, 4, None, None, handle) == CODES["slot"]
    assert raw.code("OpenSession", 31, 4, None, None, handle) == CODES["no token"]
    store.card("blank")
    assert raw.code("OpenSession", 1, 4, None, None, handle) == CODES["not recognised"]
    room = byref(c_ulong(1))
    assert raw.code("GetMechanismList", 0, (c_ulong * 8)(), room) == CODES["buffer"]
    assert raw.code("GetMechanismInfo", 0, 1, (c_ulong * 3)()) == CODES["mechanism"]
    assert raw.code("GetSlotList", 0, None, None) == CODES["arguments"]
    assert raw.code("GetSlotList", 0, (c_ulong * 1)(), byref(c_ulong(1))) == CODES["buffer"]
    assert raw.code("GenerateRandom", session, None, 5) == CODES["arguments"]


def test_random_octets_are_random(raw: RawModule, session: int) -> None:
    made = [ctypes.create_string_buffer(32) for _ in range(2)]
    for buffer in made:
        raw.ok("GenerateRandom", session, buffer, 32)
    assert len({each.raw for each in made} | {bytes(32)}) == 3


def test_an_object_has_a_size(raw: RawModule, session: int) -> None:
    size, made = c_ulong(), raw.create(session, certificate())
    raw.ok("GetObjectSize", session, made, byref(size))
    assert 5 < size.value < 1000


def test_logging_out_ends_what_was_begun(raw: RawModule, session: int) -> None:
    _, private = pair(raw, session)
    raw.begin("Sign", session, RAW, private)
    raw.ok("Logout", session)
    raw.login(session, PIN)
    with refused("not begun"):
        raw.output("Sign", session, bytes(32))


def test_threads_may_share_the_module(raw: RawModule, session: int) -> None:
    _, private = pair(raw, session)
    made: list[bytes] = []

    def work() -> None:
        mine = raw.open(0, writing=False)
        made.extend([raw.sign(mine, RAW, private, bytes(32)) for _ in range(20)])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 80


class InitializeArguments(ctypes.Structure):
    """CK_C_INITIALIZE_ARGS."""

    _fields_ = [("mutexes", c_void_p * 4), ("flags", c_ulong), ("reserved", c_void_p)]


@pytest.mark.parametrize(
    ("mutexes", "flags", "reserved", "code"),
    [
        ((0, 0, 0, 0), 0, 0, 0),
        ((0, 0, 0, 0), OS_LOCKING, 0, 0),
        ((1, 1, 1, 1), OS_LOCKING, 0, 0),
        ((1, 1, 1, 1), 0, 0, 0xA),
        ((1, 0, 1, 1), OS_LOCKING, 0, 7),
        ((0, 0, 0, 0), OS_LOCKING, 1, 7),
    ],
)
def test_the_module_locks_by_itself(
    store: TokenStore,
    monkeypatch: pytest.MonkeyPatch,
    mutexes: tuple[int, ...],
    flags: int,
    reserved: int,
    code: int,
) -> None:
    monkeypatch.setenv(STORE_VARIABLE, str(store.folder))
    raw = RawModule(module_under_test())
    arguments = InitializeArguments((c_void_p * 4)(*mutexes), flags, reserved)
    assert raw.code("Initialize", byref(arguments)) == code
    if code == 0:
        assert raw.code("Initialize", None) == CODES["initialised"]
        assert raw.code("Finalize", 1) == CODES["arguments"]
        raw.ok("Finalize", None)
    assert raw.code("GetInfo", ctypes.create_string_buffer(200)) == CODES["not initialised"]


def test_without_a_store_there_is_no_module_and_with_a_missing_one_no_token(
    store: TokenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = RawModule(module_under_test())
    monkeypatch.delenv(STORE_VARIABLE, raising=False)
    assert raw.code("Initialize", None) == CODES["general"]
    monkeypatch.setenv(STORE_VARIABLE, f"{store.folder}/none/")
    raw.ok("Initialize", None)
    assert raw.slots() == []
    raw.ok("Finalize", None)


FORK = """
session = raw.open(0)
child = os.fork()
if child == 0:
    before = raw.code("GetInfo", ctypes.create_string_buffer(200))
    after = raw.code("Initialize", None)
    print(before, after, raw.code("GetSessionInfo", session, (ctypes.c_ulong * 4)()))
else:
    os.waitpid(child, 0)
    print(raw.code("GetSessionInfo", session, (ctypes.c_ulong * 4)()))
"""


def test_a_forked_child_starts_anew_and_the_parent_goes_on(store: TokenStore) -> None:
    """Section 5.4: a child of fork has to call C_Initialize itself."""
    store.initialised("card")
    said = store.program(FORK).communicate(timeout=20)[0]
    assert said == f"{CODES['not initialised']} 0 {CODES['no session']}\n0\n"

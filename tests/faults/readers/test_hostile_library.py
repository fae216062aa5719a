"""The reader helper over a PC/SC library whose readers misbehave: nothing waits for ever."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from desktop_app.core.readers import Readers, ServiceState
from desktop_app.signing.launch import own_command
from desktop_app.signing.readers import ReaderLimits, look_at_readers

SOURCE = Path(__file__).with_name("fake_pcsc.c")
SHORT = ReaderLimits(context=0.5, look=0.5, connect=0.5)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("pcsc") / "fake_pcsc.so"
    flags = ["-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC"]
    subprocess.run(["gcc", *flags, "-o", target, SOURCE], check=True, timeout=60)
    return target


def look(library: Path, orders: str = "", limits: ReaderLimits = SHORT) -> Readers:
    command = ["env", f"FAKE_PCSC={orders}", *own_command("--reader-helper", str(library))]
    return look_at_readers(command, limits)


@pytest.mark.parametrize(
    ("orders", "state", "detail"),
    [
        ("hang-at-start", ServiceState.HUNG, ""),
        ("hang-at-list", ServiceState.HUNG, ""),
        ("die-at-start", ServiceState.FAILED, "ProcessCrashed"),
        ("refuse", ServiceState.NOT_PERMITTED, "0x8010006A"),
        ("break", ServiceState.FAILED, "0x80100001"),
        ("stop-at-list", ServiceState.STOPPED, "0x8010001E"),
        ("no-readers", ServiceState.OK, ""),
    ],
)
def test_a_service_that_fails_is_told_by_what_it_did(
    library: Path, orders: str, state: ServiceState, detail: str
) -> None:
    readers = look(library, orders)
    assert readers.state is state
    assert readers.detail.startswith(detail)
    assert not readers.readers


def test_one_reader_that_hangs_does_not_hide_the_others(library: Path) -> None:
    found = {each.name: each for each in look(library).readers}
    assert len(found) == 8
    assert [name for name, each in found.items() if not each.answers] == ["Hanging"]
    assert found["Busy"].exclusive
    assert found["Mute"].mute
    assert not found["Removed"].present
    assert found["Refusing"].refusal == "0x8010006A"
    assert found["Plain"].atr == "3B00"


def test_a_reader_tells_long_commands_and_a_keypad(library: Path) -> None:
    found = {each.name: each for each in look(library).readers}
    assert [found[name].extended_apdu for name in ("Plain", "Short", "Long")] == [None, False, True]
    assert [found[name].pin_pad for name in ("Plain", "Short", "Long")] == [False, False, True]


def test_readers_beyond_the_whole_limit_are_told_without_a_connection(library: Path) -> None:
    limits = ReaderLimits(whole=0.0)
    found = {each.name: each for each in look(library, limits=limits).readers}
    assert found["Hanging"].answers
    assert not found["Busy"].exclusive


def test_a_helper_that_is_no_helper_is_a_failure(tmp_path: Path) -> None:
    for command in (["true"], ["echo", "nonsense"], [str(tmp_path / "absent")]):
        assert look_at_readers(command, SHORT).state is ServiceState.FAILED


def test_a_helper_that_does_not_start_is_not_blamed_on_the_service() -> None:
    readers = look_at_readers(["sleep", "600"], ReaderLimits(start=0.2))
    assert readers.state is ServiceState.FAILED


def test_a_helper_ends_with_its_program_even_while_the_service_hangs(library: Path) -> None:
    command = ["env", "FAKE_PCSC=hang-at-start", *own_command("--reader-helper", str(library))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as helper:
        assert helper.stdin is not None
        helper.stdin.write(b'{"operation":"start"}\n')
        helper.stdin.close()
        began = time.monotonic()
        assert helper.wait(20) == 0
        assert time.monotonic() - began < 10


def test_a_line_that_is_no_question_ends_the_helper(library: Path) -> None:
    done = subprocess.run(
        own_command("--reader-helper", str(library)),
        input=b"nonsense\n",
        capture_output=True,
        timeout=20,
        check=False,
    )
    assert not done.stdout

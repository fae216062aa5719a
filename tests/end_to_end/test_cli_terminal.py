"""Does the command ask a person at a real terminal, without echo, and stop at Ctrl+C?"""

from __future__ import annotations

import os
import pty
import select
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

LIMIT_SECONDS = 30.0


class AtTerminal:
    """``nmo`` with a pseudo-terminal as its standard input and output."""

    def __init__(self, nmo: Any, *arguments: str) -> None:
        self._master, slave = pty.openpty()
        self.seen = ""
        self.process = subprocess.Popen(
            [str(nmo.program), *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=nmo.environment,
            start_new_session=True,
        )
        os.close(slave)

    def wait_for(self, text: str) -> None:
        deadline = time.monotonic() + LIMIT_SECONDS
        while text not in self.seen:
            assert time.monotonic() < deadline, self.seen
            if not self._read():
                break
        assert text in self.seen

    def type(self, text: str) -> None:
        os.write(self._master, text.encode())

    def end(self) -> int:
        while self._read():
            pass
        return self.process.wait(LIMIT_SECONDS)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._master)

    def _read(self) -> bool:
        ready, _, _ = select.select([self._master], [], [], LIMIT_SECONDS)
        assert ready, self.seen
        try:
            chunk = os.read(self._master, 4096)
        except OSError:  # Linux says EIO when the other side is closed.
            return False
        self.seen += chunk.decode("utf-8", "replace")
        return bool(chunk)


@pytest.fixture
def terminal(nmo: Any) -> Iterator[Callable[..., AtTerminal]]:
    begun: list[AtTerminal] = []

    def begin(*arguments: str) -> AtTerminal:
        begun.append(AtTerminal(nmo, *arguments))
        return begun[-1]

    yield begin
    for each in begun:
        each.close()


def _login(nmo: Any) -> tuple[str, ...]:
    return "login", "--certificate", nmo.good_certificate("Петров")


def test_the_statement_is_shown_then_the_pin_is_asked_without_echo(
    nmo: Any, pin: str, terminal: Callable[..., AtTerminal]
) -> None:
    session = terminal(*_login(nmo))
    session.wait_for("PIN токена")
    assert "Вход на портал https://127.0.0.1:" in session.seen
    assert "nmo-login+v1" in session.seen
    session.type(f"{pin}\n")
    assert session.end() == 0
    assert "Вы вошли: Петров" in session.seen
    assert pin not in session.seen


def test_ctrl_c_at_the_question_spends_nothing(
    nmo: Any, terminal: Callable[..., AtTerminal]
) -> None:
    session = terminal(*_login(nmo))
    session.wait_for("PIN токена")
    session.process.send_signal(2)
    assert session.end() == 130
    assert "Отменено" in session.seen


def test_an_empty_pin_is_not_sent(
    nmo: Any, letter: Path, terminal: Callable[..., AtTerminal]
) -> None:
    certificate = nmo.good_certificate("Петров")
    session = terminal("sign", str(letter), "--certificate", certificate)
    session.wait_for("PIN токена")
    session.type("\n")
    assert session.end() == 5
    assert "pin.required" in session.seen

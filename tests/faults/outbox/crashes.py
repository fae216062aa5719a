"""Crash after crash: a victim is killed or hindered at a chosen call, then somebody goes on.

Whatever happened, these must hold: each document whose acceptance returned is there; after a
person has gone on, the portal holds each document once; one that was dropped is not sent; nothing
but typed errors came out; databases, files and the audit log are whole.
"""

from __future__ import annotations

import enum
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop_app.core.errors.outbox import OutboxDuplicateError
from desktop_app.core.outbox_item import FINAL, OutboxItem, OutboxState
from desktop_app.services.portal.contract import SessionMessage
from tests.faults.outbox.ground import Ground, Workstation
from tests.faults.outbox.power_cut import Disk

SOURCE = Path(__file__).with_name("failpoints.c")
ROOT = Path(__file__).parents[3]
SESSION_SECONDS = 240
_ROUNDS = 5
_LARGE = 90_000


class Mode(enum.IntEnum):
    """What happens at the chosen call; the numbers are those of ``failpoints.c``."""

    COUNT = 0
    KILL_BEFORE = 1
    KILL_TORN = 2
    """In the middle of its data, or after it where it has none."""
    KILL_AFTER = 3
    NO_SPACE = 4
    NO_SPACE_ON = 5
    """The disk is full from then on."""
    BROKEN = 6
    """The disk fails (EIO)."""
    CUT = 7
    """The connection breaks; a negative call counts what is received."""


KILLS = (Mode.KILL_BEFORE, Mode.KILL_TORN, Mode.KILL_AFTER)


@dataclass(frozen=True)
class Crash:
    """One point at which something happens."""

    mode: Mode
    at: int
    power: bool = False
    """The power is cut: what was not synced is lost."""
    seed: int | None = None
    """Chooses what of the unsynced is kept all the same; None: nothing."""

    def __str__(self) -> str:
        power = (
            "" if not self.power else f", power cut {'strict' if self.seed is None else self.seed}"
        )
        return f"{self.mode.name.lower()} at call {self.at}{power}"


@dataclass
class Told:
    """What the victim acknowledged before its end."""

    steps: list[dict[str, Any]] = field(default_factory=list)
    calls: int = 0
    receives: int = 0

    def done(self, what: str) -> set[str]:
        """Return the files of the steps of a kind that the program reported as done."""
        return {
            str(step["file"])
            for step in self.steps
            if step.get("do") == what and step.get("failed") == ""
        }


def build_failpoints(folder: Path) -> Path:
    """Compile the library into ``folder``."""
    target = folder / "failpoints.so"
    flags = ["-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC"]
    subprocess.run(["gcc", *flags, "-o", target, SOURCE], check=True, timeout=60)
    return target


class Lane:
    """A victim's process that forks for each crash, and the folders that it works in."""

    def __init__(self, ground: Ground, library: Path, folder: Path, seed: int = 1) -> None:
        self._ground = ground
        self._library = library
        self._folder = folder
        self._chance = random.Random(seed)
        self._template = folder / "template"
        self._signed_in_at = 0.0
        self._number = 0
        self._zygote = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.outbox.victim"],
            cwd=ROOT,
            env={**os.environ, "LD_PRELOAD": str(library)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def close(self) -> None:
        """End the victim's process."""
        assert self._zygote.stdin is not None
        assert self._zygote.stdout is not None
        self._zygote.stdin.close()
        self._zygote.wait(30)
        self._zygote.stdout.close()

    def count(self) -> Told:
        """Run the whole story undisturbed and return how many calls it took."""
        return self.crash(Crash(Mode.COUNT, 0))

    def crash(self, crash: Crash, sabotage: str = "") -> Told:
        """Let it happen, go on as a person would, and check what must hold.

        Raises ``AssertionError`` with the crash and what the victim was told.
        """
        self._number += 1
        place = self._folder / f"run-{self._number}"
        home, papers = place / "home", place / "papers"
        shutil.copytree(self._fresh_template(), home)
        story = Story(self._ground, papers, self._chance)
        disk = Disk.of(home) if crash.power else None
        told = self._run(crash, place, story, sabotage)
        if disk is not None:
            disk.follow(place / "journal")
            home = place / "after"
            home.mkdir(mode=0o700)
            chance = None if crash.seed is None else random.Random(crash.seed)
            disk.write(home, chance)
        story.check(home, told, crash)
        shutil.rmtree(place)
        return told

    def _run(self, crash: Crash, place: Path, story: Story, sabotage: str) -> Told:
        acknowledgements = place / "acknowledgements"
        order = {
            "home": str(place / "home"),
            "papers": str(story.papers),
            "origin": self._ground.portal.origin,
            "ca": self._ground.portal.ca_file,
            "steps": story.steps,
            "library": str(self._library),
            "acknowledgements": str(acknowledgements),
            "journal": str(place / "journal") if crash.power else "",
            "mode": int(crash.mode),
            "at": crash.at,
            "sabotage": sabotage,
        }
        assert self._zygote.stdin is not None
        assert self._zygote.stdout is not None
        self._zygote.stdin.write(f"{json.dumps(order)}\n")
        self._zygote.stdin.flush()
        status = int(self._zygote.stdout.readline())
        killed = crash.mode in KILLS
        assert status in ((0, -signal.SIGKILL) if killed else (0,)), f"{crash}: ended with {status}"
        return read_told(acknowledgements)

    def _fresh_template(self) -> Path:
        """Return a home where somebody is signed in; access tokens live ten minutes."""
        if time.monotonic() - self._signed_in_at > SESSION_SECONDS:
            shutil.rmtree(self._template, ignore_errors=True)
            message: SessionMessage = self._ground.session_message()
            self._ground.workstation(self._template, message).close()
            shutil.rmtree(self._template / "outbox")
            for path in self._template.glob("outbox.sqlite3*"):
                path.unlink()
            self._signed_in_at = time.monotonic()
        return self._template


class Story:
    """What a person does: accept, prepare, sign, drop, hand over, send."""

    def __init__(self, ground: Ground, papers: Path, chance: random.Random) -> None:
        self._ground = ground
        self.papers = papers
        papers.mkdir(parents=True)
        self._files = {
            name: self._write(name, chance.randbytes(size))
            for name, size in (
                ("large.pdf", _LARGE),
                ("dropped.pdf", 300),
                ("prepared.pdf", 400),
                ("handed.pdf", 200),
            )
        }
        # Its signature carries it: the one document of another form.
        content = (papers / "large.pdf").read_bytes()
        self._signature("large.pdf").write_bytes(ground.attach(content))
        self.steps = [
            self._add("large.pdf"),
            self._add("dropped.pdf"),
            {"do": "prepare", "file": "prepared.pdf"},
            {"do": "drop", "file": "dropped.pdf"},
            self._sign("prepared.pdf"),
            self._add("handed.pdf"),
            {"do": "export", "file": "handed.pdf"},
            {"do": "send"},
        ]

    def check(self, home: Path, told: Told, crash: Crash) -> None:
        """Go on after the crash and check everything."""
        try:
            assert not [step for step in told.steps if "broken" in step], told.steps
            station = self._ground.workstation(home)
            try:
                self._check(station, told)
            finally:
                station.close()
        except BaseException as error:
            raise AssertionError(f"{crash}: {error!r}; told: {told}") from error

    def _check(self, station: Workstation, told: Told) -> None:
        outbox = station.outbox
        assert outbox.page().finding is None
        outbox.put_in_order()
        before = self._here(station)
        accepted = told.done("add") | told.done("prepare")
        missing = {name for name in accepted if name not in before}
        assert not missing, f"lost: {missing}"
        dropped = before.get("dropped.pdf")
        drop_promised = "dropped.pdf" in told.done("drop")
        assert not drop_promised or (dropped and dropped.state is OutboxState.DROPPED)
        if "handed.pdf" in told.done("export"):
            assert before["handed.pdf"].state is OutboxState.EXPORTED
        self._go_on(station)
        after = self._here(station)
        for name, (content, _signature) in self._files.items():
            arrived = self._ground.deliveries(content)
            item = after.get(name)
            if item is not None and item.state in (OutboxState.DROPPED, OutboxState.EXPORTED):
                assert arrived == 0, f"{name} was given away and sent {arrived} times"
            else:
                assert arrived == 1, f"{name} arrived {arrived} times, {item}"
        self._check_whole(station, after)

    def _go_on(self, station: Workstation) -> None:
        """Do what a person would: whatever was not told to be done, once more; then send."""
        for name in self._files:
            if name not in self._here(station):
                self._accept(station, name)
        for item in self._here(station).values():
            if item.state is OutboxState.PREPARED:
                signature = self._signature(item.file_name).read_bytes()
                station.outbox.put_signature(item.id, signature)
            elif item.state is OutboxState.REFUSED:
                station.outbox.retry(item.id)
        for _ in range(_ROUNDS):
            if not station.outbox.send().left:
                return
        raise AssertionError(f"not sent: {self._here(station)}")

    def _accept(self, station: Workstation, name: str) -> None:
        try:
            station.outbox.add_signed(self.papers / name, self._signature(name))
        except OutboxDuplicateError as error:
            raise AssertionError(f"{name} is there and does not show") from error

    def _check_whole(self, station: Workstation, after: dict[str, OutboxItem]) -> None:
        assert len(after) == station.outbox.page().counts.total, "a document is there twice"
        for database in station.databases:
            assert database.rows("PRAGMA integrity_check") == [("ok",)]
        assert station.audit.verify().first_broken is None
        kept = {path.name for path in station.home.folder("outbox").glob("*.sealed*")}
        still_here = sum(item.state not in FINAL for item in after.values())
        assert len(kept) == still_here, f"{kept} for {still_here} documents"

    def _here(self, station: Workstation) -> dict[str, OutboxItem]:
        items = station.outbox.page().items
        assert all(item.readable for item in items)
        return {item.file_name: item for item in items}

    def _write(self, name: str, content: bytes) -> tuple[bytes, Path]:
        _file, signature = self._ground.write(self.papers, content, name)
        return content, signature

    def _signature(self, name: str) -> Path:
        return self._files[name][1]

    def _add(self, name: str) -> dict[str, str]:
        return {"do": "add", "file": name, "signature": f"{name}.sig"}

    def _sign(self, name: str) -> dict[str, str]:
        return {"do": "sign", "file": name, "signature": f"{name}.sig"}


def read_told(path: Path) -> Told:
    """Read the acknowledgements; without any the victim died before its first word."""
    told = Told()
    if not path.exists():
        return told
    for line in path.read_text().splitlines():
        word = json.loads(line)
        if "calls" in word:
            told.calls, told.receives = word["calls"], word["receives"]
        else:
            told.steps.append(word)
    return told


def plan(calls: int, receives: int, *, every: int = 1) -> Iterator[Crash]:
    """Yield the crashes of a story of so many calls, one of ``every`` so many."""
    for at in range(1, calls + 1, every):
        yield Crash(Mode.KILL_BEFORE, at)
        yield Crash(Mode.KILL_TORN, at)
        yield Crash(Mode.KILL_BEFORE, at, power=True)
    for at in range(1, calls + 1, every * 2):
        yield Crash(Mode.KILL_TORN, at, power=True, seed=at)
    for at in range(1, calls + 1, every * 5):
        yield Crash(Mode.NO_SPACE, at)
        yield Crash(Mode.NO_SPACE_ON, at)
        yield Crash(Mode.BROKEN, at + 1)
        yield Crash(Mode.CUT, at)
        yield Crash(Mode.CUT, at + 1)
    for at in range(1, receives + 1, every):
        yield Crash(Mode.CUT, -at)


@contextmanager
def lane(ground: Ground, library: Path, seed: int = 1) -> Iterator[Lane]:
    """Open a lane in memory where the computer has such a place."""
    memory = Path("/dev/shm")
    parent = memory if memory.is_dir() and os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=parent, prefix="nmo-crashes-") as folder:
        opened = Lane(ground, library, Path(folder), seed)
        try:
            yield opened
        finally:
            opened.close()

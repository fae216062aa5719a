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
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from desktop_app.core.errors.outbox import OutboxDuplicateError
from desktop_app.core.outbox_item import FINAL, OutboxItem, OutboxState
from desktop_app.services.portal.contract import SessionMessage
from tests.faults.outbox.ground import Ground, Workstation, blank_pdf
from tests.faults.outbox.power_cut import Disk
from tests.faults.outbox.steps import ACCEPTING, Step, take_step, theirs_of

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
        self._pdfs = [signed_pair(ground, folder / f"pdf-{number}") for number in range(2)]
        self._refused = refused_pdf(ground, folder / "refused")
        self._signed_in_at = 0.0
        self._number = 0
        self.most_delivered = 0
        """Times that a document of one story arrived, at most."""
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
        story = Story(self._ground, papers, self._chance, self._pdfs, self._refused)
        disk = Disk.of(home) if crash.power else None
        told = self._run(crash, place, story, sabotage)
        if disk is not None:
            disk.follow(place / "journal")
            home = place / "after"
            home.mkdir(mode=0o700)
            chance = None if crash.seed is None else random.Random(crash.seed)
            disk.write(home, chance)
        story.check(home, told, crash)
        self.most_delivered = max(self.most_delivered, story.most_delivered)
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


@dataclass(frozen=True)
class Paper:
    """A document of the story, and what is done until it waits to be sent."""

    name: str
    content: bytes
    """As the portal is to hold it."""
    first: Step
    then: Step | None = None
    anew: Step | None = None
    """Signs it once more, which the portal refuses the first time."""
    signers: int = 1


class Story:
    """What a person does: accept, prepare, sign, drop, hand over, send, in every form."""

    def __init__(
        self,
        ground: Ground,
        papers: Path,
        chance: random.Random,
        pdfs: Sequence[tuple[bytes, bytes]],
        refused: tuple[bytes, bytes, bytes],
    ) -> None:
        self._ground = ground
        self._chance = chance
        self.most_delivered = 0
        self.papers = papers
        papers.mkdir(parents=True)
        made = (
            self._carried("large.pdf", _LARGE),
            self._signed("dropped.pdf", 300),
            self._prepared("prepared.pdf", 400),
            self._signed("handed.pdf", 200),
            self._cosigned("both.txt", 500),
            self._signed_inside("inside.pdf", pdfs[0][1]),
            self._to_sign_inside("paper.pdf", *pdfs[1]),
            self._to_sign_anew("refused.pdf", *refused),
        )
        self._papers = {each.name: each for each in made}
        self._held = {each.name: ground.deliveries(each.content) for each in made}
        large, dropped, prepared, handed, both, inside, paper, refused_once = made
        self.steps = [
            large.first,
            dropped.first,
            prepared.first,
            _step("drop", "dropped.pdf"),
            *filter(None, (prepared.then,)),
            handed.first,
            _step("export", "handed.pdf"),
            *filter(None, (both.first, both.then)),
            inside.first,
            *filter(None, (paper.first, paper.then, refused_once.first, refused_once.then)),
            _step("send"),
            *filter(None, (refused_once.anew,)),
            _step("send"),
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
        accepted = set[str]().union(*(told.done(what) for what in ACCEPTING))
        missing = {name for name in accepted if name not in before}
        assert not missing, f"lost: {missing}"
        dropped = before.get("dropped.pdf")
        drop_promised = "dropped.pdf" in told.done("drop")
        assert not drop_promised or (dropped and dropped.state is OutboxState.DROPPED)
        if "handed.pdf" in told.done("export"):
            assert before["handed.pdf"].state is OutboxState.EXPORTED
        self._go_on(station)
        after = self._here(station)
        for name, paper in self._papers.items():
            arrived = self._ground.deliveries(paper.content) - self._held[name]
            self.most_delivered = max(self.most_delivered, arrived)
            item = after[name]
            if item.state in (OutboxState.DROPPED, OutboxState.EXPORTED):
                assert arrived == 0, f"{name} was given away and sent {arrived} times"
            else:
                assert arrived == 1, f"{name} arrived {arrived} times, {item}"
                assert len(item.signers) == paper.signers, item
        self._check_whole(station, after)

    def _go_on(self, station: Workstation) -> None:
        """Do what a person would: whatever was not told to be done, once more; then send."""
        for name, paper in self._papers.items():
            if name not in self._here(station):
                self._accept(station, paper)
        for _ in range(_ROUNDS):
            for item in self._here(station).values():
                self._sign(station, item)
            left = station.outbox.send().left
            if not left and not station.outbox.page([OutboxState.REFUSED]).items:
                return
        raise AssertionError(f"not sent: {self._here(station)}")

    def _sign(self, station: Workstation, item: OutboxItem) -> None:
        paper = self._papers[item.file_name]
        if item.state is OutboxState.PREPARED and paper.then is not None:
            take_step(station.outbox, self.papers, paper.then)
        elif item.state is OutboxState.REFUSED and paper.anew is not None:
            take_step(station.outbox, self.papers, paper.anew)
        elif item.state is OutboxState.REFUSED:
            station.outbox.retry(item.id)

    def _accept(self, station: Workstation, paper: Paper) -> None:
        try:
            take_step(station.outbox, self.papers, paper.first)
        except OutboxDuplicateError as error:
            raise AssertionError(f"{paper.name} is there and does not show") from error

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

    def _signed(self, name: str, size: int) -> Paper:
        """Write a document with a detached signature beside it."""
        content = self._chance.randbytes(size)
        self._ground.write(self.papers, content, name)
        return Paper(name, content, _step("add", name, f"{name}.sig"))

    def _carried(self, name: str, size: int) -> Paper:
        """Write a document whose signature carries it."""
        paper = self._signed(name, size)
        (self.papers / f"{name}.sig").write_bytes(self._ground.attach(paper.content))
        return paper

    def _prepared(self, name: str, size: int) -> Paper:
        """Write a document that is kept before it is signed."""
        paper = self._signed(name, size)
        sign = _step("sign", name, f"{name}.sig")
        return replace(paper, first=_step("prepare", name), then=sign)

    def _cosigned(self, name: str, size: int) -> Paper:
        """Write a document that somebody else signed before it is kept."""
        paper = self._prepared(name, size)
        theirs = self._ground.colleague.sign(paper.content)
        theirs_of(self.papers / name).write_bytes(theirs)
        return replace(paper, first=_step("cosign", name), signers=2)

    def _signed_inside(self, name: str, signed: bytes) -> Paper:
        """Write a PDF that is signed inside."""
        (self.papers / name).write_bytes(signed)
        return Paper(name, signed, _step("add", name))

    def _to_sign_inside(self, name: str, plain: bytes, signed: bytes) -> Paper:
        """Write a PDF that is kept before it is signed inside."""
        (self.papers / name).write_bytes(plain)
        copy = self._signed_inside(f"signed-{name}", signed)
        sign = _step("sign-inside", name, copy.name)
        return Paper(name, signed, _step("prepare", name), sign)

    def _to_sign_anew(self, name: str, plain: bytes, refused: bytes, anew: bytes) -> Paper:
        """Write a PDF that the portal refuses, so that it is signed inside once more."""
        paper = self._to_sign_inside(name, plain, refused)
        copy = self._signed_inside(f"anew-{name}", anew)
        return replace(paper, content=anew, anew=_step("sign-inside", name, copy.name))


def refused_pdf(ground: Ground, folder: Path) -> tuple[bytes, bytes, bytes]:
    """Return a PDF, its copy signed with a revoked certificate, and the one signed anew."""
    plain, anew = signed_pair(ground, folder)
    revoked = Ground(ground.portal, ground.portal.issue(ground.portal.person(1)), pdfs=ground.pdfs)
    signed = revoked.sign_pdf(folder / "plain.pdf", folder / "revoked.pdf", ground.pdfs)
    ground.portal.revoke(revoked.signer)
    return plain, signed.read_bytes(), anew


def signed_pair(ground: Ground, folder: Path) -> tuple[bytes, bytes]:
    """Return a PDF and its copy that is signed inside, which take long to make."""
    folder.mkdir()
    plain = folder / "plain.pdf"
    plain.write_bytes(blank_pdf(secrets.token_hex(8)))
    signed = ground.sign_pdf(plain, folder / "signed.pdf", ground.pdfs)
    return plain.read_bytes(), signed.read_bytes()


def _step(do: str, file: str = "", signature: str = "") -> Step:
    return {"do": do, "file": file, "signature": signature}


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

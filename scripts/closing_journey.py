"""Documents without a network: signed, killed in the middle, gone on with, each delivered once.

Part of ``scripts/demo``; somebody is signed in at the running training portal, and the PIN comes
in the first line of standard input.
"""

from __future__ import annotations

import argparse
import collections
import json
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NMO = Path(sys.executable).with_name("nmo")
_PROGRESS = re.compile(r"(\d+)/(\d+)\b")


class JourneyError(Exception):
    """Something did not go as the journey promises; the text says what, in Russian."""


@dataclass(frozen=True, slots=True)
class Journey:
    """One walk with documents of its own."""

    folder: Path
    """Where the documents lie; made anew."""
    certificate: str
    pin: str
    count: int

    def walk(self) -> None:
        """Walk it from end to end and say what is seen. Raises ``JourneyError``."""
        letters = self._written()
        _nmo("training", "scenario", "portal-down")
        _say("Сеть выключена: портал не отвечает.")
        _nmo("documents", "add", "--to-sign", "--kind", "appeal", *map(str, letters))
        _say(f"Принято без сети и без подписи: {self.count}.")
        self._kill("documents", "sign", *self._key(), pin=self.pin)
        signed = self._count("waiting", letters)
        _say(f"Подписание прервано сигналом KILL. Успели подписать: {signed}.")
        _require(0 < signed < self.count, "прервать подписание на середине не удалось")
        rest = len(_nmo("documents", "sign", *self._key(), pin=self.pin)["signed"])
        _say(f"Программа запущена снова и подписала остальные: {rest}.")
        _require(signed + rest == self.count, "подписаны не все документы")
        _nmo("training", "scenario", "normal")
        _say("Сеть включена.")
        self._kill("documents", "send")
        sent = self._count("delivered", letters)
        _say(f"Отправка прервана сигналом KILL. Успели уйти: {sent}.")
        _require(0 < sent < self.count, "прервать отправку на середине не удалось")
        rest = len(_nmo("documents", "send")["documents"])
        _say(f"Программа запущена снова и отправила остальные: {rest}.")
        self._ask_portal(letters)

    def _written(self) -> list[Path]:
        self.folder.mkdir(parents=True)
        letters = [self.folder / f"Письмо {number}.txt" for number in range(1, self.count + 1)]
        for letter in letters:
            letter.write_text(f"{letter.stem}. Прошу продлить срок.\n", "utf-8")
        return letters

    def _key(self) -> tuple[str, ...]:
        return "--certificate", self.certificate, "--pin-stdin"

    def _count(self, state: str, letters: list[Path]) -> int:
        """Return how many letters a new process of the program finds in a state."""
        names = {letter.name for letter in letters}
        limit = str(self.count)
        kept = _nmo("documents", "list", "--state", state, "--limit", limit)["documents"]
        return sum(each["file_name"] in names for each in kept)

    def _kill(self, *arguments: str, pin: str = "") -> None:
        """Start a command and kill it once a fifth of its work is done."""
        with subprocess.Popen(
            [NMO, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdin is not None
            assert process.stderr is not None
            process.stdin.write(f"{pin}\n")
            process.stdin.close()
            for line in process.stderr:
                told = _PROGRESS.match(line)
                if told and int(told[1]) * 5 >= int(told[2]):
                    process.kill()
                    break
        killed = process.returncode == -signal.SIGKILL
        _require(killed, f"«nmo {' '.join(arguments[:2])}» закончилась раньше, чем её прервали")

    def _ask_portal(self, letters: list[Path]) -> None:
        """Compare what the portal says it has with what was written. Raises ``JourneyError``."""
        documents = _nmo("documents", "received")["documents"]
        there = collections.Counter(each["title"] for each in documents)
        again = [each["title"] for each in documents if each["version"] != 1]
        wrong = {each.stem: there[each.stem] for each in letters if there[each.stem] != 1}
        _require(not wrong, f"на портале не по одному разу: {wrong}")
        _require(not again, f"на портале лишние версии: {again}")
        _say(f"Ответ портала: документов {self.count}, каждый получен ровно один раз.")


def _nmo(*arguments: str, pin: str = "") -> dict[str, Any]:
    """Run a command to its end and return its document. Raises ``JourneyError``."""
    ran = subprocess.run(
        [NMO, "--json", *arguments], input=f"{pin}\n", capture_output=True, text=True, check=False
    )
    command = " ".join(arguments[:2])
    _require(ran.returncode == 0, f"«nmo {command}»: код {ran.returncode}\n{ran.stderr}")
    document: dict[str, Any] = json.loads(ran.stdout)
    return document


def _require(condition: bool, complaint: str) -> None:
    if not condition:
        raise JourneyError(complaint)


def _say(line: str) -> None:
    print(f"  {line}", flush=True)


def main() -> int:
    """Walk the journey; 1 and a sentence when a promise was not kept."""
    parser = argparse.ArgumentParser(prog="scripts/demo")
    parser.add_argument("--certificate", required=True)
    parser.add_argument("--count", type=int, default=48)
    parser.add_argument("--folder", type=Path, required=True)
    arguments = parser.parse_args()
    pin = sys.stdin.readline().strip()
    try:
        Journey(arguments.folder, arguments.certificate, pin, arguments.count).walk()
    except JourneyError as error:
        print(f"✕ {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Does a document get from a signature without network to the portal, once?"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


def _signed(nmo: Any, pin: str, letter: Path) -> None:
    certificate = nmo.good_certificate("Иванова")
    login = nmo("login", "--certificate", certificate, pin=pin)
    assert login.exit_code == 0, login.err
    ran = nmo("sign", str(letter), "--certificate", certificate, pin=pin)
    assert ran.exit_code == 0, ran.err


def test_a_document_is_kept_without_network_and_sent_once_with_it(
    nmo: Any, pin: str, letter: Path, scenario: Callable[[str], None]
) -> None:
    _signed(nmo, pin, letter)
    scenario("portal-down")
    added = nmo("documents", "add", str(letter), "--kind", "appeal", "--title", "Прошу продлить")
    assert added.exit_code == 0, added.err
    (document,) = added.document["added"]
    assert document["state"] == "waiting"
    waiting = nmo("documents", "send")
    assert waiting.exit_code == 6
    assert waiting.document["stopped_by"]["code"] == "portal.unreachable"
    assert waiting.document["left"] == 1

    scenario("answer-lost")
    sent = nmo("documents", "send")
    assert sent.exit_code == 0, sent.err
    (after,) = sent.document["documents"]
    assert (after["id"], after["state"]) == (document["id"], "delivered")
    assert (after["receipt"]["version"], after["stamped"]) == (1, True)
    assert nmo("documents", "send").document["documents"] == []
    subjects = [
        each["action"]
        for each in nmo("journal").document["entries"]
        if each["action"] == "document.receive"
    ]
    assert len(subjects) == 1

    again = nmo("documents", "add", str(letter))
    assert (again.exit_code, again.document["failed"][0]["code"]) == (8, "outbox.duplicate")
    listed = nmo("documents", "list", json=False)
    assert "Прошу продлить" in listed.out
    assert "доставлен" in listed.out


def test_the_demo_delivers_a_batch_once_though_it_is_killed_twice(
    nmo: Any, pin: str, tmp_path: Path, scenario: Callable[[str], None]
) -> None:
    certificate = nmo.good_certificate("Иванова")
    assert nmo("login", "--certificate", certificate, pin=pin).exit_code == 0
    scenario("normal")  # And at the end of the test, wherever the journey stops.
    journey = [sys.executable, "-m", "scripts.closing_journey", "--count", "24"]
    ran = subprocess.run(
        [*journey, "--certificate", certificate, "--folder", str(tmp_path / "letters")],
        input=f"{pin}\n",
        env=nmo.environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.count("сигналом KILL") == 2
    assert ran.stdout.endswith("документов 24, каждый получен ровно один раз.\n")
    assert nmo("documents", "received", json=False).out.count("Письмо 24 ") == 1


def test_documents_travel_on_a_medium(nmo: Any, pin: str, letter: Path, tmp_path: Path) -> None:
    letter.write_bytes(letter.read_bytes() + b"for the medium")
    _signed(nmo, pin, letter)
    added = nmo("documents", "add", str(letter)).document["added"][0]
    number = str(added["number"])
    handed = nmo("documents", "export", str(tmp_path), number, "--plain")
    assert handed.exit_code == 0, handed.err
    folder = Path(handed.document["folder"])
    assert {path.suffix for path in folder.iterdir()} == {".txt", ".sig", ".json"}
    assert nmo("documents", "send").document["documents"] == []
    back = nmo("documents", "import", str(folder))
    assert [each["id"] for each in back.document["documents"]] == [added["id"]]
    dropped = nmo("documents", "drop", number)
    assert dropped.document["documents"][0]["state"] == "dropped"
    assert nmo("documents", "drop", number).exit_code == 2

"""Every action that program and training portal write into a journal has words for people."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.resources import resource_path
from desktop_app.sandbox.portal.journal_writer import note
from desktop_app.services.audited import audited
from desktop_app.services.outbox.outbox import note_in_audit
from desktop_app.services.storage.audit_log import FAILED_WRITE, LOST_ANSWER, AuditLog

PROGRAM = Path(__file__).resolve().parents[2] / "desktop_app"
WRITERS = {
    *(each.__name__ for each in (audited, note_in_audit)),
    *(each.__name__ for each in (AuditLog.record, AuditLog.record_failure)),
    "_noted",
}
ACTION = re.compile(r"[a-z-]+(\.[a-z-]+)+|login|logout")


def actions() -> Iterator[object]:
    yield from (LOST_ANSWER, FAILED_WRITE)
    yield from written_in(PROGRAM, WRITERS)
    yield from written_in(PROGRAM / "sandbox", {note.__name__})


def written_in(folder: Path, writers: set[str]) -> Iterator[object]:
    for path in folder.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        constants = {
            target.id: line.value
            for line in tree.body
            if isinstance(line, ast.Assign)
            for target in line.targets
            if isinstance(target, ast.Name)
        }
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and name_of(call.func) in writers:
                values = (constants.get(name_of(each), each) for each in call.args[:3])
                yield from (each.value for each in values if isinstance(each, ast.Constant))


def name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


FOUND = sorted(filter(ACTION.fullmatch, map(str, set(actions()))))


def test_the_known_ones_are_found() -> None:
    assert {"login", "pin.lock", "outbox.send", "ticket.accept", "file.sign.login"} <= set(FOUND)


def test_every_action_has_words() -> None:
    catalogue = Catalogue.read(resource_path("messages"))
    assert [each for each in FOUND if catalogue.word("action", each, "ru") == each] == []

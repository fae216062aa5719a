"""Has every check and every cause its place in the guide, and the JSON its schema?"""

from __future__ import annotations

import json
import re
from pathlib import Path

from desktop_app.services.diagnostics.walking import all_checks

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "guide-diagnostics.md").read_text("utf-8")


def test_every_check_has_its_heading() -> None:
    absent = [check.id for check in all_checks() if f"### {check.id}. " not in GUIDE]
    assert not absent


def test_every_cause_says_what_to_do() -> None:
    for check in all_checks():
        part = GUIDE.partition(f"### {check.id}. ")[2].partition("\n### ")[0]
        for cause in check.causes:
            _before, found, after = part.partition(f"`{cause}`")
            assert found, (check.id, cause)
            assert "*Что сделать:*" in after.split("\n\n")[0], (check.id, cause)


def test_whatever_has_to_be_mended_says_by_whom() -> None:
    entries = GUIDE.partition("### ")[2].partition("## Общие")[0].split("\n- **")[1:]
    silent = [
        entry
        for entry in entries
        if "Кто: " not in entry and not re.search(r"\((?:к сведению|проверять нечего)", entry)
    ]
    assert not silent


def test_checks_of_other_systems_are_named_as_never_run() -> None:
    never = GUIDE.partition("## Что не запускалось на настоящей системе")[2]
    for check in all_checks():
        assert (f"- {check.id} — " in never) == ("linux" not in check.systems)


def test_the_schema_names_every_key_of_a_check() -> None:
    schema = json.loads((DOCS / "reference" / "diagnosis.schema.json").read_text("utf-8"))
    assert set(schema["$defs"]["CheckForm"]["required"]) == {
        *("id", "title", "status", "cause", "evidence", "heading", "message", "remedy"),
        *("fix", "who", "needs", "duration_ms", "depends_on", "others"),
    }

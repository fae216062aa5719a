"""The document has every key of design/cli.md, the words of the catalogue, and a schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import jsonschema_rs
import pytest

from desktop_app.core.diagnostics import CheckStatus
from desktop_app.core.errors.inputs import FileUnreadableError
from desktop_app.services.diagnostics.report_json import read_report, report_schema
from tests.unit.services.diagnostics.report.made_report import (
    BROKEN,
    FACTS,
    check,
    report,
    reporting,
)


def document(**options: bool) -> dict[str, Any]:
    return cast("dict[str, Any]", reporting().document(BROKEN, FACTS, **options))


def test_the_first_cause_has_code_message_and_remedy() -> None:
    cause = document()["first_cause"]
    assert cause["code"] == "driver.missing"
    assert cause["check"] == "DRV-01"
    assert cause["message"].startswith("Драйвер токена не найден. ")
    assert cause["remedy"] == "Установите программу производителя токена и повторите."


def test_the_sentence_says_what_because_of_what_and_what_to_do() -> None:
    assert document()["sentence"] == (
        "Войти не получится, потому что драйвер токена не найден. "
        "Установите программу производителя токена и повторите."
    )


def test_a_check_stands_with_its_worst_finding_and_the_others_behind() -> None:
    found = document()["checks"][1]
    assert (found["id"], found["status"], found["cause"]) == ("DRV-01", "fail", "driver.missing")
    assert (found["who"], found["fix"], found["needs"]) == ("it", "service.start", ["token"])
    assert [(each["status"], each["cause"]) for each in found["others"]] == [("warn", "pin.locked")]


def test_a_check_in_order_has_no_cause() -> None:
    found = document()["checks"][0]
    assert found["status"] == "ok"
    assert found["cause"] is None
    assert found["evidence"] == {}


def test_a_skipped_check_says_after_what() -> None:
    found = document()["checks"][2]
    assert found["status"] == "skip"
    assert found["depends_on"] == ["DRV-01"]
    assert "DRV-01" in found["message"]


def test_personal_data_is_hidden_unless_the_person_looks_at_it() -> None:
    hidden, shown = json.dumps(document()), json.dumps(document(redact=False), ensure_ascii=False)
    assert "asmirnova" not in hidden
    assert "/home/asmirnova/librtpkcs11ecp.so" in shown
    assert "Смирнова Анна Сергеевна" in shown
    assert document()["redacted"] is True
    assert document(redact=False)["redacted"] is False


def test_hidden_data_keeps_what_helps() -> None:
    evidence = [
        document()["checks"][1]["evidence"],
        document()["checks"][1]["others"][0]["evidence"],
    ]
    assert evidence[0]["path"] == "~/librtpkcs11ecp.so"
    assert evidence[0]["seen"] == "2026-11-23T12:30:00+00:00"
    assert evidence[1] == {"token_serial": "…78ab", "owner": "С. А. С."}


def test_no_pin_try_is_spent() -> None:
    assert document()["pin_tries_spent"] == 0


def test_a_saved_document_can_be_read_back(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_text(json.dumps({**document(), "plans": []}), "utf-8")
    form = read_report(file)
    assert form.checks[1].status is CheckStatus.FAIL
    assert form.first_cause is not None


@pytest.mark.parametrize("content", ["", "[]", '{"checks": []}', "\x00"])
def test_something_else_is_not_read_as_a_report(tmp_path: Path, content: str) -> None:
    file = tmp_path / "report.json"
    file.write_text(content)
    with pytest.raises(FileUnreadableError):
        read_report(file)


def test_a_file_that_is_not_there_is_said_to_be_unreadable(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadableError):
        read_report(tmp_path / "none.json")


def test_the_document_fits_its_schema() -> None:
    validator = jsonschema_rs.validator_for(report_schema())
    validator.validate(document())
    validator.validate(reporting().document(report(check("SYS-07")), {}))
    with pytest.raises(jsonschema_rs.ValidationError):
        validator.validate({**document(), "checks": [{}]})

"""Reports of many workstations become one table, by file name, without formulas or scripts."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from desktop_app.core.diagnostics import CheckStatus, DiagnosisReport, Finding
from desktop_app.core.errors.inputs import FileUnreadableError
from desktop_app.services.diagnostics.merge import MergedTable, Workstation, read_workstations
from tests.unit.services.diagnostics.report.made_report import (
    BROKEN,
    CATALOGUE,
    FACTS,
    LOCKED,
    check,
    report,
    reporting,
)

TABLE = MergedTable(CATALOGUE, "ru")


def saved(folder: Path, name: str, made: DiagnosisReport, *, redact: bool = True) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / f"{name}.json"
    file.write_text(json.dumps(reporting().document(made, FACTS, redact=redact)), "utf-8")
    return file


@pytest.fixture
def workstations(tmp_path: Path) -> tuple[Workstation, ...]:
    healthy, warned = report(check("SYS-07")), report(check("PIN-02", LOCKED))
    return read_workstations(
        [
            saved(tmp_path, "kab-01", healthy),
            saved(tmp_path, "kab-02", BROKEN),
            saved(tmp_path, "kab-03", warned),
        ]
    )


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_a_row_for_each_workstation_with_those_that_fail_first(
    workstations: tuple[Workstation, ...],
) -> None:
    found = rows(TABLE.csv(workstations))
    assert [row["Рабочее место"] for row in found] == ["kab-02", "kab-01", "kab-03"]
    assert [row["Состояние"] for row in found] == ["мешает работе", "в порядке", "предупреждение"]


def test_a_row_has_cause_remedy_and_who(workstations: tuple[Workstation, ...]) -> None:
    first = rows(TABLE.csv(workstations))[0]
    assert first["Первая причина"] == "Драйвер токена не найден"
    assert first["Код"] == "driver.missing"
    assert first["Кто"] == "ИТ-специалист"
    assert first["Мешает"] == "1"


def test_the_page_counts_causes_and_holds_every_workstation(
    workstations: tuple[Workstation, ...],
) -> None:
    page = TABLE.html(workstations)
    assert "Диагностика: 3 рабочих места" in page
    assert "<td>Драйвер токена не найден</td><td>driver.missing</td><td>1</td>" in page
    assert all(name in page for name in ("kab-01", "kab-02", "kab-03"))
    assert "<script" not in page


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    files = [saved(tmp_path / name, "report", BROKEN) for name in ("kab-01", "kab-02")]
    assert [each.name for each in read_workstations(files)] == ["kab-01/report", "kab-02/report"]


def test_a_cell_is_no_formula_and_no_markup(tmp_path: Path) -> None:
    evil = Finding(CheckStatus.FAIL, "driver.missing", {"path": "x"})
    file = saved(tmp_path, "=cmd()", report(check("DRV-01", evil)))
    named = saved(tmp_path, "<b>x", report(check("DRV-01", evil)))
    both = read_workstations([file, named])
    assert {row["Рабочее место"] for row in rows(TABLE.csv(both))} == {"'=cmd()", "<b>x"}
    assert "<b>" not in TABLE.html(both)


def test_a_report_that_was_not_redacted_is_redacted_now(tmp_path: Path) -> None:
    told = Finding(CheckStatus.FAIL, "check.crashed", {"detail": "x"})
    file = saved(tmp_path, "kab-01", report(check("DRV-01", told)), redact=False)
    document = json.loads(file.read_text("utf-8"))
    document["first_cause"]["heading"] = "PIN Смирновой Анны Сергеевны, СНИЛС 112-233-445 95"
    file.write_text(json.dumps(document), "utf-8")
    row = rows(TABLE.csv(read_workstations([file])))[0]
    assert "445 95" not in row["Первая причина"]


def test_the_summary_says_how_many_are_ready(workstations: tuple[Workstation, ...]) -> None:
    assert TABLE.summary(workstations) == "3 рабочих места, без помех: 2."


def test_a_file_that_is_no_report_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    file.write_text("{}")
    with pytest.raises(FileUnreadableError):
        read_workstations([file])

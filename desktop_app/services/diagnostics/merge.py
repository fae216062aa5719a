"""One table of many workstations, made of the reports that each of them saved."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.message_format import time_text
from desktop_app.services.diagnostics.redaction import Redactor
from desktop_app.services.diagnostics.report_form import FirstCauseForm, ReportForm
from desktop_app.services.diagnostics.report_html import STYLE, document
from desktop_app.services.diagnostics.report_json import read_report

_COLUMNS = (
    "workstation",
    "time",
    "state",
    "cause",
    "check",
    "code",
    "remedy",
    "who",
    "failures",
    "warnings",
    "program",
    "system",
)
_SHOWN = ("workstation", "time", "state", "cause", "remedy", "who", "failures", "warnings")
_TABLE = """
body { max-width: none; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 2rem; font-size: .9rem; }
th, td { border: 1px solid var(--line); padding: .35rem .5rem; text-align: left;
  vertical-align: top; overflow-wrap: anywhere; }
thead { display: table-header-group; } tr { break-inside: avoid; }
@media print { @page { size: landscape; } }
"""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Workstation:
    """One workstation: the name of its file and what its report says."""

    name: str
    form: ReportForm

    @property
    def state(self) -> str:
        """The worst state of its checks."""
        states = {check.status.value for check in self.form.checks}
        return next((each for each in ("fail", "error", "timeout", "warn") if each in states), "ok")

    def count(self, status: str) -> int:
        """Return how many of its checks are in a state."""
        return sum(check.status == status for check in self.form.checks)


def read_workstations(files: Sequence[Path]) -> tuple[Workstation, ...]:
    """Return the reports, those with a failure first. Raises ``FileUnreadableError``."""
    names = Counter(file.stem for file in files)
    found = [
        Workstation(
            file.stem if names[file.stem] == 1 else f"{file.parent.name}/{file.stem}",
            read_report(file),
        )
        for file in files
    ]
    return tuple(sorted(found, key=lambda each: (each.form.first_cause is None, each.name)))


class MergedTable:
    """Writes the table of workstations in one language."""

    def __init__(self, catalogue: Catalogue, language: str) -> None:
        self._catalogue = catalogue
        self._language = language
        self._redactor = Redactor()

    def csv(self, workstations: Sequence[Workstation]) -> bytes:
        """Return the table for a spreadsheet: UTF-8 with a mark, semicolons, no formulas."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerow([self._heading(name) for name in _COLUMNS])
        for each in workstations:
            cells = self._cells(each)
            writer.writerow([_no_formula(cells[name]) for name in _COLUMNS])
        return text.getvalue().encode("utf-8-sig")

    def html(self, workstations: Sequence[Workstation]) -> str:
        """Return the table as a page, after the causes by how many workstations they stop."""
        title = self._say("title", count=len(workstations))
        body = (
            f"<h1>{escape(title)}</h1>",
            *self._causes(workstations),
            f"<h2>{escape(self._say('all'))}</h2>",
            *self._table(_SHOWN, (self._cells(each) for each in workstations)),
        )
        return document(title, body, self._language, STYLE + _TABLE)

    def summary(self, workstations: Sequence[Workstation]) -> str:
        """Return how many workstations are ready, in one sentence."""
        ready = sum(each.form.first_cause is None for each in workstations)
        return self._say("summary", count=len(workstations), ready=ready)

    def _causes(self, workstations: Sequence[Workstation]) -> Iterator[str]:
        causes = [each.form.first_cause for each in workstations if each.form.first_cause]
        counted = Counter(cause.code for cause in causes)
        by_code = {cause.code: cause for cause in causes}
        if not counted:
            return
        yield f"<h2>{escape(self._say('causes'))}</h2>"
        rows = (
            {"cause": self._text(by_code[code].heading), "code": code, "count": str(number)}
            for code, number in counted.most_common()
        )
        yield from self._table(("cause", "code", "count"), rows)

    def _table(self, columns: Sequence[str], rows: Iterator[dict[str, str]]) -> Iterator[str]:
        yield "<table><thead><tr>"
        yield "".join(f"<th>{escape(self._heading(name))}</th>" for name in columns)
        yield "</tr></thead><tbody>"
        for row in rows:
            cells = "".join(f"<td>{escape(row[name])}</td>" for name in columns)
            yield f"<tr>{cells}</tr>"
        yield "</tbody></table>"

    def _cells(self, each: Workstation) -> dict[str, str]:
        form = each.form
        return {
            "workstation": each.name,
            "time": time_text(form.started_at.replace("Z", "+00:00"), self._language),
            "state": self._catalogue.word("check-status", each.state, self._language),
            "failures": str(each.count("fail")),
            "warnings": str(each.count("warn")),
            "program": form.program,
            "system": self._catalogue.word("system-name", form.system, self._language),
            **self._cause_cells(form.first_cause),
        }

    def _cause_cells(self, cause: FirstCauseForm | None) -> dict[str, str]:
        if cause is None:
            return dict.fromkeys(("cause", "check", "code", "remedy", "who"), "")
        return {
            "cause": self._text(cause.heading),
            "check": cause.check,
            "code": cause.code,
            "remedy": self._text(cause.remedy),
            "who": self._catalogue.word("who", cause.who, self._language),
        }

    def _text(self, text: str) -> str:
        """A report may have been saved for its owner alone: the table is for others."""
        return self._redactor.text(text)

    def _heading(self, name: str) -> str:
        return self._say(f"column.{name}")

    def _say(self, name: str, **data: object) -> str:
        return self._catalogue.phrase(f"merge.{name}", self._language, **data)


def _no_formula(cell: str) -> str:
    """A spreadsheet runs what begins like a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell

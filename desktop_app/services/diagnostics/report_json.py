"""The report as JSON: the document of design/cli.md, its schema, and reading it back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import msgspec

from desktop_app.core.errors.inputs import FileUnreadableError
from desktop_app.services.diagnostics.report_form import ReportForm
from desktop_app.signing.decoding import decode_json

_LARGEST_REPORT = 16 * 1024 * 1024


def document_of(form: ReportForm) -> dict[str, object]:
    """Return a report as JSON can carry it."""
    return cast(dict[str, object], msgspec.to_builtins(form))


def json_text(document: object) -> str:
    """Return a document as indented text for people and programs."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def read_report(path: Path) -> ReportForm:
    """Return a report that was saved as JSON; keys that are not known here are passed over.

    Raises ``FileUnreadableError``.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST_REPORT)
        return decode_json(content, ReportForm)
    except OSError as error:
        raise FileUnreadableError(str(path), type(error).__name__) from error
    except msgspec.MsgspecError as error:
        raise FileUnreadableError(str(path), str(error)) from error


def report_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a report."""
    schema = msgspec.json.schema(ReportForm)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}

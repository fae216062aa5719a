"""Saving a report on signatures as HTML, PDF or JSON, by the name of the file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.errors.signatures import ReportFormatError
from desktop_app.services.storage.private_file import Mode, write_new
from desktop_app.services.verification_form import VerificationForm

Write = Callable[[Catalogue, VerificationForm], bytes]


def writer_of(target: Path) -> Write:
    """Return what writes a report of the target's kind.

    Raises ``ReportFormatError`` for a name that ends in none of .html, .pdf and .json.
    """
    writers: dict[str, Write] = {".html": _html, ".pdf": _pdf, ".json": _json}
    try:
        return writers[target.suffix.lower()]
    except KeyError:
        raise ReportFormatError(format=target.suffix.removeprefix(".")) from None


def save_report(target: Path, catalogue: Catalogue, form: VerificationForm) -> None:
    """Write a report into a new file, which is readable as the person's other new files are.

    Raises ``ReportFormatError``, ``OutputExistsError``, ``OutputNotWritableError``.
    """
    write_new(target, writer_of(target)(catalogue, form), Mode.UMASK)


def verification_document(form: VerificationForm) -> dict[str, Any]:
    """Return the report as JSON carries it."""
    document: dict[str, Any] = msgspec.to_builtins(form)
    return document


def verification_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a report."""
    schema = msgspec.json.schema(VerificationForm)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _html(catalogue: Catalogue, form: VerificationForm) -> bytes:
    from desktop_app.services.verification_html import verification_page  # noqa: PLC0415

    return verification_page(catalogue, form).encode()


def _pdf(catalogue: Catalogue, form: VerificationForm) -> bytes:
    from desktop_app.services.verification_pdf import verification_pdf  # noqa: PLC0415 - slow

    return verification_pdf(catalogue, form)


def _json(_catalogue: Catalogue, form: VerificationForm) -> bytes:
    text = json.dumps(verification_document(form), ensure_ascii=False, indent=2)
    return f"{text}\n".encode()

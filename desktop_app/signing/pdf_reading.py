"""Reading the signatures of a PDF: where they are, and what was appended after them."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.generic import parse_pdf_date
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, ModificationLevel
from pyhanko.sign.diff_analysis.policy_api import DiffResult
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, extract_contents
from pyhanko.sign.validation.status import SignatureCoverageLevel

from desktop_app.signing.pdf_questions import (
    PdfAnswer,
    PdfChanges,
    PdfCoverage,
    PdfQuestion,
    PdfSignature,
)

MAX_SIGNATURES = 64
MAX_CONTENTS = 1 << 20
MAX_STORED = 100
MAX_STORED_BYTES = 32 << 20
_MAX_TEXT = 500
_MAGIC = b"%PDF-"
_MAGIC_WITHIN = 1024
_COVERAGE = {
    SignatureCoverageLevel.ENTIRE_FILE: PdfCoverage.FILE,
    SignatureCoverageLevel.ENTIRE_REVISION: PdfCoverage.REVISION,
}
_CHANGES = {
    ModificationLevel.NONE: PdfChanges.NONE,
    ModificationLevel.LTA_UPDATES: PdfChanges.VALIDATION_DATA,
    ModificationLevel.FORM_FILLING: PdfChanges.FORM,
}
_log = logging.getLogger(__name__)


class Refusal(Exception):  # noqa: N818 - an answer of the worker
    """The PDF cannot be worked on; the text is a word of ``PdfAnswer.failure``."""


def open_pdf(stream: BinaryIO) -> PdfFileReader:
    """Return a reader. Raises ``Refusal``."""
    if _MAGIC not in stream.read(_MAGIC_WITHIN):
        raise Refusal("not-pdf")
    reader = PdfFileReader(stream, strict=False)
    if reader.encrypted and reader.decrypt("").status is AuthStatus.FAILED:
        raise Refusal("encrypted")
    return reader


def read(question: PdfQuestion) -> PdfAnswer:
    """Return the signatures in the order of the file's fields. Raises ``Refusal``."""
    with Path(question.path).open("rb") as stream:
        reader = open_pdf(stream)
        fields = itertools.islice(
            enumerate_sig_fields(reader, filled_status=True), MAX_SIGNATURES + 1
        )
        found = tuple(_signature(reader, str(name), value, ref) for name, value, ref in fields)
        if len(found) > MAX_SIGNATURES:
            raise Refusal("damaged")
        return PdfAnswer(
            signatures=found,
            certificates=tuple(_stored(reader, "/Certs")),
            crls=tuple(_stored(reader, "/CRLs")),
            ocsps=tuple(_stored(reader, "/OCSPs")),
        )


def _signature(reader: PdfFileReader, name: str, value: Any, field: Any) -> PdfSignature:
    dictionary = value.get_object()
    contents = bytes(extract_contents(dictionary))
    if len(contents) > MAX_CONTENTS:
        raise Refusal("damaged")
    coverage, changes = _looked_at(reader, name, field)
    return PdfSignature(
        name=name[:_MAX_TEXT],
        subfilter=str(dictionary.get("/SubFilter", ""))[1:],
        is_time_stamp=str(dictionary.get("/Type", "")) == "/DocTimeStamp",
        contents=contents,
        byte_range=tuple(int(each) for each in itertools.islice(dictionary["/ByteRange"], 8)),
        coverage=coverage,
        changes=changes,
        claimed_time=_time(dictionary.get("/M")),
        reason=str(dictionary.get("/Reason", ""))[:_MAX_TEXT],
        location=str(dictionary.get("/Location", ""))[:_MAX_TEXT],
    )


def _stored(reader: PdfFileReader, kind: str) -> Iterator[bytes]:
    """Yield what the document's security store holds; it is unsigned and may be broken."""
    try:
        size = 0
        for each in itertools.islice(reader.root["/DSS"][kind], MAX_STORED):
            data = bytes(each.get_object().data)
            size += len(data)
            if size > MAX_STORED_BYTES:
                return
            yield data
    except KeyError:
        return
    except Exception as error:  # noqa: BLE001 - a stranger's file may break any part of it
        _log.info("security store not read: %s: %s", type(error).__name__, error)


def _looked_at(reader: PdfFileReader, name: str, field: Any) -> tuple[PdfCoverage, PdfChanges]:
    try:
        embedded = EmbeddedPdfSignature(reader, field.get_object(), name)
        level = embedded.evaluate_signature_coverage()
        embedded.coverage = level  # type: ignore[assignment]  # annotated as None in the library
        coverage = _COVERAGE.get(level, PdfCoverage.UNCLEAR)
        if reader.xrefs.hybrid_xrefs_present and coverage is not PdfCoverage.FILE:
            return coverage, PdfChanges.UNKNOWN
        return coverage, _changes(embedded)
    except Exception as error:  # noqa: BLE001 - a stranger's file may break any part of it
        _log.info("signature %s not placed: %s: %s", name, type(error).__name__, error)
        return PdfCoverage.UNCLEAR, PdfChanges.UNKNOWN


def _changes(embedded: EmbeddedPdfSignature) -> PdfChanges:
    result = embedded.evaluate_modifications(DEFAULT_DIFF_POLICY)
    if not isinstance(result, DiffResult):
        return PdfChanges.OTHER
    level, permitted = result.modification_level, embedded.docmdp_level
    if permitted is not None and level.value > permitted.value:
        return PdfChanges.FORBIDDEN
    return _CHANGES.get(level, PdfChanges.OTHER)


def _time(value: object) -> datetime | None:
    if value is None:
        return None
    try:
        moment = parse_pdf_date(str(value), strict=False)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (PdfError, ValueError, OverflowError):
        return None

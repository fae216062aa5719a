"""What is to be said of a file of signatures: the same checks as when it is accepted."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from desktop_app.core.diagnostics import CheckStatus, Finding, Who
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.inputs import ContentNeededError
from desktop_app.core.file_examinations import FileKind
from desktop_app.services.diagnostics.check import fail, note
from desktop_app.services.file_doctor.file_kinds import HEAD_BYTES, kind_of
from desktop_app.services.outbox.acceptance import MESSAGE_LIMIT, taken_apart
from desktop_app.services.outbox.checking import refuse_ended, signers_of
from desktop_app.services.outbox.signed_files import is_pdf, unsigned_name
from desktop_app.services.trust_folder import read_limited, unreadable


def message_findings(path: Path, now: datetime) -> Iterator[Finding]:
    """Yield what is wrong with a CMS, or who signed the document in it or beside it.

    Raises ``FileUnreadableError``.
    """
    document = path.with_name(unsigned_name(path))
    try:
        message, carried = taken_apart(read_limited(path, MESSAGE_LIMIT), path)
        with _content(document, carried) as content:
            kind = kind_of(content.read(HEAD_BYTES))
            content.seek(0)
            signers = signers_of(message, content, path)
        refuse_ended(signers, path, now)
    except NmoError as error:
        yield Finding(CheckStatus.FAIL, error.code, error.data(), Who.USER)
        return
    except OSError as error:
        raise unreadable(document, error) from error
    if is_pdf(document) and kind is not FileKind.PDF:
        yield fail("file.type-other", kind=kind.value)
    yield note("file.signed", count=len(signers), names=[each.name for each in signers])


def _content(document: Path, carried: bytes | None) -> BinaryIO:
    """Open what was signed. Raises ``ContentNeededError``, ``OSError``."""
    if carried is not None:
        return io.BytesIO(carried)
    if not document.is_file():
        raise ContentNeededError(path=str(document))
    return document.open("rb")

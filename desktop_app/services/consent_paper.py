"""The consent on paper: the text as it was signed, facts of the signature, the history."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.certificates import Certificate
from desktop_app.core.consents import ConsentStatus
from desktop_app.core.errors.base import NmoError
from desktop_app.core.papers import BlockForm, PrintedBlock
from desktop_app.services.papers.sheet import paper_pdf, printable_signs
from desktop_app.services.portal.consent_lines import consent_lines
from desktop_app.services.portal.contract import ConsentEventMessage, ConsentMessage
from desktop_app.signing.certificates import read_certificate
from desktop_app.signing.signed_data import read_signed_message

Say = Callable[..., str]
"""Puts the phrase ``consent-paper.NAME`` and its data into the words of one language."""


@dataclass(frozen=True, slots=True)
class KeptConsent:
    """A document of the consent that lies on this computer."""

    file: Path
    content: bytes
    """UTF-8 text, exactly the bytes that were signed or confirmed."""
    certificate: Certificate | None = None
    """The signer's; None for a document that a code confirmed."""
    signing_time: datetime | None = None
    """By the clock of the computer that signed."""


def consent_paper(
    message: ConsentMessage,
    files: Iterable[Path],
    written_at: datetime,
    catalogue: Catalogue,
    language: str,
) -> bytes:
    """Return a PDF/A of the consent: its text as it is, what is said of it in ``language``.

    The document that was given last is printed word for word where one of ``files`` holds it,
    otherwise the text in force. Letters that the font lacks become question marks.
    """
    grants = [event for event in message.history if event.kind is ConsentStatus.GRANTED]
    kept = _kept(files, grants[0].document_sha256) if grants else None
    if kept is not None:
        title, *lines = kept.content.decode("utf-8").splitlines()
        version = grants[0].version
    else:
        title, *lines = consent_lines(message.text, message.subject, "")[:-1]
        version = message.text.version

    def say(name: str, **data: str) -> str:
        return catalogue.phrase(f"consent-paper.{name}", language, **data)

    facts = (*_of_document(message, kept, say), *_of_history(message, written_at, say))
    blocks = (
        _block(BlockForm.HEADING, title),
        *(_block(BlockForm.PARAGRAPH, line) for line in lines if line),
        _block(BlockForm.HEADING, say("heading")),
        *(_block(BlockForm.PARAGRAPH, fact) for fact in facts),
    )
    author = _printable(message.subject.full_name)
    content, _pages = paper_pdf(_printable(title), author, version, blocks, written_at)
    return content


def _kept(files: Iterable[Path], sha256: str) -> KeptConsent | None:
    """Return the document with this digest; a file that cannot be read is passed over."""
    for file in files:
        try:
            found = _read(file)
        except (OSError, NmoError):
            continue
        if found is not None and hashlib.sha256(found.content).hexdigest() == sha256:
            return found
    return None


def _read(file: Path) -> KeptConsent | None:
    data = file.read_bytes()
    if file.suffix == ".txt":
        return KeptConsent(file, data)
    message = read_signed_message(data)
    signer = message.signers[0]
    if message.content is None:
        return None
    certificate = read_certificate(signer.certificate) if signer.certificate else None
    return KeptConsent(file, message.content, certificate, signer.signing_time)


def _of_document(message: ConsentMessage, kept: KeptConsent | None, say: Say) -> Iterator[str]:
    """Say what stands above, and how it was signed."""
    if kept is None:
        yield say("text-in-force", version=message.text.version)
        if message.history:
            yield say("kept-by-portal")
        return
    digest = hashlib.sha256(kept.content).hexdigest()
    yield say("word-for-word", digest=digest)
    if kept.certificate is None:
        yield say("by-code")
    else:
        yield from _of_signature(kept.certificate, kept.signing_time, say)
    yield say("file", file=kept.file.name)
    yield say("copy")


def _of_signature(
    certificate: Certificate, signing_time: datetime | None, say: Say
) -> Iterator[str]:
    yield say("signed", subject=certificate.subject, algorithm=certificate.algorithm)
    yield say(
        "certificate",
        number=str(certificate.serial_number),
        issuer=certificate.issuer,
        begin=f"{certificate.not_before:%d.%m.%Y}",
        end=f"{certificate.not_after:%d.%m.%Y}",
        digest=certificate.id,
    )
    if signing_time is not None:
        yield say("signing-time", at=_moment(signing_time))


def _of_history(message: ConsentMessage, written_at: datetime, say: Say) -> Iterator[str]:
    yield say(f"status-{message.status}", at=_moment(written_at))
    yield from (f"— {_line(event, say)}" for event in message.history)


def _line(event: ConsentEventMessage, say: Say) -> str:
    at = _moment(event.happened_at)
    if event.kind is not ConsentStatus.GRANTED:
        return say("was-withdrawn", at=at)
    how = (
        say("how-certificate", id=event.certificate_id) if event.certificate_id else say("how-code")
    )
    return say("was-granted", at=at, version=event.version, how=how, digest=event.document_sha256)


def _moment(at: datetime) -> str:
    local = at.astimezone()
    zone = f"{local:%z}"
    return f"{local:%d.%m.%Y %H:%M} (UTC{zone[:3]}:{zone[3:5]})"


def _block(form: BlockForm, text: str) -> PrintedBlock:
    return PrintedBlock(form, "", _printable(text))


def _printable(text: str) -> str:
    signs = printable_signs()
    return "".join(sign if ord(sign) in signs else "?" for sign in text)

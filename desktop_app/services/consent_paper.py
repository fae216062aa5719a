"""The consent on paper: the text as it was signed, facts of the signature, the history."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from desktop_app.core.certificates import Certificate
from desktop_app.core.consents import ConsentStatus
from desktop_app.core.errors.base import NmoError
from desktop_app.core.papers import BlockForm, PrintedBlock
from desktop_app.services.papers.sheet import paper_pdf, printable_signs
from desktop_app.services.portal.consent_lines import consent_lines
from desktop_app.services.portal.contract import ConsentEventMessage, ConsentMessage
from desktop_app.signing.certificates import read_certificate
from desktop_app.signing.signed_data import read_signed_message

_STATUS: Final = {
    ConsentStatus.NONE: "согласие не дано",
    ConsentStatus.GRANTED: "согласие действует",
    ConsentStatus.WITHDRAWN: "согласие отозвано",
}


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


def consent_paper(message: ConsentMessage, files: Iterable[Path], written_at: datetime) -> bytes:
    """Return a PDF/A of the consent, in Russian as the consent itself.

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
    facts = (*_of_document(message, kept), *_of_history(message, written_at))
    blocks = (
        _block(BlockForm.HEADING, title),
        *(_block(BlockForm.PARAGRAPH, line) for line in lines if line),
        _block(BlockForm.HEADING, "Подпись и история согласия"),
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


def _of_document(message: ConsentMessage, kept: KeptConsent | None) -> Iterator[str]:
    """Say what stands above, and how it was signed."""
    if kept is None:
        version = message.text.version
        yield f"Выше — текст, который портал публикует сейчас, версия {version}."
        if message.history:
            yield "Подписанный документ хранится на портале; на этом компьютере его нет."
        return
    digest = hashlib.sha256(kept.content).hexdigest()
    yield f"Выше — документ слово в слово. SHA-256 документа: {digest}"
    if kept.certificate is None:
        yield "Подтверждён простой электронной подписью: кодом из СМС."
    else:
        yield from _of_signature(kept.certificate, kept.signing_time)
    yield f"Файл на этом компьютере: {kept.file.name}."
    yield "Силу имеет этот файл; бумага — копия для чтения."


def _of_signature(certificate: Certificate, signing_time: datetime | None) -> Iterator[str]:
    until = f"{certificate.not_before:%d.%m.%Y} — {certificate.not_after:%d.%m.%Y}"
    yield f"Подписано электронной подписью: {certificate.subject}, {certificate.algorithm}."
    yield (
        f"Сертификат № {certificate.serial_number}, выдал {certificate.issuer}, "
        f"срок {until}. SHA-256 сертификата: {certificate.id}"
    )
    if signing_time is not None:
        yield f"Время подписи по часам подписавшего компьютера: {_moment(signing_time)}"


def _of_history(message: ConsentMessage, written_at: datetime) -> Iterator[str]:
    yield f"По данным портала на {_moment(written_at)}: {_STATUS[message.status]}."
    yield from (f"— {_line(event)}" for event in message.history)


def _line(event: ConsentEventMessage) -> str:
    if event.kind is not ConsentStatus.GRANTED:
        return f"{_moment(event.happened_at)}: согласие отозвано"
    how = f"сертификат {event.certificate_id}" if event.certificate_id else "код из СМС"
    return (
        f"{_moment(event.happened_at)}: согласие дано, версия текста {event.version}, {how}, "
        f"SHA-256 документа {event.document_sha256}"
    )


def _moment(at: datetime) -> str:
    local = at.astimezone()
    zone = f"{local:%z}"
    return f"{local:%d.%m.%Y %H:%M} (UTC{zone[:3]}:{zone[3:5]})"


def _block(form: BlockForm, text: str) -> PrintedBlock:
    return PrintedBlock(form, "", _printable(text))


def _printable(text: str) -> str:
    signs = printable_signs()
    return "".join(sign if ord(sign) in signs else "?" for sign in text)

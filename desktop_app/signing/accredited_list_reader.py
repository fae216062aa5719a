"""Reading the list of accredited authorities: a stream, with limits, without entities.

The file is megabytes of XML from a stranger. Nothing of it is kept but what is used; a
document type, an entity, too much depth, text or number ends the reading.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO
from xml.parsers import expat

from desktop_app.core.errors.inputs import AccreditedListUnreadableError
from desktop_app.signing.accredited_list import (
    Accreditation,
    AccreditedList,
    Authority,
    ListedCertificate,
    StatusChange,
    moment_of,
)

MAX_BYTES = 128 << 20
MAX_DEPTH = 24
MAX_TEXT = 256 << 10
MAX_AUTHORITIES = 5_000
MAX_CERTIFICATES = 50_000
_CHUNK = 1 << 16
_ROOT = "АккредитованныеУдостоверяющиеЦентры"
_AUTHORITY = "УдостоверяющийЦентр"
_STATUSES = {
    "действует": Accreditation.IN_FORCE,
    "прекращена": Accreditation.ENDED,
    "аннулирована": Accreditation.ANNULLED,
}


def read_accredited_list(stream: BinaryIO) -> AccreditedList:
    """Read the list; raises ``AccreditedListUnreadableError`` for anything else."""
    reading = _Reading()
    parser = _parser(reading)
    taken = 0
    try:
        while chunk := stream.read(_CHUNK):
            taken += len(chunk)
            if taken > MAX_BYTES:
                raise _unreadable("too-large")
            parser.Parse(chunk, False)  # noqa: FBT003 - expat takes it by place only
        parser.Parse(b"", True)  # noqa: FBT003 - expat takes it by place only
    except (expat.ExpatError, LookupError, ValueError) as error:
        # An encoding that Python does not know, or knows as no text, ends as one of the latter.
        raise _unreadable("not-xml") from error
    return reading.result()


def _parser(reading: _Reading) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reading.begin
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.text
    for name in ("StartDoctypeDeclHandler", "EntityDeclHandler", "ExternalEntityRefHandler"):
        setattr(parser, name, _refuse)
    return parser


def _refuse(*_details: object) -> int:
    raise _unreadable("document-type")


def _unreadable(detail: str) -> AccreditedListUnreadableError:
    return AccreditedListUnreadableError(detail=detail)


@dataclass
class _Draft:
    """An authority while it is read."""

    name: str = ""
    short_name: str = ""
    ogrn: str = ""
    inn: str = ""
    passed_to_ogrn: str = ""
    changes: list[StatusChange] = field(default_factory=list)
    certificates: list[ListedCertificate] = field(default_factory=list)
    status: str = ""
    since: datetime | None = None
    key_id: str = ""
    sha1: str = ""
    data: bytes = b""


class _Reading:
    """What was read so far; elements are told by their last names."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._text: list[str] = []
        self._length = 0
        self._draft = _Draft()
        self._version: int | None = None
        self._dated: datetime | None = None
        self._signed = False
        self._authorities: list[Authority] = []
        self._certificates = 0
        self._ends: dict[str, Callable[[str], None]] = {
            "ИдентификаторКлюча": self._key,
            "Отпечаток": self._fingerprint,
            "Данные": self._data,
            "ДанныеСертификата": self._certificate,
            "Статус": self._status,
            "ДействуетС": self._since,
            "СтатусАккредитации": self._change,
            _AUTHORITY: self._authority,
        }

    def begin(self, name: str, _attributes: object) -> None:
        """An element begins."""
        local = name.rpartition(":")[2]
        if not self._open and local != _ROOT:
            raise _unreadable("other-document")
        self._open.append(local)
        if len(self._open) > MAX_DEPTH:
            raise _unreadable("too-deep")
        self._signed = self._signed or (local == "Signature" and len(self._open) == 2)
        self._text, self._length = [], 0

    def text(self, data: str) -> None:
        """Some text of the innermost element."""
        self._length += len(data)
        if self._length > MAX_TEXT:
            raise _unreadable("too-large")
        self._text.append(data)

    def end(self, _name: str) -> None:
        """The innermost element ends."""
        value = "".join(self._text).strip()
        self._text, self._length = [], 0
        local = self._open.pop()
        if local in self._ends:
            self._ends[local](value)
        elif len(self._open) == 1:
            self._of_list(local, value)
        elif len(self._open) == 2 and self._open[1] == _AUTHORITY:
            self._of_authority(local, value)

    def result(self) -> AccreditedList:
        """Return the list once all is read."""
        if self._dated is None or self._version is None:
            raise _unreadable("undated")
        return AccreditedList(
            self._version, self._dated, tuple(self._authorities), signed=self._signed
        )

    def _of_list(self, local: str, value: str) -> None:
        if local == "Версия":
            self._version = int(value) if value.isascii() and value.isdigit() else None
        elif local == "Дата":
            self._dated = moment_of(value)

    def _of_authority(self, local: str, value: str) -> None:
        names = {
            "Название": "name",
            "КраткоеНазвание": "short_name",
            "ОГРН": "ogrn",
            "ИНН": "inn",
            "ПолномочияПереданыУЦсОГРН": "passed_to_ogrn",
        }
        if local in names:
            setattr(self._draft, names[local], value)

    def _key(self, value: str) -> None:
        self._draft.key_id = _hexadecimal(value)

    def _fingerprint(self, value: str) -> None:
        self._draft.sha1 = _hexadecimal(value)

    def _data(self, value: str) -> None:
        try:
            self._draft.data = base64.b64decode("".join(value.split()), validate=True)
        except (binascii.Error, ValueError) as error:
            raise _unreadable("base64") from error

    def _certificate(self, _value: str) -> None:
        """A certificate whose data is not what its fingerprint says is kept without the data."""
        draft = self._draft
        sha1 = hashlib.sha1(draft.data, usedforsecurity=False).hexdigest()
        der = draft.data if draft.data and sha1 == draft.sha1 else b""
        draft.certificates.append(ListedCertificate(draft.sha1, draft.key_id, der))
        draft.sha1, draft.data = "", b""
        self._certificates += 1
        if self._certificates > MAX_CERTIFICATES:
            raise _unreadable("too-many")

    def _status(self, value: str) -> None:
        self._draft.status = value

    def _since(self, value: str) -> None:
        self._draft.since = moment_of(value)

    def _change(self, _value: str) -> None:
        draft = self._draft
        status = _STATUSES.get(draft.status.lower(), Accreditation.UNKNOWN)
        if draft.since is not None:
            draft.changes.append(StatusChange(status, draft.since))
        draft.status, draft.since = "", None

    def _authority(self, _value: str) -> None:
        draft, self._draft = self._draft, _Draft()
        if len(self._authorities) >= MAX_AUTHORITIES:
            raise _unreadable("too-many")
        self._authorities.append(
            Authority(
                name=draft.name,
                short_name=draft.short_name,
                ogrn=draft.ogrn,
                inn=draft.inn,
                history=tuple(sorted(dict.fromkeys(draft.changes), key=lambda each: each.since)),
                certificates=tuple(draft.certificates),
                passed_to_ogrn=draft.passed_to_ogrn,
            )
        )


def _hexadecimal(value: str) -> str:
    return "".join(value.split()).replace(":", "").lower()

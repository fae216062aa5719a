"""Time stamps (RFC 3161, RFC 5816): ask for one, and read the answer strictly."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from asn1crypto import algos, core

from desktop_app.core.errors.inputs import NotSignatureError
from desktop_app.core.errors.signatures import TimeStampInvalidError, TimeStampRefusedError
from desktop_app.signing.der import MALFORMED, OCTET_STRING, SEQUENCE, elements, inner, tlv
from desktop_app.signing.digests import digest_of
from desktop_app.signing.signed_data import SignedMessage, read_signed_message

MAX_BYTES = 1 << 20
"""Most bytes of an answer; a service may carry its whole path and CRLs along."""
TST_INFO = "1.2.840.113549.1.9.16.1.4"
"""Content type of what a service signs."""
_INTEGER = 0x02
_BIT_STRING = 0x03
_OBJECT = 0x06
_GENERALIZED_TIME = 0x18
_BOOLEAN = 0x01
_CERT_REQ = bytes.fromhex("0101ff")
_VERSION_1 = bytes.fromhex("020101")
_NONCE_BYTES = 8
_GRANTED = (0, 1)
_TIME = re.compile(r"(\d{14})(?:\.(\d{1,9}))?Z")
_FAILURES = {
    0: "bad-algorithm",
    2: "bad-request",
    5: "bad-data",
    14: "no-time",
    15: "policy",
    16: "extension",
    17: "no-information",
    25: "system",
}
"""Bits of PKIFailureInfo (RFC 3161 section 2.4.2)."""


@dataclass(frozen=True, slots=True)
class TimeStampRequest:
    """A question for a stamp over ``data``; ``digest`` is a name of ``signing.digests``."""

    data: bytes = field(repr=False)
    digest: str
    nonce: int = field(default_factory=lambda: secrets.randbits(8 * _NONCE_BYTES - 1) | 1)

    @property
    def imprint(self) -> bytes:
        """The digest that the service is told; it never sees the data."""
        return digest_of(self.data, self.digest)

    def encode(self) -> bytes:
        """Return the TimeStampReq in DER; it asks for the service's certificate."""
        identifier = tlv(SEQUENCE, _dump(core.ObjectIdentifier(_dotted_digest(self.digest))))
        imprint = tlv(SEQUENCE, identifier, tlv(OCTET_STRING, self.imprint))
        return tlv(SEQUENCE, _VERSION_1, imprint, _dump(core.Integer(self.nonce)), _CERT_REQ)


@dataclass(frozen=True, slots=True)
class TimeStampToken:
    """A token and what its TSTInfo states; who signed it is not judged here."""

    der: bytes = field(repr=False)
    message: SignedMessage = field(repr=False)
    policy: str
    digest: str
    """Name such as ``sha256``, or the dotted identifier of an unknown digest."""
    imprint: bytes
    serial_number: int
    time: datetime
    accuracy_seconds: float | None
    nonce: int | None

    def stands_for(self, data: bytes) -> bool:
        """Tell whether the imprint is that of ``data``.

        Raises ``AlgorithmUnsupportedError`` for a digest that cannot be computed here.
        """
        return self.imprint == digest_of(data, self.digest)


def read_answer(answer: bytes, request: TimeStampRequest, host: str = "") -> TimeStampToken:
    """Read the TimeStampResp to ``request`` (RFC 3161 section 2.4.2).

    Raises ``TimeStampRefusedError``, and ``TimeStampInvalidError`` for anything but a token
    over the request's imprint with its nonce. ``host`` is for the errors.
    """
    try:
        token = _granted(answer, host)
    except (NotSignatureError, *MALFORMED) as error:
        raise TimeStampInvalidError(host=host, detail="form") from error
    if (token.digest, token.imprint) != (request.digest, request.imprint):
        raise TimeStampInvalidError(host=host, detail="imprint")
    if token.nonce != request.nonce:
        raise TimeStampInvalidError(host=host, detail="nonce")
    return token


def read_token(der: bytes) -> TimeStampToken:
    """Read a TimeStampToken: a SignedData of one signer around a TSTInfo.

    Raises ``NotSignatureError`` for anything else.
    """
    if len(der) > MAX_BYTES:
        raise NotSignatureError(detail="too large")
    message = read_signed_message(der)
    if message.content_type != TST_INFO or message.content is None or len(message.signers) != 1:
        raise NotSignatureError(detail="time stamp")
    try:
        return _token(der, message, message.content)
    except MALFORMED as error:
        raise NotSignatureError(detail=type(error).__name__) from error


def _granted(answer: bytes, host: str) -> TimeStampToken:
    if len(answer) > MAX_BYTES:
        raise TimeStampInvalidError(host=host, detail="too-large")
    status, *tokens = _parts(answer, SEQUENCE)
    number, *more = _parts(status, SEQUENCE)
    if _integer(number) not in _GRANTED:
        raise TimeStampRefusedError(host=host, detail=_failure(more))
    (token,) = tokens
    return read_token(token)


def _token(der: bytes, message: SignedMessage, content: bytes) -> TimeStampToken:
    version, policy, imprint, serial, moment, *optional = _parts(content, SEQUENCE)
    if _integer(version) != 1:
        raise ValueError("version")
    algorithm, octets = _parts(imprint, SEQUENCE)
    rows = dict(_optional(optional))
    return TimeStampToken(
        der=der,
        message=message,
        policy=_dotted(policy),
        digest=_digest_name(algorithm),
        imprint=_value(octets, OCTET_STRING),
        serial_number=_integer(serial),
        time=_time(moment),
        accuracy_seconds=_accuracy(rows[SEQUENCE]) if SEQUENCE in rows else None,
        nonce=_integer(rows[_INTEGER]) if _INTEGER in rows else None,
    )


def _optional(rows: list[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the optional fields by tag; each at most once and in their order."""
    order = [SEQUENCE, _BOOLEAN, _INTEGER, 0xA0, 0xA1]
    for row in rows:
        del order[: order.index(row[0])]
        yield order.pop(0), row


def _parts(element: bytes, tag: int) -> list[bytes]:
    return elements(_value(element, tag))


def _value(element: bytes, tag: int) -> bytes:
    if element[:1] != bytes((tag,)):
        raise ValueError(f"tag {element[:1].hex()}")
    return inner(element)


def _integer(element: bytes) -> int:
    return int.from_bytes(_value(element, _INTEGER), "big", signed=True)


def _dotted(element: bytes) -> str:
    _value(element, _OBJECT)
    return str(core.ObjectIdentifier.load(element).dotted)


def _dotted_digest(name: str) -> str:
    return str(algos.DigestAlgorithmId(name).dotted)


def _digest_name(algorithm: bytes) -> str:
    dotted, *_parameters = _parts(algorithm, SEQUENCE)
    return str(algos.DigestAlgorithmId(_dotted(dotted)).native)


def _time(element: bytes) -> datetime:
    """GeneralizedTime in UTC, with any fraction of a second (RFC 3161 section 2.4.2)."""
    found = _TIME.fullmatch(_value(element, _GENERALIZED_TIME).decode("ascii"))
    if found is None:
        raise ValueError("genTime")
    moment = datetime.strptime(found[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return moment.replace(microsecond=int((found[2] or "0").ljust(6, "0")[:6]))


def _accuracy(element: bytes) -> float:
    units = {_INTEGER: 1.0, 0x80: 1e-3, 0x81: 1e-6}
    return sum(
        units[row[0]] * int.from_bytes(inner(row), "big") for row in _parts(element, SEQUENCE)
    )


def _failure(rows: list[bytes]) -> str:
    for row in rows:
        if row[0] == _BIT_STRING:
            octets = inner(row)[1:]
            bits = (n for n in range(8 * len(octets)) if octets[n // 8] & (0x80 >> n % 8))
            return next((_FAILURES[n] for n in bits if n in _FAILURES), "")
    return ""


def _dump(value: core.Asn1Value) -> bytes:
    return bytes(value.dump())

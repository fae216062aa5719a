"""What may be wrong with a personal certificate beyond its term and its purpose.

Приказ ФСБ № 795 names the marks of a qualified certificate, RFC 9215 the parameter sets.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator

from asn1crypto import core, x509
from cryptography import x509 as strict_x509

from desktop_app.core.errors.inputs import AlgorithmUnsupportedError, KeyMalformedError
from desktop_app.core.field_checks.numbers import check_snils
from desktop_app.signing.algorithms import key_identity
from desktop_app.signing.certificates import cut_certificate
from desktop_app.signing.der import MALFORMED, elements, inner
from desktop_app.signing.gost import gost_signature_is_valid
from desktop_app.signing.gost_keys import read_gost_key
from desktop_app.signing.qualified import CertificateDescription

_GOST_2001 = "1.2.643.2.2.19"
_GOST_2012 = ("1.2.643.7.1.1.1.1", "1.2.643.7.1.1.1.2")
_RSA = "1.2.840.113549.1.1.1"
_EC = "1.2.840.10045.2.1"
_RSA_MINIMUM_BITS = 2048
_SHA1_SIGNATURES = frozenset({"1.2.840.113549.1.1.5", "1.2.840.10045.4.1", "1.2.840.10040.4.3"})
_KNOWN_PARAMETERS = frozenset(
    {
        *(f"1.2.643.2.2.35.{number}" for number in range(4)),
        "1.2.643.2.2.36.0",
        "1.2.643.2.2.36.1",
        *(f"1.2.643.7.1.2.1.1.{number}" for number in range(1, 5)),
        *(f"1.2.643.7.1.2.1.2.{number}" for number in range(4)),
        "1.2.840.10045.3.1.7",
        "1.3.132.0.34",
        "1.3.132.0.35",
    }
)
_LONGEST_SERIAL = 20
_LONGEST = {"2.5.4.3": 64, "2.5.4.10": 64, "2.5.4.11": 64, "2.5.4.12": 64}
"""Upper bounds of RFC 5280 appendix A.1 that Order 795 keeps to."""
_OLD_STRINGS = frozenset({20, 28})
"""Tags of TeletexString and UniversalString (RFC 5280 section 4.1.2.4)."""


def qualified_problems(description: CertificateDescription) -> tuple[str, ...]:
    """Return the marks of Order 795 that a certificate lacks, by name."""
    marks = {
        "subject-tool": description.subject_tool,
        "issuer-tools": description.issuer_tools,
        "tool-class": description.tool_classes,
    }
    return tuple(name for name, value in marks.items() if not value)


def snils_problem(snils: str) -> str:
    """Return ``absent`` or ``malformed``, or nothing for a СНИЛС that is in order."""
    if not snils:
        return "absent"
    return "" if check_snils(snils).is_acceptable else "malformed"


def is_organisation_only(description: CertificateDescription) -> bool:
    """Whether the subject is an organisation (ОГРН) and no person."""
    names = {attribute.name for attribute in description.subject}
    return "ogrn" in names and not names & {"surname", "given_name", "snils"}


def weakness(der: bytes, signature_algorithm: str) -> str:
    """Return why key or signature are no longer accepted; empty when they are."""
    raw = cut_certificate(der)
    try:
        kind, _ = key_identity(raw.public_key_info)
    except AlgorithmUnsupportedError:
        return ""
    if kind == _GOST_2001:
        return "gost-2001"
    if kind == _RSA and _rsa_bits(der) < _RSA_MINIMUM_BITS:
        return "rsa-short"
    return "sha1" if signature_algorithm in _SHA1_SIGNATURES else ""


def key_parameters(der: bytes) -> tuple[str, bool]:
    """Return the key's parameter set as dotted identifier, and whether it is a known one."""
    key = cut_certificate(der).public_key_info
    try:
        kind, curve = key_identity(key)
        if kind == _EC:
            return curve, curve in _KNOWN_PARAMETERS
        if kind in (_GOST_2001, *_GOST_2012):
            parameters = _gost_parameters(key)
            return parameters, parameters in _KNOWN_PARAMETERS
    except (AlgorithmUnsupportedError, *MALFORMED):
        return "", False
    return "", True


def encoding_problems(der: bytes) -> tuple[str, ...]:
    """Return oddities for which some programs do not open a certificate."""
    try:
        return tuple(dict.fromkeys(_oddities(x509.Certificate.load(der, strict=True), der)))
    except MALFORMED:
        return ("strict",)


def _oddities(parsed: x509.Certificate, der: bytes) -> Iterator[str]:
    serial = parsed["tbs_certificate"]["serial_number"]
    if int(serial.native) <= 0:
        yield "serial-negative"
    elif len(serial.contents) > _LONGEST_SERIAL:
        yield "serial-long"
    for name in (parsed.subject, parsed.issuer):
        for pair in (pair for rdn in name.chosen for pair in rdn):
            value = pair["value"]
            text = getattr(value, "chosen", value)
            if text.tag in _OLD_STRINGS:
                yield "name-encoding"
            if len(str(text.native)) > _LONGEST.get(pair["type"].dotted, 1 << 16):
                yield "name-long"
    if _key_is_malformed(der):
        yield "key-malformed"
    if not _opens_strictly(der):
        yield "strict"


def _key_is_malformed(der: bytes) -> bool:
    """Whether a ГОСТ key breaks the rules of its algorithm; of others a driver tells.

    A library looks at the point while it verifies, be it a signature that is none.
    """
    key = cut_certificate(der).public_key_info
    try:
        size = read_gost_key(key).curve.bits // 8
        gost_signature_is_valid(key, b"\1" * size, b"\1" * size * 2)
    except KeyMalformedError:
        return True
    except AlgorithmUnsupportedError:
        return False
    return False


def _opens_strictly(der: bytes) -> bool:
    """Ask a reader that is stricter than ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # It warns of what the oddities above name.
        try:
            read = strict_x509.load_der_x509_certificate(der)
            _ = read.subject, read.issuer, len(read.extensions)
        except (ValueError, TypeError, strict_x509.InvalidVersion):
            return False
    return True


def _rsa_bits(der: bytes) -> int:
    try:
        return int(x509.Certificate.load(der).public_key.bit_size)
    except MALFORMED:
        return 0


def _gost_parameters(public_key_info: bytes) -> str:
    """Read publicKeyParamSet (RFC 9215 section 4.2), the first part of the parameters."""
    algorithm, _key = elements(inner(public_key_info))
    _identifier, parameters = elements(inner(algorithm))
    first = elements(inner(parameters))[0]
    return str(core.ObjectIdentifier.load(first).dotted)

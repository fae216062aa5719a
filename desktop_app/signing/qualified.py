"""What a certificate carries in full, with the fields of Russian qualified ones named.

Приказ ФСБ № 795 (as changed in 2021) and RFC 9215 give the identifiers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from asn1crypto import core, x509

from desktop_app.core.errors.inputs import NotCertificateError
from desktop_app.signing.der import MALFORMED

_ATTRIBUTES = {
    "2.5.4.3": "common_name",
    "2.5.4.4": "surname",
    "2.5.4.42": "given_name",
    "2.5.4.12": "title",
    "2.5.4.10": "organisation",
    "2.5.4.11": "unit",
    "2.5.4.6": "country",
    "2.5.4.8": "region",
    "2.5.4.7": "locality",
    "2.5.4.9": "street",
    "1.2.840.113549.1.9.1": "email",
    "1.2.643.100.1": "ogrn",
    "1.2.643.100.3": "snils",
    "1.2.643.100.4": "inn_legal",
    "1.2.643.100.5": "ogrnip",
    "1.2.643.3.131.1.1": "inn",
}
_TOOL_CLASSES = {
    "1.2.643.100.113.1": "КС1",
    "1.2.643.100.113.2": "КС2",
    "1.2.643.100.113.3": "КС3",
    "1.2.643.100.113.4": "КВ1",
    "1.2.643.100.113.5": "КВ2",
    "1.2.643.100.113.6": "КА1",
}
_SUBJECT_TOOL = "1.2.643.100.111"
_ISSUER_TOOLS = "1.2.643.100.112"
_IDENTIFICATION_KIND = "1.2.643.100.114"


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a distinguished name."""

    oid: str
    name: str
    """A word such as ``snils`` or ``inn``; the dotted identifier where there is none."""
    value: str


@dataclass(frozen=True, slots=True)
class CertificateDescription:
    """Every field of a certificate that has a meaning here; absent ones are empty."""

    subject: tuple[Attribute, ...]
    issuer: tuple[Attribute, ...]
    signature_algorithm: str
    """Dotted identifier."""
    is_authority: bool
    subject_tool: str
    """Owner's signature tool (1.2.643.100.111)."""
    issuer_tools: tuple[str, ...]
    """Issuer's signature tool, its software, and their two approvals (1.2.643.100.112)."""
    tool_classes: tuple[str, ...]
    """Classes of the signature tool, from КС1 to КА1 (1.2.643.100.113)."""
    policies: tuple[str, ...]
    identification_kind: int | None
    """0 in person, 1 by a signature, 2 by passport, 3 by a remote system (1.2.643.100.114)."""
    subject_key_id: str
    """Lower-case hexadecimal."""
    authority_key_id: str
    crl_urls: tuple[str, ...]
    issuer_urls: tuple[str, ...]
    ocsp_urls: tuple[str, ...]
    unknown_critical: tuple[str, ...]
    """Critical extensions that the reader does not know."""


def describe_certificate(der: bytes) -> CertificateDescription:
    """Describe a certificate; a field that cannot be read is left empty.

    Raises ``NotCertificateError`` when the certificate as a whole cannot be read.
    """
    try:
        parsed = x509.Certificate.load(der, strict=True)
        extensions = _extensions(parsed)
        return _description(parsed, extensions)
    except MALFORMED as error:
        raise NotCertificateError(detail=type(error).__name__) from error


def _description(
    parsed: x509.Certificate, extensions: dict[str, x509.Extension]
) -> CertificateDescription:
    tbs = parsed["tbs_certificate"]
    policies = _policies(parsed)
    return CertificateDescription(
        subject=_attributes(tbs["subject"]),
        issuer=_attributes(tbs["issuer"]),
        signature_algorithm=str(parsed["signature_algorithm"]["algorithm"].dotted),
        is_authority=bool(parsed.ca),
        subject_tool=_text(extensions.get(_SUBJECT_TOOL)),
        issuer_tools=_texts(extensions.get(_ISSUER_TOOLS)),
        tool_classes=tuple(_TOOL_CLASSES[oid] for oid in policies if oid in _TOOL_CLASSES),
        policies=policies,
        identification_kind=_number(extensions.get(_IDENTIFICATION_KIND)),
        subject_key_id=(parsed.key_identifier or b"").hex(),
        authority_key_id=(parsed.authority_key_identifier or b"").hex(),
        crl_urls=_crl_urls(parsed),
        issuer_urls=_access_urls(parsed, "ca_issuers"),
        ocsp_urls=tuple(parsed.ocsp_urls),
        unknown_critical=_unknown_critical(extensions.values()),
    )


def _extensions(parsed: x509.Certificate) -> dict[str, x509.Extension]:
    return {
        str(extension["extn_id"].dotted): extension
        for extension in parsed["tbs_certificate"]["extensions"] or ()
    }


def _attributes(name: x509.Name) -> tuple[Attribute, ...]:
    return tuple(
        Attribute(oid, _ATTRIBUTES.get(oid, oid), str(pair["value"].native))
        for rdn in name.chosen
        for pair in rdn
        for oid in [str(pair["type"].dotted)]
    )


def _policies(parsed: x509.Certificate) -> tuple[str, ...]:
    policies = parsed.certificate_policies_value
    return tuple(str(each["policy_identifier"].dotted) for each in policies or ())


def _content(extension: x509.Extension | None) -> bytes:
    return b"" if extension is None else bytes(extension["extn_value"].contents)


def _text(extension: x509.Extension | None) -> str:
    try:
        return str(core.load(_content(extension)).native) if extension is not None else ""
    except MALFORMED:
        return ""


def _texts(extension: x509.Extension | None) -> tuple[str, ...]:
    try:
        parts = core.SequenceOf.load(_content(extension), spec=core.Any)
        return tuple(str(part.parse().native) for part in parts)
    except MALFORMED:
        return ()


def _number(extension: x509.Extension | None) -> int | None:
    try:
        return int(core.Integer.load(_content(extension)).native)
    except MALFORMED:
        return None


def _crl_urls(parsed: x509.Certificate) -> tuple[str, ...]:
    return tuple(
        str(name.native)
        for point in parsed.crl_distribution_points
        if point["distribution_point"].name == "full_name"
        for name in point["distribution_point"].chosen
        if name.name == "uniform_resource_identifier"
    )


def _access_urls(parsed: x509.Certificate, method: str) -> tuple[str, ...]:
    return tuple(
        str(each["access_location"].native)
        for each in parsed.authority_information_access_value or ()
        if each["access_method"].native == method
        and each["access_location"].name == "uniform_resource_identifier"
    )


def _unknown_critical(extensions: Iterable[x509.Extension]) -> tuple[str, ...]:
    return tuple(
        str(extension["extn_id"].dotted)
        for extension in extensions
        if extension["critical"].native
        and extension["extn_id"].native == extension["extn_id"].dotted
    )

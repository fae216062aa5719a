"""One certificate in full, as people read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from desktop_app.cli.words import Words

if TYPE_CHECKING:
    from desktop_app.core.certificates import Certificate
    from desktop_app.core.tokens import TokenCertificate
    from desktop_app.signing.qualified import Attribute, CertificateDescription

_Lines = Iterable[tuple[str, str]]


def certificate_text(
    certificate: Certificate,
    description: CertificateDescription,
    found: TokenCertificate | None,
    words: Words,
) -> str:
    """Return a certificate as lines of name and value; empty fields are left out."""
    parts = (
        _section("certificate.subject", _names(description.subject, words), words),
        _section("certificate.issuer", _names(description.issuer, words), words),
        _section("certificate.terms", _terms(certificate, words), words),
        _section("certificate.uses", _uses(certificate, description, words), words),
        _section("certificate.qualified", _qualified(description, words), words),
        _section("certificate.addresses", _addresses(description, words), words),
        _section("certificate.token", _token(found, words), words),
    )
    return "\n\n".join(filter(None, parts))


def _section(title: str, lines: _Lines, words: Words) -> str:
    body = [f"  {name}: {value}" for name, value in lines if value]
    return "\n".join((words(title), *body)) if body else ""


def _names(attributes: Iterable[Attribute], words: Words) -> _Lines:
    for attribute in attributes:
        value = attribute.value
        if attribute.name == "snils":
            value = words.snils(value) or value
        yield words.state("attribute", attribute.name), value


def _terms(certificate: Certificate, words: Words) -> _Lines:
    yield words("certificate.id"), certificate.id
    yield words("certificate.serial"), certificate.serial_number
    yield words("certificate.from"), words.time(certificate.not_before)
    yield words("certificate.until"), words.time(certificate.not_after)
    yield words("certificate.key-until"), words.time(certificate.key_not_after)


def _uses(certificate: Certificate, description: CertificateDescription, words: Words) -> _Lines:
    usage = sorted(words.state("key-usage", name) for name in certificate.key_usage)
    extended = sorted(words.state("extended-usage", oid) for oid in certificate.extended_key_usage)
    yield words("certificate.algorithm"), certificate.algorithm
    yield words("certificate.usage"), ", ".join(usage)
    yield words("certificate.extended"), ", ".join(extended)
    yield words("certificate.authority"), words("yes") if description.is_authority else ""
    yield words("certificate.unknown-critical"), ", ".join(description.unknown_critical)


def _qualified(description: CertificateDescription, words: Words) -> _Lines:
    kind = description.identification_kind
    yield words("certificate.tool"), description.subject_tool
    yield words("certificate.classes"), ", ".join(description.tool_classes)
    yield words("certificate.issuer-tools"), "; ".join(description.issuer_tools)
    yield (
        words("certificate.identified"),
        "" if kind is None else words.state("identification", str(kind)),
    )


def _addresses(description: CertificateDescription, words: Words) -> _Lines:
    yield words("certificate.crls"), " ".join(description.crl_urls)
    yield words("certificate.issuers"), " ".join(description.issuer_urls)
    yield words("certificate.ocsp"), " ".join(description.ocsp_urls)


def _token(found: TokenCertificate | None, words: Words) -> _Lines:
    if found is None:
        return
    yield words("certificate.key"), words("yes" if found.has_private_key else "no")
    yield words("certificate.can-sign"), words("yes" if found.fitness.can_sign else "no")
    yield words("certificate.can-sign-in"), words("yes" if found.fitness.can_sign_in else "no")
    for reason in found.fitness.reasons:
        yield words("certificate.reason"), words.reason(reason)

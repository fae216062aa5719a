"""Reads a CMS SignedData, before anything in it is believed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from asn1crypto import cms

from desktop_app.core.errors.inputs import AlgorithmUnsupportedError, NotCertificateError
from desktop_app.sandbox.portal.strict_der import NotDerError, require_der
from desktop_app.signing.algorithms import algorithm_from
from desktop_app.signing.certificates import cut_certificate

CONTENT_TYPE_ATTRIBUTE: Final = "1.2.840.113549.1.9.3"
_NEEDED_ATTRIBUTES: Final = frozenset(
    {CONTENT_TYPE_ATTRIBUTE, "1.2.840.113549.1.9.4", "1.2.840.113549.1.9.16.2.47"}
)
"""content-type, message-digest, signing-certificate-v2 (RFC 5652 section 11, RFC 5035)."""


class MessageRefused(Exception):  # noqa: N818 - the portal says no; nothing failed
    """The message breaks a rule; ``cause`` is the code for the journal."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


@dataclass(frozen=True, slots=True)
class MessageLimits:
    """The most of everything that is read."""

    size: int = 65_536
    """Bytes."""
    signers: int = 1
    certificates: int = 8


ONE_SIGNER: Final = MessageLimits()


@dataclass(frozen=True, slots=True)
class SignedMessage:
    """What the message says; whether it is true is for ``SignatureChecker``."""

    content: bytes
    """Empty for a detached signature."""
    certificate_sha256: str
    """Of the certificate that the first signer names."""
    attributes_complete: bool
    """CAdES-BES signed attributes are there, each once, for every signer."""
    algorithms_allowed: bool
    """The program signs this way too with keys of these kinds."""


def read_signed_message(
    data: bytes, content_type: str, *, attached: bool = True, limits: MessageLimits = ONE_SIGNER
) -> SignedMessage:
    """Read ``data``: size, strict DER, its signers, the content type, content inside or none.

    Checks in that order and raises ``MessageRefused`` at the first that fails.
    """
    if len(data) > limits.size:
        raise MessageRefused("message.too-large")
    try:
        require_der(data)
    except NotDerError as error:
        raise MessageRefused("message.not-der") from error
    try:
        return _read(data, content_type, limits, attached=attached)
    except (ValueError, TypeError, KeyError, NotCertificateError) as error:
        raise MessageRefused("message.malformed") from error


def _read(
    data: bytes, content_type: str, limits: MessageLimits, *, attached: bool
) -> SignedMessage:
    envelope = cms.ContentInfo.load(data, strict=True)
    if envelope["content_type"].native != "signed_data":
        raise MessageRefused("message.malformed")
    signed = envelope["content"]
    signers = list(signed["signer_infos"])
    if not 1 <= len(signers) <= limits.signers:
        raise MessageRefused("message.signer-count")
    if len(signed["certificates"]) > limits.certificates:
        raise MessageRefused("message.too-many-certificates")
    inner = signed["encap_content_info"]
    if inner["content_type"].dotted != content_type:
        raise MessageRefused("message.content-type")
    content = inner["content"].native
    if attached and not isinstance(content, bytes):
        raise MessageRefused("message.not-attached")
    if not attached and content is not None:
        raise MessageRefused("message.not-detached")
    certificates = [_certificate(signed, signer) for signer in signers]
    return SignedMessage(
        content=content or b"",
        certificate_sha256=hashlib.sha256(certificates[0]).hexdigest(),
        attributes_complete=all(_attributes_complete(each, content_type) for each in signers),
        algorithms_allowed=all(map(_algorithms_allowed, signers, certificates)),
    )


def _certificate(signed: cms.SignedData, signer: cms.SignerInfo) -> bytes:
    """Return the DER of the included certificate that the signer identifier names."""
    wanted = signer["sid"].chosen
    for choice in signed["certificates"]:
        certificate = choice.chosen
        if signer["sid"].name == "subject_key_identifier":
            same = certificate.key_identifier == wanted.native
        else:
            same = (
                certificate.issuer.dump() == wanted["issuer"].dump()
                and certificate.serial_number == wanted["serial_number"].native
            )
        if same:
            return bytes(certificate.dump())
    raise MessageRefused("message.no-certificate")


def _attributes_complete(signer: cms.SignerInfo, content_type: str) -> bool:
    """Tell whether each needed attribute is there once, and the content type is the message's."""
    attributes = list(signer["signed_attrs"])
    names = [attribute["type"].dotted for attribute in attributes]
    single = all(len(attribute["values"]) == 1 for attribute in attributes)
    if not single or len(names) != len(set(names)) or not set(names) >= _NEEDED_ATTRIBUTES:
        return False
    (named,) = (one for one in attributes if one["type"].dotted == CONTENT_TYPE_ATTRIBUTE)
    return bool(named["values"][0].dotted == content_type)


def _algorithms_allowed(signer: cms.SignerInfo, certificate: bytes) -> bool:
    """Tell whether the table of algorithms has this signature and this digest for the key."""
    digest = signer["digest_algorithm"]["algorithm"].native
    key = cut_certificate(certificate).public_key_info
    try:
        row = algorithm_from(key, signer["signature_algorithm"].dump(), digest)
    except AlgorithmUnsupportedError:
        return False
    return bool(row.digest == digest)

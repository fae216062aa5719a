"""A second opinion on an attached CMS signature, read by other code than makes and verifies one.

The reading is asn1crypto's, the computing that of ``cryptography`` over whole messages; for ГОСТ
it is that of the native library which verification asks last.
"""

from __future__ import annotations

import hashlib

from asn1crypto import cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from desktop_app.core.errors.inputs import AlgorithmUnsupportedError, KeyMalformedError
from desktop_app.signing.gost import LIBRARIES, gost_signature_is_valid, new_gost_digest
from desktop_app.signing.gost_names import DIGESTS

_OTHER_FIRST = tuple(reversed(LIBRARIES))
_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}

_MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
_REFERENCE = "1.2.840.113549.1.9.16.2.47"


def flaw_of(message: bytes, content: bytes, certificate: bytes) -> str:
    """Return what is wrong with a signature of one signer; an empty string when nothing is.

    ``form``: it cannot be read. ``content``: something else was signed. ``certificate``: it
    names or carries another one. ``signature``: the value does not fit the key. ``algorithm``:
    this cannot be computed here.
    """
    try:
        signed = cms.ContentInfo.load(message, strict=True)["content"]
        (signer,) = signed["signer_infos"]
        attributes = {
            str(each["type"].dotted): each["values"][0].dump() for each in signer["signed_attrs"]
        }
        name = str(signer["digest_algorithm"]["algorithm"].native)
        if not _is_content(signed, attributes, content, name):
            return "content"
        if not _is_certificate(signed, attributes, certificate):
            return "certificate"
        return _value_flaw(signer, certificate, name)
    except AlgorithmUnsupportedError:
        return "algorithm"
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return "form"


def _is_content(
    signed: cms.SignedData, attributes: dict[str, bytes], content: bytes, name: str
) -> bool:
    inside = bytes(signed["encap_content_info"]["content"].native)
    digest = _digest(name, content)
    return inside == content and core.load(attributes[_MESSAGE_DIGEST]).native == digest


def _is_certificate(
    signed: cms.SignedData, attributes: dict[str, bytes], certificate: bytes
) -> bool:
    reference = tsp.SigningCertificateV2.load(attributes[_REFERENCE])["certs"][0]
    named = str(reference["hash_algorithm"]["algorithm"].native)
    fits = bool(reference["cert_hash"].native == _digest(named, certificate))
    carried = [each.chosen.dump() for each in signed["certificates"]]
    return fits and certificate in carried


def _value_flaw(signer: cms.SignerInfo, certificate: bytes, name: str) -> str:
    """RFC 5652 section 5.4: what was signed is the SET OF the attributes, not their tag."""
    attributes = b"\x31" + signer["signed_attrs"].dump()[1:]
    value = signer["signature"].native
    try:
        if name in DIGESTS:
            digest = _digest(name, attributes)
            valid = gost_signature_is_valid(_key_info(certificate), digest, value, _OTHER_FIRST)
            return "" if valid else "signature"
        key = x509.load_der_x509_certificate(certificate).public_key()
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(value, attributes, ec.ECDSA(_HASHES[name]))
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(value, attributes, _padding(signer), _HASHES[name])
        else:
            return "algorithm"
    except (InvalidSignature, KeyMalformedError):
        return "signature"
    except (UnsupportedAlgorithm, AlgorithmUnsupportedError, KeyError):
        return "algorithm"
    return ""


def _digest(name: str, data: bytes) -> bytes:
    if name not in DIGESTS:
        return hashlib.new(name, data).digest()
    running = new_gost_digest(name, _OTHER_FIRST)
    running.update(data)
    return running.digest()


def _key_info(certificate: bytes) -> bytes:
    parsed = asn1_x509.Certificate.load(certificate)
    return bytes(parsed["tbs_certificate"]["subject_public_key_info"].dump())


def _padding(signer: cms.SignerInfo) -> padding.AsymmetricPadding:
    algorithm = signer["signature_algorithm"]
    if algorithm["algorithm"].native != "rsassa_pss":
        return padding.PKCS1v15()
    parameters = algorithm["parameters"]
    mask = str(parameters["mask_gen_algorithm"]["parameters"]["algorithm"].native)
    return padding.PSS(padding.MGF1(_HASHES[mask]), int(parameters["salt_length"].native))

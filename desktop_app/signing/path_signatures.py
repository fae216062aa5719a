"""The signature check that pyhanko-certvalidator is given: ГОСТ added to what it knows."""

from __future__ import annotations

from functools import partial

from asn1crypto import algos, keys, x509
from cryptography.exceptions import InvalidSignature
from pyhanko_certvalidator import context as contexts
from pyhanko_certvalidator.sig_validate import (
    DEFAULT_VALIDATION_CONTEXT,
    DefaultSignatureValidator,
    SignatureValidationContext,
)

from desktop_app.core.errors.inputs import KeyMalformedError
from desktop_app.signing import gost_names
from desktop_app.signing.algorithms import algorithm_from
from desktop_app.signing.digests import digest_of
from desktop_app.signing.signature_check import signature_is_valid


class PathSignatures(DefaultSignatureValidator):
    """Checks signatures over ГОСТ with the program's own table, all others with the library."""

    def validate_signature(
        self,
        signature: bytes,
        signed_data: bytes,
        public_key_info: keys.PublicKeyInfo,
        signature_algorithm: algos.SignedDigestAlgorithm,
        context: SignatureValidationContext = DEFAULT_VALIDATION_CONTEXT,
    ) -> None:
        """Raise ``InvalidSignature`` for a wrong one, ``AlgorithmUnsupportedError`` if unknown."""
        if str(signature_algorithm["algorithm"].dotted) not in gost_names.DIGEST_OF_SIGNATURE:
            super().validate_signature(
                signature, signed_data, public_key_info, signature_algorithm, context
            )
            return
        key = public_key_info.dump()
        algorithm = algorithm_from(key, signature_algorithm.dump())
        digest = signed_data if context.prehashed else digest_of(signed_data, algorithm.digest)
        try:
            valid = signature_is_valid(key, algorithm, digest, signature)
        except KeyMalformedError as error:
            raise InvalidSignature from error
        if not valid:
            raise InvalidSignature


def teach_the_validator() -> None:
    """Let the validator know ГОСТ where it takes no check from outside; once per process.

    For an OCSP responder whose certificate says ocsp-nocheck, pyhanko-certvalidator 0.33 makes
    a context of its own and does not hand the signature check on. The hashes of an issuer's
    name and key in an OCSP response (RFC 6960 section 4.1.1) it takes for attributes of
    asn1crypto's values, which have none for Стрибог.
    """
    vars(contexts)["DefaultSignatureValidator"] = PathSignatures
    for digest in gost_names.DIGESTS:
        setattr(x509.Name, digest, property(partial(_name_hash, digest)))
        setattr(keys.PublicKeyInfo, digest, property(partial(_key_hash, digest)))


def _name_hash(digest: str, name: x509.Name) -> bytes:
    return digest_of(name.dump(), digest)


def _key_hash(digest: str, info: keys.PublicKeyInfo) -> bytes:
    return digest_of(bytes(info["public_key"]), digest)

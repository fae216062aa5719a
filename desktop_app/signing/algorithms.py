"""The one table of signature algorithms: key type to digest, identifiers and encodings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from asn1crypto import algos, core

from desktop_app.core.errors.inputs import AlgorithmUnsupportedError
from desktop_app.signing import gost_names
from desktop_app.signing.der import INTEGER, SEQUENCE, elements, inner, tlv
from desktop_app.signing.gost_keys import CURVES, GOST_256, GOST_512

DEFAULT_REFERENCE_DIGEST = "sha256"
"""What signing-certificate-v2 leaves out (RFC 5035 section 4)."""


class KeyKind(StrEnum):
    """Family of the key, for code that must speak of it."""

    RSA = "rsa"
    EC = "ec"
    GOST = "gost"


@dataclass(frozen=True, slots=True)
class SignatureAlgorithm:
    """One way to sign with one kind of key; everything that differs between algorithms."""

    name: str
    """Display name, for example ``RSA-SHA256``."""
    key_kind: KeyKind
    digest: str
    """Name for ``signing.digests``."""
    mechanism: str
    """PKCS#11 mechanism without ``CKM_``."""
    signature_der: bytes
    """AlgorithmIdentifier of the signature (RFC 5652 section 5.3), DER."""
    digest_der: bytes
    """AlgorithmIdentifier of the digest, DER."""
    token_input: Callable[[bytes], bytes]
    """Turns a digest into the input of C_Sign; not asked where the token makes the digest."""
    from_token: Callable[[bytes], bytes]
    """Turns the output of C_Sign into the signature value of X.509 and CMS."""
    pss_salt: int | None = None
    """Salt length in bytes for RSASSA-PSS (RFC 8017 section 8.1), else None."""
    token_digests: bool = False
    """True where the mechanism takes the message and makes the digest of it."""
    reference_digest: str = DEFAULT_REFERENCE_DIGEST
    """Digest of the signer's certificate in signing-certificate-v2."""


def algorithms_for(public_key_info_der: bytes) -> tuple[SignatureAlgorithm, ...]:
    """Return what a key of this SubjectPublicKeyInfo (DER) signs with, best first.

    Raises ``AlgorithmUnsupportedError`` for an unknown key or curve and for data that is no
    SubjectPublicKeyInfo.
    """
    key = key_identity(public_key_info_der)
    try:
        return _TABLE[key]
    except KeyError:
        raise AlgorithmUnsupportedError(algorithm=" ".join(filter(None, key))) from None


def key_identity(public_key_info_der: bytes) -> tuple[str, str]:
    """Return the key's algorithm and, for curves, its parameters as dotted identifiers.

    Raises ``AlgorithmUnsupportedError`` for data that is no SubjectPublicKeyInfo.
    """
    try:
        algorithm, *_ = elements(inner(public_key_info_der))
        oid, *parameters = elements(inner(algorithm))
        dotted = str(core.ObjectIdentifier.load(oid).dotted)
        if dotted in (GOST_256, GOST_512) and parameters:
            parameters = elements(inner(parameters[0]))  # The set's identifier comes first.
        if parameters and parameters[0][0] == core.ObjectIdentifier.tag:
            return dotted, str(core.ObjectIdentifier.load(parameters[0]).dotted)
    except (ValueError, TypeError, IndexError) as error:
        raise AlgorithmUnsupportedError(algorithm="?") from error
    return dotted, ""


@lru_cache(maxsize=64)
def algorithm_from(
    public_key_info_der: bytes, signature_der: bytes, digest: str = ""
) -> SignatureAlgorithm:
    """Return the row that a SignerInfo or certificate names, for verification.

    ``signature_der`` is its AlgorithmIdentifier; ``digest`` the name of a SignerInfo's digest
    algorithm, used where the identifier does not say (rsaEncryption, RFC 3370 section 3.2).
    Raises ``AlgorithmUnsupportedError`` when the key cannot have signed that way.
    """
    try:
        named = algos.SignedDigestAlgorithm.load(signature_der)
        oid = str(named["algorithm"].dotted)
        if oid in gost_names.DIGEST_OF_SIGNATURE:
            wanted = gost_names.DIGEST_OF_SIGNATURE[oid]
        else:
            wanted = digest if oid == _RSA_KEY else str(named.hash_algo)
        salt = int(named["parameters"]["salt_length"].native) if oid == _PSS else None
    except (ValueError, TypeError, KeyError) as error:
        raise AlgorithmUnsupportedError(algorithm="?") from error
    for row in _verifiable(public_key_info_der):
        if row.digest == wanted and (row.pss_salt is None) == (salt is None):
            return row if salt is None else _with_salt(row, salt)
    raise AlgorithmUnsupportedError(algorithm=f"{oid} {wanted}")


def _with_salt(row: SignatureAlgorithm, salt: int) -> SignatureAlgorithm:
    return _pss(row.digest, salt)


def _verifiable(public_key_info_der: bytes) -> tuple[SignatureAlgorithm, ...]:
    """A curve may be used with any digest (RFC 5758); signing prefers the one of its size."""
    rows = algorithms_for(public_key_info_der)
    if rows[0].key_kind is KeyKind.EC:
        return tuple(_ecdsa(digest) for digest in _DIGEST_PREFIXES)
    return rows


def _same(value: bytes) -> bytes:
    return value


def _prefixed(prefix: bytes) -> Callable[[bytes], bytes]:
    return lambda digest: prefix + digest


def _ecdsa_value(raw: bytes) -> bytes:
    """Turn r‖s, big-endian and of equal length (PKCS #11 v3.0 section 2.3.1), into the DER of
    Ecdsa-Sig-Value (RFC 3279 section 2.2.3).
    """
    half = len(raw) // 2
    return tlv(SEQUENCE, _integer(raw[:half]), _integer(raw[half:]))


def _integer(value: bytes) -> bytes:
    """Encode a number that is not negative, given big-endian (X.690 section 8.3)."""
    shortest = value.lstrip(b"\0")
    negative_looking = not shortest or shortest[0] & 0x80
    return tlv(INTEGER, b"\0" + shortest if negative_looking else shortest)


_RSA_KEY = "1.2.840.113549.1.1.1"
_PSS = "1.2.840.113549.1.1.10"
_EC_KEY = "1.2.840.10045.2.1"

# DER of DigestInfo up to the digest (RFC 8017 section 9.2, note 1).
_DIGEST_PREFIXES: Mapping[str, bytes] = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}
_DIGEST_SIZES = {"sha256": 32, "sha384": 48, "sha512": 64}


def _digest_identifier(digest: str) -> bytes:
    return bytes(algos.DigestAlgorithm({"algorithm": digest}).dump())


def _pkcs1(digest: str) -> SignatureAlgorithm:
    identifier = algos.SignedDigestAlgorithm(
        {"algorithm": f"{digest}_rsa", "parameters": core.Null()}
    )
    return SignatureAlgorithm(
        name=f"RSA-{digest.upper()}",
        key_kind=KeyKind.RSA,
        digest=digest,
        mechanism="RSA_PKCS",
        signature_der=identifier.dump(),
        digest_der=_digest_identifier(digest),
        token_input=_prefixed(_DIGEST_PREFIXES[digest]),
        from_token=_same,
    )


def _pss(digest: str, salt: int | None = None) -> SignatureAlgorithm:
    salt = _DIGEST_SIZES[digest] if salt is None else salt
    parameters = {
        "hash_algorithm": {"algorithm": digest},
        "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": digest}},
        "salt_length": salt,
    }
    identifier = algos.SignedDigestAlgorithm({"algorithm": "rsassa_pss", "parameters": parameters})
    return SignatureAlgorithm(
        name=f"RSA-PSS-{digest.upper()}",
        key_kind=KeyKind.RSA,
        digest=digest,
        mechanism="RSA_PKCS_PSS",
        signature_der=identifier.dump(),
        digest_der=_digest_identifier(digest),
        token_input=_same,
        from_token=_same,
        pss_salt=salt,
    )


@lru_cache
def _ecdsa(digest: str) -> SignatureAlgorithm:
    identifier = algos.SignedDigestAlgorithm({"algorithm": f"{digest}_ecdsa"})
    return SignatureAlgorithm(
        name=f"ECDSA-{digest.upper()}",
        key_kind=KeyKind.EC,
        digest=digest,
        mechanism="ECDSA",
        signature_der=identifier.dump(),
        digest_der=_digest_identifier(digest),
        token_input=_same,
        from_token=_ecdsa_value,
    )


def _gost(bits: int, mechanism: str, *, token_digests: bool = False) -> SignatureAlgorithm:
    digest = f"streebog{bits}"
    return SignatureAlgorithm(
        name=f"ГОСТ Р 34.10-2012 {bits}",
        key_kind=KeyKind.GOST,
        digest=digest,
        mechanism=mechanism,
        # CMS names the key's algorithm here; parameters are absent (R 1323565.1.025-2019).
        signature_der=tlv(SEQUENCE, _oid(GOST_256 if bits == 256 else GOST_512)),
        digest_der=tlv(SEQUENCE, _oid(gost_names.DIGESTS[digest])),
        # C_Sign takes the octets of the digest as they are and gives s‖r, each big-endian
        # (PKCS #11 v2.40 mechanisms, section 2.39.5), which is what X.509 and CMS write
        # (RFC 9215 section 2).
        token_input=_same,
        from_token=_same,
        token_digests=token_digests,
        reference_digest=digest,
    )


def _oid(dotted: str) -> bytes:
    return bytes(core.ObjectIdentifier(dotted).dump())


# The raw mechanism first, then the one that makes the digest too (names of TC26 and vendors).
_GOST_ROWS = {
    256: (
        _gost(256, "GOSTR3410"),
        _gost(256, "GOSTR3410_WITH_GOSTR3411_12_256", token_digests=True),
    ),
    512: (
        _gost(512, "GOSTR3410_512"),
        _gost(512, "GOSTR3410_WITH_GOSTR3411_12_512", token_digests=True),
    ),
}

# Key algorithm and curve to the algorithms it signs with, best first.
_TABLE: Mapping[tuple[str, str], tuple[SignatureAlgorithm, ...]] = {
    (_RSA_KEY, ""): (
        *(_pkcs1(digest) for digest in _DIGEST_PREFIXES),
        *(_pss(digest) for digest in _DIGEST_PREFIXES),
    ),
    (_PSS, ""): tuple(_pss(digest) for digest in _DIGEST_PREFIXES),
    (_EC_KEY, "1.2.840.10045.3.1.7"): (_ecdsa("sha256"),),
    (_EC_KEY, "1.3.132.0.34"): (_ecdsa("sha384"),),
    (_EC_KEY, "1.3.132.0.35"): (_ecdsa("sha512"),),
    **{
        (oid, parameter_set): _GOST_ROWS[bits]
        for oid, bits in ((GOST_256, 256), (GOST_512, 512))
        for parameter_set, curve in CURVES.items()
        if curve.bits == bits
    },
}

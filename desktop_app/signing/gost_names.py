"""Names of ГОСТ identifiers, and teaching them to asn1crypto (RFC 9215 sections 2 to 4)."""

from __future__ import annotations

from asn1crypto import algos, core, keys

DIGESTS = {"streebog256": "1.2.643.7.1.1.2.2", "streebog512": "1.2.643.7.1.1.2.3"}
"""Digest name to its dotted identifier."""
DIGEST_OF_SIGNATURE = {
    "1.2.643.7.1.1.3.2": "streebog256",
    "1.2.643.7.1.1.3.3": "streebog512",
    # CMS names the key's algorithm as that of the signature.
    "1.2.643.7.1.1.1.1": "streebog256",
    "1.2.643.7.1.1.1.2": "streebog512",
}
"""Dotted identifier of a signature algorithm to the name of its digest."""
SIGNATURE_NAMES = {
    dotted: f"ГОСТ Р 34.10-2012 {digest.removeprefix('streebog')}"
    for dotted, digest in DIGEST_OF_SIGNATURE.items()
}
"""Dotted identifier of a signature algorithm to its display name."""
OBSOLETE_SIGNATURES = {
    "1.2.643.2.2.3": "ГОСТ Р 34.10-2001",
    "1.2.643.2.2.4": "ГОСТ Р 34.10-94",
    "1.2.643.2.2.19": "ГОСТ Р 34.10-2001",
    "1.2.643.2.2.20": "ГОСТ Р 34.10-94",
}
"""What nobody signs with any more: dotted identifiers in certificates and CMS (RFC 4490, 4491)."""
_KEYS = {"1.2.643.7.1.1.1.1": "gost2012_256", "1.2.643.7.1.1.1.2": "gost2012_512"}
_SIGNATURES = {
    "1.2.643.7.1.1.3.2": "streebog256_gost",
    "1.2.643.7.1.1.3.3": "streebog512_gost",
    **_KEYS,
}


def _register(kind: type[core.ObjectIdentifier], names: dict[str, str]) -> None:
    """Add to the map of a kind of identifiers; asn1crypto has no public way."""
    kind.unmap("1.2")  # Builds the reverse map, which is built once.
    kind._map.update(names)  # noqa: SLF001
    kind._reverse_map.update({name: dotted for dotted, name in names.items()})  # noqa: SLF001


def _key_spec(info: keys.PublicKeyInfo) -> object:
    """Tell how the bits of a key are read: those of ГОСТ stay as they are."""
    if info["algorithm"]["algorithm"].native in _KEYS.values():
        return core.OctetBitString, None
    return _known_key_spec(info)


_known_key_spec = keys.PublicKeyInfo._spec_callbacks["public_key"]  # noqa: SLF001
keys.PublicKeyInfo._spec_callbacks = {"public_key": _key_spec}  # noqa: SLF001
_register(algos.DigestAlgorithmId, {dotted: name for name, dotted in DIGESTS.items()})
_register(algos.SignedDigestAlgorithmId, _SIGNATURES)
_register(keys.PublicKeyAlgorithmId, _KEYS)

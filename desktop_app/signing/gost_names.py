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


_register(algos.DigestAlgorithmId, {dotted: name for name, dotted in DIGESTS.items()})
_register(algos.SignedDigestAlgorithmId, _SIGNATURES)
_register(keys.PublicKeyAlgorithmId, _KEYS)

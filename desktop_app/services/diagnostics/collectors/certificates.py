"""The certificates on the tokens, each looked at for itself; nothing here asks the network."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator

from desktop_app.core.errors.inputs import NotCertificateError
from desktop_app.core.tokens import Token, TokenCertificate
from desktop_app.services.diagnostics.collecting import Access, Collector
from desktop_app.services.diagnostics.facts.certificates import (
    FoundOn,
    OwnCertificate,
    OwnCertificates,
    StoreCopies,
    StoreCopy,
)
from desktop_app.services.diagnostics.facts.drivers import Drivers
from desktop_app.services.diagnostics.facts.tokens import TokenFacts
from desktop_app.services.diagnostics.machine import Machine
from desktop_app.services.diagnostics.surroundings import FactsMissing, Surroundings
from desktop_app.signing.certificates import certificate_id
from desktop_app.signing.personal_marks import (
    encoding_problems,
    is_organisation_only,
    key_parameters,
    qualified_problems,
    snils_problem,
    weakness,
)
from desktop_app.signing.qualified import CertificateDescription, describe_certificate

_LIMIT_SECONDS = 60.0
"""The drivers have limits of their own, which are shorter."""
_STORE_SECONDS = 15.0
_KEY_PROPERTY = 2
_CERTIFICATE_PROPERTY = 32
_HEADER_BYTES = 12
_READ_STORE = (
    "ConvertTo-Json -Compress @("
    "Get-ChildItem 'HKCU:\\Software\\Microsoft\\SystemCertificates\\My\\Certificates' |"
    " ForEach-Object { [Convert]::ToBase64String($_.GetValue('Blob')) })"
)
_CARD_WORDS = ("smart card", "smartcard", "rutoken", "jacarta", "etoken", "esmart", "scinterface")


def collectors(access: Access) -> tuple[Collector, ...]:
    """Return what looks at certificates on tokens and at what Windows copied from them."""

    def own(surroundings: Surroundings) -> OwnCertificates:
        surroundings.of(Drivers)  # They are asked there, once for all.
        tokens = access.judged_tokens.seen().tokens
        return own_certificates(tokens, _public_key_ids(surroundings))

    return (
        Collector(OwnCertificates, own, _LIMIT_SECONDS),
        Collector(StoreCopies, lambda _: read_store_copies(access.machine), _STORE_SECONDS),
    )


def own_certificates(
    tokens: tuple[Token, ...], public_keys: tuple[tuple[str, str], ...] = ()
) -> OwnCertificates:
    """Return what is known of the certificates on some tokens.

    ``public_keys`` are those seen on them: serial of the token and CKA_ID in hexadecimal.
    """
    found: list[OwnCertificate] = []
    authorities: dict[bytes, None] = {}
    certified: set[tuple[str, str]] = set()
    for token in tokens:
        for each in token.certificates:
            certified.add((token.serial, each.key_id.hex()))
            described = _described(each)
            if described is not None and described.is_authority:
                authorities[each.certificate.der] = None
            else:
                found.append(_own(token, each, described))
    lonely = {key for key in public_keys if key not in certified}
    return OwnCertificates(tuple(found), len(lonely), len(tokens), tuple(authorities))


def read_store_copies(machine: Machine) -> StoreCopies:
    """Return the certificates of Windows' personal store whose keys are said to be on cards.

    The registry is read and no key is touched: asking for one would bring up a window that
    wants the card.
    """
    if machine.system != "windows":
        return StoreCopies()
    ran = machine.run(
        ("powershell", "-NoProfile", "-NonInteractive", "-Command", _READ_STORE), _STORE_SECONDS
    )
    try:
        blobs = json.loads(ran.output or "[]")
    except ValueError:
        return StoreCopies()
    copies = (_copy(blob) for blob in (blobs if isinstance(blobs, list) else [blobs]))
    return StoreCopies(tuple(each for each in copies if each is not None))


def _described(each: TokenCertificate) -> CertificateDescription | None:
    try:
        return describe_certificate(each.certificate.der)
    except NotCertificateError:
        return None


def _own(
    token: Token, each: TokenCertificate, described: CertificateDescription | None
) -> OwnCertificate:
    place = FoundOn(token.serial, token.label)
    der = each.certificate.der
    if described is None:
        return OwnCertificate(each, place, encoding_problems=encoding_problems(der))
    parameters, known = key_parameters(der)
    return OwnCertificate(
        found=each,
        token=place,
        qualified_problems=qualified_problems(described),
        snils_problem=snils_problem(each.certificate.snils),
        organisation_only=is_organisation_only(described),
        parameters_known=known,
        encoding_problems=encoding_problems(der),
        inn=next((part.value for part in described.subject if part.name == "inn"), ""),
        weakness=weakness(der, described.signature_algorithm),
        parameters=parameters,
    )


def _public_key_ids(surroundings: Surroundings) -> tuple[tuple[str, str], ...]:
    """Without a look into the tokens nothing is known of keys that have no certificate."""
    try:
        inspected = surroundings.of(TokenFacts).tokens
    except FactsMissing:
        return ()
    return tuple(
        (each.token.serial, key.lower()) for each in inspected for key in each.public_key_ids
    )


def _copy(blob: object) -> StoreCopy | None:
    try:
        properties = dict(_properties(base64.b64decode(str(blob))))
    except (binascii.Error, ValueError):
        return None
    der = properties.get(_CERTIFICATE_PROPERTY, b"")
    text = properties.get(_KEY_PROPERTY, b"").decode("utf-16-le", "ignore")
    provider = next((part for part in text.split("\0") if _is_card_provider(part)), "")
    return StoreCopy(certificate_id(der), provider) if der and provider else None


def _properties(blob: bytes) -> Iterator[tuple[int, bytes]]:
    """Cut a serialized certificate into its properties: identifier, one, length, value."""
    while len(blob) >= _HEADER_BYTES:
        identifier = int.from_bytes(blob[:4], "little")
        size = int.from_bytes(blob[8:_HEADER_BYTES], "little")
        yield identifier, blob[_HEADER_BYTES : _HEADER_BYTES + size]
        blob = blob[_HEADER_BYTES + size :]


def _is_card_provider(text: str) -> bool:
    return any(word in text.lower() for word in _CARD_WORDS)

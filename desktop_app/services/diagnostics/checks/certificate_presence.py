"""Is there a certificate on the token, and the private key that belongs to it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from desktop_app.core.diagnostics import Finding, Need, Who
from desktop_app.services.diagnostics.check import Check, fail, note, skip
from desktop_app.services.diagnostics.facts.certificates import OwnCertificates, StoreCopies
from desktop_app.services.diagnostics.obstacles import about, caution, obstacle, works
from desktop_app.services.diagnostics.surroundings import Surroundings

_KEY_MISSING, _KEY_NOT_SEEN = "certificate.key-missing", "certificate.key-not-seen"


def _present(surroundings: Surroundings) -> Iterator[Finding]:
    own = surroundings.of(OwnCertificates)
    if not own.tokens:
        yield skip("certificate.no-token")
    elif not own.certificates:
        keys = own.keys_without_certificate
        yield fail("certificate.absent", Who.CA, tokens=own.tokens, keys=keys)


def _with_key(surroundings: Surroundings) -> Iterator[Finding]:
    own = surroundings.of(OwnCertificates)
    for each in own.certificates:
        if any(reason.code == _KEY_MISSING for reason in each.found.fitness.reasons):
            yield obstacle(unless=own.usable)(_KEY_MISSING, **about(each))
    yield from _hidden_keys(own)


def _hidden_keys(own: OwnCertificates) -> Iterator[Finding]:
    """Tokens hide private keys before login, but hardly ever the public half of each."""
    working = [each for each in own.certificates if works(each)]
    some = any(each.found.has_private_key for each in working)
    for each in (each for each in working if not each.found.has_private_key):
        yield caution(unless=some)(_KEY_NOT_SEEN, **about(each))


def _without_certificate(surroundings: Surroundings) -> Iterator[Finding]:
    """A key alone is where the certificate was never written to the token."""
    own = surroundings.of(OwnCertificates)
    if own.keys_without_certificate:
        yield caution(unless=own.usable)(
            "key.without-certificate", Who.CA, keys=own.keys_without_certificate
        )


def _same_identifier(surroundings: Surroundings) -> Iterator[Finding]:
    """Keys are found by their public half, so that one identifier for two does no harm."""
    own = surroundings.of(OwnCertificates)
    places = Counter((each.token.serial, each.found.key_id) for each in own.certificates)
    for (serial, key_id), count in places.items():
        if key_id and count > 1:
            yield note("key.same-identifier", token_serial=serial, key_id=key_id.hex(), count=count)


def _asked_each_time(surroundings: Surroundings) -> Iterator[Finding]:
    for each in surroundings.of(OwnCertificates).certificates:
        if each.found.always_authenticate and works(each):
            yield note("pin.each-signature", **about(each))


def _copies(surroundings: Surroundings) -> Iterator[Finding]:
    """What Windows copied from other tokens is offered there and cannot sign."""
    here = {each.found.certificate.id for each in surroundings.of(OwnCertificates).certificates}
    copies = surroundings.of(StoreCopies).copies
    gone = [each for each in copies if each.sha256 not in here]
    if gone:
        providers = sorted({each.provider for each in gone})
        yield note("certificate.copies-left", count=len(gone), providers=providers)


_ON_TOKEN = ("CRT-01",)
CHECKS = (
    Check(
        "CRT-01",
        _present,
        ("certificate.no-token", "certificate.absent"),
        depends_on=("TOK-01",),
        needs=(Need.TOKEN,),
        explains=("certificate.not-found", "certificate.ambiguous"),
    ),
    Check("CRT-02", _with_key, (_KEY_MISSING, _KEY_NOT_SEEN), _ON_TOKEN, explains=("key.missing",)),
    Check("CRT-03", _without_certificate, ("key.without-certificate",), ("TOK-01",)),
    Check("CRT-14", _same_identifier, ("key.same-identifier",), _ON_TOKEN),
    Check("CRT-15", _asked_each_time, ("pin.each-signature",), _ON_TOKEN),
    Check("CRT-31", _copies, ("certificate.copies-left",), systems=("windows",)),
)

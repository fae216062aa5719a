"""Does a driver show the token, and what kind of token is it?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from desktop_app.core.diagnostics import Finding, Who
from desktop_app.core.errors.tokens import DriverError
from desktop_app.services.diagnostics.check import Check, fail, note, warn
from desktop_app.services.diagnostics.facts.drivers import Drivers
from desktop_app.services.diagnostics.facts.readers import Readers, ServiceState
from desktop_app.services.diagnostics.facts.tokens import TokenFacts, TokenInspection
from desktop_app.services.diagnostics.facts.usb import Usb
from desktop_app.services.diagnostics.standing import is_blank, is_fit, stands_in_the_way
from desktop_app.services.diagnostics.surroundings import Surroundings, known_or
from desktop_app.signing.known_devices import device_of_atr, device_of_usb
from desktop_app.signing.protocol import TokenFlag

_SEEN_BY = (
    "SVC-06",
    "RDR-01",
    "RDR-02",
    "RDR-03",
    "RDR-04",
    "DRV-01",
    "DRV-02",
    "DRV-03",
    "DRV-04",
    "DRV-05",
    "DRV-12",
)
_SHOWN = ("TOK-01",)
_NO_READERS = Readers(ServiceState.OK)
_LITTLE_MEMORY = 2048
"""Bytes that a certificate takes."""
_SIGNS_RSA_OR_EC = frozenset({"RSA_PKCS", "RSA_PKCS_PSS", "ECDSA"})
_SIGNS_GOST = frozenset(
    {
        "GOSTR3410",
        "GOSTR3410_512",
        "GOSTR3410_WITH_GOSTR3411_12_256",
        "GOSTR3410_WITH_GOSTR3411_12_512",
    }
)


def _shown(surroundings: Surroundings) -> Iterator[Finding]:
    if surroundings.of(TokenFacts).tokens:
        return
    cards = _cards(surroundings)
    if cards:
        yield fail("token.not-seen-by-driver", Who.IT, reader=cards[0])
    else:
        yield fail("token.missing")


def _cards(surroundings: Surroundings) -> list[str]:
    """Return the readers in which a card is; without readers there is nothing to compare."""
    readers = known_or(surroundings, Readers, _NO_READERS).readers
    return [reader.name for reader in readers if reader.present]


def _counts(surroundings: Surroundings) -> Iterator[Finding]:
    for loaded in surroundings.of(Drivers).loaded:
        if loaded.slots_with_token != loaded.slots_flagged:
            yield note(
                "token.counts-differ",
                Who.IT,
                driver=loaded.report.name,
                told=loaded.slots_with_token,
                flagged=loaded.slots_flagged,
            )


def _initialised(surroundings: Surroundings) -> Iterator[Finding]:
    facts = surroundings.of(TokenFacts)
    for found in filter(is_blank, facts.tokens):
        tell = fail if stands_in_the_way(found, facts) else note
        yield tell("token.not-initialised", Who.CA, **named(found))


def _answering(surroundings: Surroundings) -> Iterator[Finding]:
    tell = warn if surroundings.of(TokenFacts).tokens else fail
    for loaded in surroundings.of(Drivers).loaded:
        error = loaded.report.error
        if error is not None and not isinstance(error, DriverError):
            told: dict[str, Any] = {**error.data(), "driver": loaded.report.name}
            yield tell("token.failed", **told)


def _readable(surroundings: Surroundings) -> Iterator[Finding]:
    for found in surroundings.of(TokenFacts).tokens:
        if found.text_damaged:
            yield note("token.text-damaged", **named(found))


def _memory(surroundings: Surroundings) -> Iterator[Finding]:
    for found in surroundings.of(TokenFacts).tokens:
        free = found.free_memory
        if free is not None and found.total_memory and free < _LITTLE_MEMORY:
            yield note("token.memory-low", Who.CA, free=free, **named(found))


def _mechanisms(surroundings: Surroundings) -> Iterator[Finding]:
    facts = surroundings.of(TokenFacts)
    for found in facts.tokens:
        can = set(found.mechanisms)
        if not can or can & _SIGNS_GOST:
            continue
        if can & _SIGNS_RSA_OR_EC:
            yield note("token.no-gost", **named(found))
        else:
            tell = fail if stands_in_the_way(found, facts) else note
            yield tell("token.cannot-sign", Who.CA, **named(found))


def _storage_only(surroundings: Surroundings) -> Iterator[Finding]:
    model = _storage_model(surroundings)
    if model:
        fit = any(is_fit(each) for each in surroundings.of(TokenFacts).tokens)
        tell = note if fit else fail
        yield tell("token.storage-only", Who.IT, model=model)


def _storage_model(surroundings: Surroundings) -> str:
    """Return the model of a token that only keeps containers, by USB, ATR or its own word."""
    usb = known_or(surroundings, Usb, Usb()).devices
    readers = known_or(surroundings, Readers, _NO_READERS).readers
    devices = [
        *(device_of_usb(each.vendor, each.product) for each in usb),
        *(device_of_atr(each.atr) for each in readers),
    ]
    return next((each.model for each in devices if each is not None and each.storage_only), "")


def _containers(surroundings: Surroundings) -> Iterator[Finding]:
    facts = surroundings.of(TokenFacts)
    for found in facts.tokens:
        keys = found.private_keys or found.public_keys or is_fit(found)
        if found.csp_containers and not keys:
            tell = fail if stands_in_the_way(found, facts) else note
            yield tell("token.csp-container", Who.IT, count=found.csp_containers, **named(found))


def _write_protected(surroundings: Surroundings) -> Iterator[Finding]:
    for found in surroundings.of(TokenFacts).tokens:
        if found.flags & TokenFlag.WRITE_PROTECTED:
            yield note("token.write-protected", **named(found))


def _several_drivers(surroundings: Surroundings) -> Iterator[Finding]:
    for found in surroundings.of(TokenFacts).tokens:
        if len(found.token.drivers) > 1:
            yield note("token.several-drivers", count=len(found.token.drivers), **named(found))


def named(found: TokenInspection) -> dict[str, Any]:
    """Return what names a token in a message."""
    return {"token": found.token.label, "token_serial": found.token.serial}


CHECKS = (
    Check(
        "TOK-01",
        _shown,
        ("token.not-seen-by-driver", "token.missing"),
        depends_on=_SEEN_BY,
        explains=("token.removed",),
    ),
    Check("TOK-02", _counts, ("token.counts-differ",)),
    Check("TOK-03", _initialised, ("token.not-initialised",), depends_on=_SHOWN),
    Check("TOK-04", _answering, ("token.failed",), explains=("signature.mismatch",)),
    Check("TOK-05", _readable, ("token.text-damaged",), depends_on=_SHOWN),
    Check("TOK-06", _memory, ("token.memory-low",), depends_on=_SHOWN),
    Check(
        "TOK-07",
        _mechanisms,
        ("token.no-gost", "token.cannot-sign"),
        depends_on=_SHOWN,
        explains=("key.mechanism-unsupported",),
    ),
    Check("TOK-08", _storage_only, ("token.storage-only",)),
    Check("TOK-09", _containers, ("token.csp-container",), depends_on=_SHOWN),
    Check("TOK-10", _write_protected, ("token.write-protected",), depends_on=_SHOWN),
    Check("TOK-14", _several_drivers, ("token.several-drivers",), depends_on=_SHOWN),
)

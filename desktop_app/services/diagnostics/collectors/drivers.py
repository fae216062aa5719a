"""Looks at the PKCS#11 drivers and at the tokens that they show; never logs in."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import partial
from pathlib import Path

from desktop_app.core.errors.tokens import DriverError
from desktop_app.core.tokens import Token
from desktop_app.services.diagnostics.collecting import Access, Collector
from desktop_app.services.diagnostics.facts.drivers import DriverCopy, Drivers, LoadedDriver
from desktop_app.services.diagnostics.facts.tokens import (
    ExtendedInformation,
    TokenFacts,
    TokenInspection,
)
from desktop_app.services.diagnostics.machine import Machine
from desktop_app.services.diagnostics.surroundings import Surroundings
from desktop_app.services.pin_locks import PinLocks
from desktop_app.signing.driver_file import check_driver_file, own_architecture, read_driver_file
from desktop_app.signing.driver_tokens import InspectedToken
from desktop_app.signing.drivers import DriverFamily, family_of, installed_copies
from desktop_app.signing.inspection import ExtendedInformation as ToldInformation
from desktop_app.signing.limits import Limits
from desktop_app.signing.pin_tries import token_name
from desktop_app.signing.token_merge import is_same_token
from desktop_app.signing.tokens import Tokens

_LIMITS = Limits()
_LIMIT_SECONDS = _LIMITS.start + _LIMITS.poll + 2 * _LIMITS.read
"""Drivers have limits of their own, one after another; this only ends what hangs beside them."""
_P11_KIT = ("/usr/share/p11-kit/modules", "/etc/pkcs11/modules")
_ADMIN_CHANGES, _USER_CHANGES, _ADMIN_NOT_DEFAULT, _USER_NOT_DEFAULT = 1, 2, 4, 8


def collectors(access: Access) -> tuple[Collector, ...]:
    """Return what looks at drivers and tokens."""
    return (
        Collector(Drivers, partial(_drivers, access.tokens, access.machine), _LIMIT_SECONDS),
        Collector(TokenFacts, partial(_tokens, access), _LIMIT_SECONDS),
    )


def _drivers(tokens: Tokens, machine: Machine, _surroundings: Surroundings) -> Drivers:
    reports = tokens.overview().drivers
    told = tokens.describe()
    used = {Path(report.path).resolve() for report in reports}
    copies = tuple(
        _copy(family, path, used=path in used, system=machine.system)
        for family, path in installed_copies()
    )
    loaded = []
    for report in reports:
        family = family_of(report.path)
        description = told.get(report.path)
        driver = LoadedDriver(
            report,
            family=family.id if family else "",
            needs_reader=family is None or family.automatic,
        )
        if description is not None:
            driver = replace(
                driver,
                version=description.version,
                description=description.description,
                manufacturer=description.manufacturer,
                slots_with_token=description.slots_with_token,
                slots_flagged=description.slots_flagged,
            )
        loaded.append(driver)
    return Drivers(
        copies=copies,
        loaded=tuple(loaded),
        own_architecture=own_architecture(),
        generic_modules=_p11_kit(machine),
    )


def _copy(family: DriverFamily, path: Path, *, used: bool, system: str) -> DriverCopy:
    copy = DriverCopy(family.id, family.name, str(path), used=used)
    try:
        copy = replace(
            copy,
            sha256=_digest(path),
            architectures=read_driver_file(str(path)).architectures,
            missing_satellites=tuple(
                name
                for name in family.satellites.get(system, ())
                if not path.with_name(name).exists()
            ),
        )
        check_driver_file(str(path))
    except DriverError as error:
        return replace(copy, problem=error.code)
    except OSError as error:
        return replace(copy, problem=type(error).__name__)
    return copy


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _p11_kit(machine: Machine) -> tuple[str, ...]:
    """Read what p11-kit is set up with; asking p11-kit itself would load every driver."""
    found = []
    for folder in _P11_KIT:
        place = machine.path(folder)
        for file in sorted(place.glob("*.module")) if place.is_dir() else ():
            text = (machine.read(f"{folder}/{file.name}") or b"").decode("utf-8", "replace")
            found += [
                line.partition(":")[2].strip()
                for line in text.splitlines()
                if line.strip().startswith("module:")
            ]
    return tuple(found)


def _tokens(access: Access, surroundings: Surroundings) -> TokenFacts:
    """Join what every driver tells of one token; of several the first that was told wins.

    The drivers were asked for ``Drivers``: one that hung is not made to hang again.
    """
    surroundings.of(Drivers)
    shown = access.judged_tokens.seen().tokens
    inspected = access.tokens.inspect()
    locks = PinLocks(access.audit)
    return TokenFacts(
        tuple(
            replace(
                _joined(token, inspected),
                refused_here=access.tokens.refused_here(token),
                locked_since=locks.since(token_name(token)),
                unblocks=_unblocks(token),
            )
            for token in shown
        )
    )


def _joined(token: Token, inspected: tuple[InspectedToken, ...]) -> TokenInspection:
    for each in inspected:
        told = each.inspection
        if told is None or not _is_part_of(each, token):
            continue
        return TokenInspection(
            token=token,
            flags=told.flags,
            mechanisms=told.mechanisms,
            free_memory=told.free_memory,
            total_memory=told.total_memory,
            hardware=told.hardware,
            firmware=told.firmware,
            private_keys=told.private_keys,
            public_keys=len(told.public_key_ids),
            public_key_ids=tuple(identifier.hex() for identifier in told.public_key_ids),
            csp_containers=told.csp_containers,
            open_elsewhere=told.open_elsewhere,
            extended=_extended(told.extended),
            text_damaged=told.text_damaged,
        )
    return TokenInspection(token, flags=0)


def _unblocks(token: Token) -> bool:
    """Whether the driver that is used has a way; one that is not known has the standard's."""
    family = family_of(token.drivers[0])
    return family is None or family.unblock != "none"


def _is_part_of(each: InspectedToken, token: Token) -> bool:
    if each.driver not in token.drivers:
        return False
    seen = each.token
    same_slot = (seen.serial, seen.label, seen.reader) == (token.serial, token.label, token.reader)
    return same_slot or is_same_token(replace(token, drivers=()), seen)


def _extended(told: ToldInformation | None) -> ExtendedInformation | None:
    if told is None:
        return None
    return ExtendedInformation(
        user_tries_left=told.user_tries_left,
        user_tries_maximum=told.user_tries_maximum,
        admin_tries_left=told.admin_tries_left,
        admin_tries_maximum=told.admin_tries_maximum,
        user_pin_default=not told.flags & _USER_NOT_DEFAULT,
        admin_pin_default=not told.flags & _ADMIN_NOT_DEFAULT,
        admin_changes_user_pin=bool(told.flags & _ADMIN_CHANGES),
        user_changes_user_pin=bool(told.flags & _USER_CHANGES),
    )

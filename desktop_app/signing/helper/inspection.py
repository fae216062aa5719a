"""What a driver and a token tell of themselves without login."""

from __future__ import annotations

from desktop_app.signing.helper.cryptoki import Cryptoki
from desktop_app.signing.helper.mechanisms import mechanism_name
from desktop_app.signing.helper.objects import csp_containers, private_keys, public_key_ids
from desktop_app.signing.helper.return_codes import DriverNonsense, DriverRefusal
from desktop_app.signing.helper.rutoken import extended_information
from desktop_app.signing.helper.structures import UNAVAILABLE, Version
from desktop_app.signing.inspection import Description, Inspection

_TOKEN_PRESENT = 0x1
_USER_FUNCTIONS = frozenset({1, 3})
"""CKS_RO_USER_FUNCTIONS and CKS_RW_USER_FUNCTIONS."""
_ABSENT = (DriverRefusal, DriverNonsense)


def describe(driver: Cryptoki) -> Description:
    """Return CK_INFO and both counts of slots."""
    info = driver.info()
    flagged = sum(_flagged(driver, slot) for slot in driver.slots(with_token=False))
    return Description(
        manufacturer=readable(info.manufacturer),
        description=readable(info.description),
        version=_version(info.library),
        slots_with_token=len(driver.slots_with_token()),
        slots_flagged=flagged,
    )


def inspect(driver: Cryptoki, slot: int) -> Inspection:
    """Return all that the token in a slot tells without login."""
    info = driver.token_info(slot)
    session = driver.open_session(slot)
    try:
        keys = private_keys(driver, session)
        return Inspection(
            flags=info.flags,
            mechanisms=tuple(map(mechanism_name, driver.mechanisms(slot))),
            free_memory=_told(info.free_public),
            total_memory=_told(info.total_public),
            hardware=_version(info.hardware),
            firmware=_version(info.firmware),
            private_keys=len(keys),
            public_key_ids=tuple(public_key_ids(driver, session)),
            csp_containers=csp_containers(driver, session),
            open_elsewhere=_logged_in(driver, session),
            text_damaged=_damaged(info.label) or _damaged(info.serial),
            extended=extended_information(driver, slot),
        )
    finally:
        _close(driver, session)


def readable(value: bytes) -> str:
    """Return a blank-padded text; vendors' Windows tools write cp1251 where UTF-8 is due."""
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        text = value.decode("cp1251", "replace")
    return "".join(character for character in text if character.isprintable()).strip()


def _flagged(driver: Cryptoki, slot: int) -> bool:
    try:
        return bool(driver.slot_info(slot).flags & _TOKEN_PRESENT)
    except _ABSENT:
        return False


def _logged_in(driver: Cryptoki, session: int) -> bool:
    try:
        return driver.session_state(session) in _USER_FUNCTIONS
    except _ABSENT:
        return False


def _close(driver: Cryptoki, session: int) -> None:
    try:
        driver.close_session(session)
    except _ABSENT:
        return


def _damaged(value: bytes) -> bool:
    try:
        value.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _told(number: int) -> int | None:
    return None if number == UNAVAILABLE else number


def _version(version: Version) -> str:
    return f"{version.major}.{version.minor}"

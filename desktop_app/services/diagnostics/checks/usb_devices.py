"""Is the token plugged in, and can the system use it?"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.core.diagnostics import Finding, Need, Who
from desktop_app.services.diagnostics.check import Check, note, skip, warn
from desktop_app.services.diagnostics.devices.present import (
    CCID,
    known_tokens,
    name_of,
    own_readers,
    smart_card_devices,
    usb_id,
)
from desktop_app.services.diagnostics.facts.readers import Readers
from desktop_app.services.diagnostics.facts.usb import Usb
from desktop_app.services.diagnostics.other_tokens import concern, no_reader_is_needed, obstacle
from desktop_app.services.diagnostics.surroundings import FactsMissing, Surroundings

_PROBLEMS = {  # Windows' codes of Device Manager
    "22": ("usb.device-disabled", Who.IT),
    "28": ("usb.driver-missing", Who.IT),
    "52": ("usb.driver-unsigned", Who.IT),
}
_MANY_RECONNECTS = 3


def _plugged_in(surroundings: Surroundings) -> Iterator[Finding]:
    usb = surroundings.of(Usb)
    if any(smart_card_devices(usb)) or _readers_are_seen(surroundings):
        return
    if no_reader_is_needed(surroundings):
        yield note("reader.not-needed")
    elif not usb.visible:
        yield skip("usb.not-visible")
    else:
        yield obstacle(surroundings, "usb.no-token")


def _readers_are_seen(surroundings: Surroundings) -> bool:
    try:
        return bool(own_readers(surroundings.of(Readers)))
    except FactsMissing:
        return False


def _usable(surroundings: Surroundings) -> Iterator[Finding]:
    usb = surroundings.of(Usb)
    for device in smart_card_devices(usb):
        if device.problem and usb_id(device) not in usb.blocked:
            cause, who = _PROBLEMS.get(device.problem, ("usb.device-failed", Who.USER))
            yield obstacle(surroundings, cause, who, device=name_of(device), problem=device.problem)


def _own_driver(surroundings: Surroundings) -> Iterator[Finding]:
    for device, known in known_tokens(surroundings.of(Usb)):
        if device.interface_classes and CCID not in device.interface_classes:
            yield concern(surroundings, "usb.own-driver-needed", Who.IT, device=known.model)


def _steady(surroundings: Surroundings) -> Iterator[Finding]:
    usb = surroundings.of(Usb)
    if usb.reconnects >= _MANY_RECONNECTS:
        yield warn("usb.flaky", times=usb.reconnects)


def _awake(surroundings: Surroundings) -> Iterator[Finding]:
    usb = surroundings.of(Usb)
    sleepy = [name_of(each) for each in smart_card_devices(usb) if each.power_saving]
    if sleepy:
        found = warn if usb.reconnects else note
        yield found("usb.power-saving", Who.IT, device=sleepy[0])


def _allowed(surroundings: Surroundings) -> Iterator[Finding]:
    usb = surroundings.of(Usb)
    wanted = {usb_id(each): each for each in smart_card_devices(usb)}
    for identifier in usb.blocked:
        if identifier in wanted:
            device = name_of(wanted[identifier])
            yield obstacle(
                surroundings,
                "usb.blocked",
                Who.IT,
                device=device,
                usb_id=identifier,
                policy=usb.policy,
            )


def _one(surroundings: Surroundings) -> Iterator[Finding]:
    models = [known.model for _device, known in known_tokens(surroundings.of(Usb))]
    if len(models) > 1:
        yield note("usb.several", count=len(models), devices=", ".join(models))


CHECKS = (
    Check(
        "USB-01",
        _plugged_in,
        ("usb.no-token", "usb.not-visible", "reader.not-needed"),
        needs=(Need.TOKEN,),
    ),
    Check(
        "USB-02",
        _usable,
        ("usb.driver-missing", "usb.device-disabled", "usb.driver-unsigned", "usb.device-failed"),
    ),
    Check("USB-03", _own_driver, ("usb.own-driver-needed",)),
    Check("USB-04", _steady, ("usb.flaky",), systems=("linux",)),
    Check("USB-05", _awake, ("usb.power-saving",), systems=("linux", "windows")),
    Check("USB-06", _allowed, ("usb.blocked",), systems=("linux", "windows")),
    Check("USB-07", _one, ("usb.several",)),
)

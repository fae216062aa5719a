"""Does the smart-card service run, answer and let this user in?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from desktop_app.core.diagnostics import Finding, Who
from desktop_app.services.diagnostics.check import Check, note, skip
from desktop_app.services.diagnostics.devices.present import (
    CCID,
    name_of,
    own_readers,
    smart_card_devices,
    usb_id,
)
from desktop_app.services.diagnostics.facts.readers import (
    Readers,
    ServiceState,
    SmartCardService,
)
from desktop_app.services.diagnostics.facts.usb import Usb
from desktop_app.services.diagnostics.other_tokens import (
    concern,
    nothing_is_plugged_in,
    obstacle,
    unless_needless,
)
from desktop_app.services.diagnostics.surroundings import FactsMissing, Surroundings
from desktop_app.signing.known_devices import device_of_usb

_COMMUNICATION_ERROR = "0x80100013"
_SECURITY_VIOLATION = "0x8010006A"
_FIX = "service.start"
_COMMAND = "systemctl enable --now pcscd.socket"
"""What an administrator types; known where the machine has systemd's unit."""


def _setup(surroundings: Surroundings) -> SmartCardService:
    """The set-up only adds to what the service itself says: judge without it too."""
    try:
        return surroundings.of(SmartCardService)
    except FactsMissing:
        return SmartCardService()


def _state(surroundings: Surroundings) -> tuple[ServiceState, str]:
    """Return the state; a rule of polkit shows itself as a call that is cut off."""
    readers = surroundings.of(Readers)
    cut_off = readers.state is ServiceState.FAILED and _COMMUNICATION_ERROR in readers.detail
    if cut_off and _setup(surroundings).rules_of_rights:
        return ServiceState.NOT_PERMITTED, readers.detail
    if any(each.refusal == _SECURITY_VIOLATION for each in readers.readers):
        return ServiceState.NOT_PERMITTED, _SECURITY_VIOLATION
    return readers.state, readers.detail


def _when(state: ServiceState, cause: str) -> Callable[[Surroundings], Iterator[Finding]]:
    def judge(surroundings: Surroundings) -> Iterator[Finding]:
        found, detail = _state(surroundings)
        if found is state:
            setup = _setup(surroundings)
            sandbox = setup.sandbox or None
            yield unless_needless(surroundings, cause, detail=detail, sandbox=sandbox)

    return judge


def _runs(surroundings: Surroundings) -> Iterator[Finding]:
    state, detail = _state(surroundings)
    if state is not ServiceState.STOPPED:
        return
    if nothing_is_plugged_in(surroundings):  # Windows itself stops the service then.
        yield skip("usb.no-token")
    else:
        disabled = _setup(surroundings).starts_by_itself is False
        cause = "service.disabled" if disabled else "service.stopped"
        yield unless_needless(surroundings, cause, detail=detail)


def _daemon(surroundings: Surroundings) -> Iterator[Finding]:
    state, detail = _state(surroundings)
    if state is not ServiceState.STOPPED:
        return
    setup = _setup(surroundings)
    if not setup.installed:
        yield unless_needless(surroundings, "service.not-installed", detail=detail)
        return
    fix = _FIX if setup.can_be_started else None
    command = None if setup.starts_by_itself is None else _COMMAND
    yield unless_needless(surroundings, "service.stopped", fix, detail=detail, command=command)


def _answers(surroundings: Surroundings) -> Iterator[Finding]:
    state, detail = _state(surroundings)
    if state is ServiceState.HUNG:
        yield unless_needless(surroundings, "service.hung")
    elif state is ServiceState.FAILED:
        yield unless_needless(surroundings, "service.failed", detail=detail)


def _announces(surroundings: Surroundings) -> Iterator[Finding]:
    if surroundings.of(SmartCardService).enumerates is False:
        yield concern(surroundings, "service.not-announcing", Who.IT)


def _propagates(surroundings: Surroundings) -> Iterator[Finding]:
    if surroundings.of(SmartCardService).propagates is False:
        yield note("service.not-propagating", Who.IT)


def _driver_knows(surroundings: Surroundings) -> Iterator[Finding]:
    setup, usb = surroundings.of(SmartCardService), surroundings.of(Usb)
    if not setup.driver_ids or own_readers(surroundings.of(Readers)):
        return
    for device in smart_card_devices(usb):
        if CCID in device.interface_classes and usb_id(device) not in setup.driver_ids:
            known = device_of_usb(device.vendor, device.product)
            yield obstacle(
                surroundings,
                "reader.driver-too-old",
                Who.IT,
                device=name_of(device),
                usb_id=usb_id(device),
                version=setup.driver_version or None,
                needed=(known.min_ccid if known else "") or None,
            )


def _alone(surroundings: Surroundings) -> Iterator[Finding]:
    holders = surroundings.of(SmartCardService).holders
    if not holders:
        return
    readers = surroundings.of(Readers)
    suffers = not own_readers(readers) or any(each.exclusive for each in readers.readers)
    if suffers:
        yield concern(surroundings, "reader.taken", Who.IT, program=", ".join(holders))
    else:
        yield note("reader.taken", Who.IT, program=", ".join(holders))


def _extensions(surroundings: Surroundings) -> Iterator[Finding]:
    for extension in surroundings.of(SmartCardService).disabled_extensions:
        yield concern(surroundings, "service.extension-off", extension=extension)


def _rights(surroundings: Surroundings) -> Iterator[Finding]:
    for device in smart_card_devices(surroundings.of(Usb)):
        if not device.accessible:
            yield concern(
                surroundings, "usb.no-rights", Who.IT, device=name_of(device), path=device.node
            )


_LINUX = ("linux",)
_NEEDLESS = "reader.not-needed"
_NOT_PERMITTED = _when(ServiceState.NOT_PERMITTED, "service.not-permitted")
_OTHER_VERSION = _when(ServiceState.OTHER_VERSION, "service.other-version")
CHECKS = (
    Check(
        "SVC-01",
        _runs,
        ("service.stopped", "service.disabled", "usb.no-token", _NEEDLESS),
        systems=("windows", "macos"),
    ),
    Check("SVC-02", _announces, ("service.not-announcing",), systems=("windows",)),
    Check("SVC-03", _propagates, ("service.not-propagating",), systems=("windows",)),
    Check("SVC-04", _answers, ("service.hung", "service.failed", _NEEDLESS)),
    Check(
        "SVC-05",
        _when(ServiceState.NO_LIBRARY, "service.library-missing"),
        ("service.library-missing", _NEEDLESS),
    ),
    Check(
        "SVC-06", _daemon, ("service.stopped", "service.not-installed", _NEEDLESS), systems=_LINUX
    ),
    Check("SVC-07", _NOT_PERMITTED, ("service.not-permitted", _NEEDLESS)),
    Check("SVC-08", _OTHER_VERSION, ("service.other-version", _NEEDLESS), systems=_LINUX),
    Check(
        "SVC-09",
        _driver_knows,
        ("reader.driver-too-old",),
        depends_on=("SVC-06",),
        systems=("linux", "macos"),
    ),
    Check("SVC-10", _alone, ("reader.taken",)),
    Check("SVC-11", _extensions, ("service.extension-off",), systems=("macos",)),
    Check("SVC-12", _rights, ("usb.no-rights",), systems=_LINUX),
)

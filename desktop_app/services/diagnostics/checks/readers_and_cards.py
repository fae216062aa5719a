"""Is there a reader with a card that answers, for this program too?"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.core.diagnostics import Finding, Need, Who
from desktop_app.services.diagnostics.check import Check, note, skip
from desktop_app.services.diagnostics.devices.present import own_readers
from desktop_app.services.diagnostics.facts.readers import (
    Reader,
    Readers,
    ServiceState,
    SmartCardService,
)
from desktop_app.services.diagnostics.other_tokens import (
    concern,
    no_reader_is_needed,
    nothing_is_plugged_in,
    obstacle,
)
from desktop_app.services.diagnostics.surroundings import FactsMissing, Surroundings
from desktop_app.signing.known_devices import device_of_atr

_MANY_READERS = 10
"""Libraries of vendors look at no more; pcsc-lite itself ends at 16."""
_HANG_SECONDS = 5


def _with_card(surroundings: Surroundings) -> tuple[Reader, ...]:
    """Return the readers whose card said something."""
    readers = own_readers(surroundings.of(Readers))
    return tuple(each for each in readers if each.present and not each.mute)


def _some(surroundings: Surroundings) -> Iterator[Finding]:
    readers = surroundings.of(Readers)
    if own_readers(readers):
        return
    if no_reader_is_needed(surroundings):
        yield note("reader.not-needed")
    elif readers.state is not ServiceState.OK:
        yield skip("reader.service-silent")
    elif nothing_is_plugged_in(surroundings):
        yield skip("usb.no-token")
    else:
        yield obstacle(surroundings, "reader.none", Who.IT)


def _card(surroundings: Surroundings) -> Iterator[Finding]:
    readers = own_readers(surroundings.of(Readers))
    if not readers:
        yield note("reader.not-needed")
        return
    usable = _with_card(surroundings)
    for reader in readers:
        if reader.mute and not usable:
            yield obstacle(surroundings, "card.mute", reader=reader.name)
        elif reader.mute:
            yield note("card.mute", reader=reader.name)
    if not usable and not any(each.mute for each in readers):
        yield obstacle(surroundings, "card.absent", reader=readers[0].name)


def _free(surroundings: Surroundings) -> Iterator[Finding]:
    for reader in _with_card(surroundings):
        if reader.exclusive:
            program = ", ".join(_others(surroundings)) or None
            yield obstacle(surroundings, "token.busy", reader=reader.name, program=program)


def _others(surroundings: Surroundings) -> tuple[str, ...]:
    """Return the programs that may be the ones; none where it cannot be told."""
    try:
        setup = surroundings.of(SmartCardService)
    except FactsMissing:
        return ()
    return setup.holders or setup.clients


def _in_time(surroundings: Surroundings) -> Iterator[Finding]:
    for reader in own_readers(surroundings.of(Readers)):
        if not reader.answers:
            yield obstacle(surroundings, "reader.hung", reader=reader.name, seconds=_HANG_SECONDS)


def _for_signing(surroundings: Surroundings) -> Iterator[Finding]:
    if no_reader_is_needed(surroundings):
        return
    readers = _with_card(surroundings)
    known = {each.name: device_of_atr(each.atr) for each in readers}
    if any(each is not None and each.is_token for each in known.values()):
        return
    for reader in readers:
        card = known[reader.name]
        if card is None:
            yield concern(surroundings, "card.unknown", reader=reader.name, atr=reader.atr)
        else:
            yield obstacle(
                surroundings,
                "card.other-purpose",
                reader=reader.name,
                card=card.model,
                atr=reader.atr,
            )


def _foreign(surroundings: Surroundings) -> Iterator[Finding]:
    readers = surroundings.of(Readers)
    own = own_readers(readers)
    if own and readers.readers[0] not in own:
        yield note("reader.foreign-first", reader=readers.readers[0].name, used=own[0].name)


def _few(surroundings: Surroundings) -> Iterator[Finding]:
    count = len(surroundings.of(Readers).readers)
    if count >= _MANY_READERS:
        yield concern(surroundings, "reader.too-many", count=count)


def _long_commands(surroundings: Surroundings) -> Iterator[Finding]:
    for reader in _with_card(surroundings):
        if reader.extended_apdu is False:
            yield note("reader.short-commands", Who.IT, reader=reader.name)


def _pin_pad(surroundings: Surroundings) -> Iterator[Finding]:
    for reader in _with_card(surroundings):
        if reader.pin_pad:
            yield note("reader.pin-pad", reader=reader.name)


_SERVICE = ("SVC-01", "SVC-04", "SVC-05", "SVC-06", "SVC-07", "SVC-08")
_TOKEN = (Need.TOKEN,)
CHECKS = (
    Check(
        "RDR-01",
        _some,
        ("reader.none", "reader.not-needed", "reader.service-silent", "usb.no-token"),
        depends_on=_SERVICE,
    ),
    Check(
        "RDR-02",
        _card,
        ("card.absent", "card.mute", "reader.not-needed"),
        depends_on=("RDR-01",),
        needs=_TOKEN,
    ),
    Check("RDR-03", _free, ("token.busy",), depends_on=("RDR-02",), needs=_TOKEN),
    Check("RDR-04", _in_time, ("reader.hung",), depends_on=("RDR-02",), needs=_TOKEN),
    Check(
        "RDR-05",
        _for_signing,
        ("card.unknown", "card.other-purpose"),
        depends_on=("RDR-02", "RDR-03"),
        needs=_TOKEN,
    ),
    Check("RDR-06", _foreign, ("reader.foreign-first",), depends_on=("RDR-01",)),
    Check("RDR-07", _few, ("reader.too-many",), depends_on=("RDR-01",)),
    Check("RDR-08", _long_commands, ("reader.short-commands",), depends_on=("RDR-02",)),
    Check("RDR-09", _pin_pad, ("reader.pin-pad",), depends_on=("RDR-02",)),
)

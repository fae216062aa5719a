"""What this computer trusts, and what the saved list says of the authorities."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time

from desktop_app.core.errors.inputs import NotCertificateError
from desktop_app.services.accreditation import AccreditationRegister, HeldList
from desktop_app.services.diagnostics.collecting import Access, Collector
from desktop_app.services.diagnostics.facts.certificates import OwnCertificate, OwnCertificates
from desktop_app.services.diagnostics.facts.trust import (
    Accreditations,
    IssuerAccreditation,
    ListFacts,
    PinFacts,
    Store,
    StoreKind,
    Trust,
)
from desktop_app.services.diagnostics.machine import Machine
from desktop_app.services.diagnostics.surroundings import Surroundings
from desktop_app.services.diagnostics.trust_stores import csp, linux, macos, nss, windows
from desktop_app.services.diagnostics.trust_stores.stored import stored
from desktop_app.services.list_fetching import register_of
from desktop_app.services.pins_of_trust import Pin, Pins, own_pins
from desktop_app.services.storage.settings import TRUST_ANCHORS
from desktop_app.services.trust_store import Shelf, TrustStore
from desktop_app.signing.accredited_list import AccreditedList
from desktop_app.signing.authority_marks import marks_of

_SYSTEMS = {
    "linux": linux.read_stores,
    "windows": windows.read_stores,
    "macos": macos.read_stores,
}
_LIMIT_SECONDS = 30.0


def collectors(access: Access) -> tuple[Collector, ...]:
    """Return what looks at trust."""

    def trust(_surroundings: Surroundings) -> Trust:
        named = access.is_training or bool(access.settings.get(TRUST_ANCHORS))
        own = TrustStore(access.trust.added) if access.trust.added is not None else None
        return read_trust(access.machine, own, own_pins(), own_anchors_named=named)

    def accreditations(surroundings: Surroundings) -> Accreditations:
        register = register_of(access)
        own = surroundings.of(OwnCertificates)
        return read_accreditations(register, own, access.clock())

    return (
        Collector(Trust, trust, _LIMIT_SECONDS),
        Collector(Accreditations, accreditations, _LIMIT_SECONDS),
    )


def read_trust(
    machine: Machine, own: TrustStore | None, pins: Pins, *, own_anchors_named: bool
) -> Trust:
    """Return every store of a machine, and the state of the pins."""
    stores = (
        *_SYSTEMS[machine.system](machine),
        *(nss.read_store(machine, each) for each in nss.databases(machine)),
        *csp.read_stores(machine),
        *_own_stores(own),
    )
    return Trust(stores, tuple(map(_pin, pins.pins)), own_anchors_named=own_anchors_named)


def read_accreditations(
    register: AccreditationRegister, own: OwnCertificates, now: datetime
) -> Accreditations:
    """Return what the saved list says of the certificates on the tokens."""
    held = register.held()
    if held is None:
        return Accreditations()
    accredited = register.list()
    if accredited is None:
        return Accreditations(_list_facts(held, now), damaged=True)
    found = (_accreditation(each, accredited) for each in own.certificates)
    return Accreditations(
        _list_facts(held, now), issuers=tuple(each for each in found if each is not None)
    )


def _own_stores(own: TrustStore | None) -> Iterator[Store]:
    kept = own.kept() if own is not None else ()
    for shelf in Shelf:
        found = stored(each.certificate.der for each in kept if each.shelf is shelf)
        if found and own is not None:
            kind = StoreKind.BETWEEN if shelf is Shelf.INTERMEDIATES else StoreKind.OWN
            yield Store(kind, shelf.value, str(own.folder(shelf)), certificates=found)


def _pin(pin: Pin) -> PinFacts:
    der = pin.certificate()
    ends = pin.not_after
    return PinFacts(
        name=pin.name,
        sha256=pin.sha256,
        purpose=pin.purpose,
        confirmed=pin.confirmed,
        sha1=pin.sha1,
        is_root=pin.is_root,
        bundled=pin.file is not None,
        intact=pin.file is None or der is not None,
        key_id=marks_of(der).key_id if der is not None else "",
        not_after=datetime.combine(ends, time.max, UTC) if ends is not None else None,
    )


def _list_facts(held: HeldList, now: datetime) -> ListFacts:
    return ListFacts(
        version=held.version,
        dated=held.dated,
        imported_at=held.imported_at,
        authorities=held.authorities,
        source=held.source,
        stale=held.is_stale(now),
        signature=held.signature,
    )


def _accreditation(own: OwnCertificate, accredited: AccreditedList) -> IssuerAccreditation | None:
    certificate = own.found.certificate
    try:
        marks = marks_of(certificate.der)
    except NotCertificateError:
        return None
    if marks.is_authority:
        return None
    issued = certificate.not_before
    authority = accredited.issuer_of(marks.issuer_key_id, issued)
    fitness = own.found.fitness
    usable = fitness.can_sign or fitness.can_sign_in
    if authority is None:
        return IssuerAccreditation(
            certificate.id, certificate.issuer, issued, listed=False, usable=usable
        )
    return IssuerAccreditation(
        certificate=certificate.id,
        authority=authority.short_name or authority.name,
        issued_at=issued,
        listed=True,
        status=authority.status_on(issued).value,
        ended_at=authority.ended_at(),
        passed_on=bool(authority.passed_to_ogrn),
        usable=usable,
    )

"""Adding a certificate to the program's own trust store: ``trust.install-own``."""

from __future__ import annotations

import base64
import binascii
import functools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from desktop_app.core.diagnostics import CheckResult, Finding
from desktop_app.core.errors.diagnosis import (
    FixRefusedError,
    FixUnavailableError,
    IssuerNotFoundError,
)
from desktop_app.services.diagnostics.collecting import Access
from desktop_app.services.diagnostics.collectors.network import portal_host
from desktop_app.services.diagnostics.fixing import Change, Fix, FixPlan, UndoRecord
from desktop_app.services.diagnostics.host_look import shown_by
from desktop_app.services.list_fetching import register_of
from desktop_app.services.pins_of_trust import SERVERS, SIGNATURES, own_pins
from desktop_app.services.trust_folder import read_limited
from desktop_app.services.trust_shelving import described, shelf_of, spaced
from desktop_app.services.trust_store import INSTALL_OWN, Shelf, TrustStore
from desktop_app.services.wanted_issuer import (
    MAX_BYTES,
    Candidate,
    IssuerSources,
    Nearby,
    Wanted,
    bundle_of,
    fetch_plainly,
)
from desktop_app.signing.authority_marks import marks_of
from desktop_app.signing.certificates import (
    certificate_id,
    read_certificate,
)


def fixes(access: Access) -> tuple[Fix, ...]:
    """Return the fix, where the program has a store of its own."""
    added = access.trust.added
    if added is None:
        return ()

    def servers_changed() -> None:
        access.session.reconnect()

    def shown() -> tuple[bytes, ...]:
        return shown_by(portal_host(access.portal_origin)) if access.portal_origin else ()

    sources = functools.partial(sources_of, access)
    return (InstallOwn(TrustStore(added), sources, servers_changed, shown),)


def sources_of(access: Access) -> IssuerSources:
    """Return where issuers are looked for: token, program, list, their own addresses."""

    def on_tokens() -> list[bytes]:
        tokens = access.judged_tokens.overview().tokens
        return [each.certificate.der for token in tokens for each in token.certificates]

    def bundled() -> tuple[bytes, ...]:
        pins = own_pins()
        return (*pins.bundled(SIGNATURES), *pins.bundled(SERVERS))

    def own() -> tuple[bytes, ...]:
        return (*access.trust.all_intermediates(), *access.trust.all_anchors())

    nearby = (("token", on_tokens), ("bundled", bundled), ("own", own))
    return IssuerSources(nearby, register_of(access).list, fetch_plainly)


class InstallOwn:
    """Finds the certificate, proves that it fits, and keeps it with its provenance."""

    id = INSTALL_OWN

    def __init__(
        self,
        store: TrustStore,
        sources: Callable[[], IssuerSources],
        servers_changed: Callable[[], None] = lambda: None,
        shown: Callable[[], tuple[bytes, ...]] = lambda: (),
    ) -> None:
        """Take the store and where to look; ``shown`` asks what certificates the portal shows."""
        self._store = store
        self._sources = sources
        self._servers_changed = servers_changed
        self._shown = shown

    def plan(self, result: CheckResult, finding: Finding) -> FixPlan:
        """Find the certificate that the finding wants and say where it would go.

        Raises ``IssuerNotFoundError``, ``FixRefusedError``, ``FixUnavailableError`` where it is
        kept already, and what reading a file raises.
        """
        found = self._found(finding)
        marks, pins = found.marks, self._store.pins
        shelf = shelf_of(marks, pins, str(finding.evidence.get("purpose", "")))
        unproven = shelf is not Shelf.INTERMEDIATES and not pins.is_confirmed(marks.sha256)
        compare = marks.sha256 if unproven else ""
        certificate_words = f"{marks.subject}, {marks.serial.upper()}, SHA-256 "
        target = self._store.file(shelf, marks.sha256)
        if target.is_file():
            raise FixUnavailableError(fix=self.id)
        self._store.confirmation(shelf, read_certificate(marks.der), compare)
        return FixPlan(
            fix=self.id,
            check=result.id,
            changes=(
                Change("file", str(target), "", f"{certificate_words}{spaced(marks.sha256)}"),
            ),
            data={
                **described(marks),
                "certificate": base64.b64encode(marks.der).decode("ascii"),
                "shelf": shelf.value,
                "source": found.source.partition(":")[0],
                "found_at": found.source,
                "pinned": pins.is_confirmed(marks.sha256),
                "proven": found.proven,
                "unproven": found.proven is None and found.source.partition(":")[0] != "file",
            },
            confirm_fingerprint=compare,
        )

    def apply(self, plan: FixPlan) -> UndoRecord | None:
        """Keep the certificate; a plan whose parts do not agree is refused.

        Raises ``FixRefusedError`` and what writing raises.
        """
        try:
            der = base64.b64decode(str(plan.data["certificate"]), validate=True)
            shelf = Shelf(str(plan.data["shelf"]))
        except (KeyError, ValueError, binascii.Error) as error:
            raise FixRefusedError(fix=self.id, detail="fingerprint") from error
        if certificate_id(der) != plan.data.get("sha256"):
            raise FixRefusedError(fix=self.id, detail="fingerprint")
        source = str(plan.data.get("found_at", ""))
        kept = self._store.add(shelf, der, source, compared=plan.confirm_fingerprint)
        self._tell(shelf)
        return UndoRecord(self.id, {"shelf": shelf.value, "sha256": kept.certificate.id})

    def undo(self, record: UndoRecord) -> None:
        """Take the certificate out again. Raises ``FolderNotWritableError``."""
        shelf = Shelf(str(record.data["shelf"]))
        self._store.remove(shelf, str(record.data["sha256"]))
        self._tell(shelf)

    def _tell(self, shelf: Shelf) -> None:
        """A connection that stands goes by what was trusted when it was made."""
        if shelf is Shelf.TLS:
            self._servers_changed()

    def _found(self, finding: Finding) -> Candidate:
        evidence, sources = finding.evidence, self._sources()
        wanted, named = Wanted.of(evidence), evidence.get("file")
        if named:
            return _from_file(Path(str(named)), wanted, sources)
        if evidence.get("purpose") == SERVERS:
            server: Nearby = functools.cache(self._shown)
            sources = replace(sources, nearby=(*sources.nearby, ("server", server)))
        for candidate in sources.candidates(wanted):
            return candidate
        raise IssuerNotFoundError(issuer=wanted.issuer, key_id=wanted.key_id)


def _from_file(path: Path, wanted: Wanted, sources: IssuerSources) -> Candidate:
    """Take the certificate of a file that is the wanted one.

    Where nothing is known of that but its fingerprint, or not even that, it is the first one.
    """
    found = tuple(bundle_of(read_limited(path, MAX_BYTES)))
    source = f"file:{path.name}"
    if wanted.issuer or wanted.key_id:
        offered = replace(sources, nearby=((source, lambda: found), *sources.nearby), fetch=None)
        for candidate in offered.candidates(wanted):
            if candidate.source == source:
                return candidate
        raise IssuerNotFoundError(issuer=wanted.issuer, key_id=wanted.key_id)
    fitting = [der for der in found if not wanted.sha256 or certificate_id(der) == wanted.sha256]
    if not fitting:
        raise FixRefusedError(fix=INSTALL_OWN, detail="fingerprint")
    return Candidate(marks_of(fitting[0]), source, None)

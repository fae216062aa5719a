"""The program's own trust store: what was added on this computer, why and by whose word."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import msgspec

from desktop_app.core.certificates import Certificate
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.diagnosis import FixRefusedError
from desktop_app.core.errors.inputs import CertificateAmbiguousError, CertificateNotFoundError
from desktop_app.core.errors.state import FolderNotWritableError
from desktop_app.services.pins_of_trust import Pins, own_pins
from desktop_app.services.storage.private_file import write_private
from desktop_app.signing.authority_marks import marks_of
from desktop_app.signing.certificates import read_certificate
from desktop_app.signing.decoding import decode_json

INSTALL_OWN = "trust.install-own"
_FOLDER_MODE = 0o700


class Shelf(StrEnum):
    """What a certificate of the store is trusted for."""

    ANCHORS = "anchors"
    """Roots of paths of signatures."""
    INTERMEDIATES = "intermediates"
    """May stand between; nothing is trusted by being here."""
    TLS = "tls"
    """Roots for the connection to the portal, beside the system's own."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a certificate came from; kept beside it as JSON."""

    sha256: str
    source: str
    """``token``, ``bundled``, ``aia``, ``list``, ``server`` or ``file``; more after a colon."""
    added_at: datetime
    confirmed: str
    """``pin``, ``comparison`` or, for what is trusted by its issuer only, ``chain``."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One certificate of the store."""

    shelf: Shelf
    certificate: Certificate
    provenance: Provenance | None
    """None when the note beside it is lost: then nobody knows why it is here."""


class TrustStore:
    """A folder with one folder for each shelf; of each certificate its DER and its provenance."""

    def __init__(
        self,
        root: Path,
        pins: Pins | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._root = root
        self._pins = pins
        self._clock = clock

    @property
    def pins(self) -> Pins:
        """The fingerprints that the store goes by."""
        return own_pins() if self._pins is None else self._pins

    def folder(self, shelf: Shelf) -> Path:
        """Return the folder of a shelf; it need not exist."""
        return self._root / shelf.value

    def file(self, shelf: Shelf, sha256: str) -> Path:
        """Return the file of a certificate."""
        return self.folder(shelf) / f"{sha256}.cer"

    def kept(self) -> tuple[Kept, ...]:
        """Return what is kept, by shelf and name; a damaged file is left out."""
        found = [kept for shelf in Shelf for kept in self._on(shelf)]
        return tuple(sorted(found, key=lambda each: (each.shelf, each.certificate.subject)))

    def find(self, beginning: str) -> Kept:
        """Return the certificate whose SHA-256 begins so.

        Raises ``CertificateNotFoundError``, ``CertificateAmbiguousError``.
        """
        wanted = beginning.lower().replace(":", "")
        found = [each for each in self.kept() if each.certificate.id.startswith(wanted)]
        if not found or not wanted:
            raise CertificateNotFoundError(id=beginning)
        if len(found) > 1:
            raise CertificateAmbiguousError(id=beginning)
        return found[0]

    def add(self, shelf: Shelf, der: bytes, source: str, compared: str = "") -> Kept:
        """Keep a certificate that is fit for the shelf.

        A root is taken when it is pinned and confirmed, or when ``compared``, the SHA-256 that
        a person compared with the authority, is its own. Raises ``NotCertificateError``,
        ``FixRefusedError`` and what writing raises.
        """
        certificate = read_certificate(der)
        confirmed = self.confirmation(shelf, certificate, compared)
        provenance = Provenance(certificate.id, source, self._clock(), confirmed)
        self._make(self.folder(shelf))
        try:
            write_private(self._note(shelf, certificate.id), msgspec.json.encode(provenance))
            write_private(self.file(shelf, certificate.id), certificate.der)
        except NmoError:
            with contextlib.suppress(OSError):
                self._note(shelf, certificate.id).unlink(missing_ok=True)
            raise
        return Kept(shelf, certificate, provenance)

    def confirmation(self, shelf: Shelf, certificate: Certificate, compared: str = "") -> str:
        """Return by whose word a certificate may be kept. Raises ``FixRefusedError``."""
        marks = marks_of(certificate.der)
        given = compared.lower().replace(":", "").replace(" ", "")
        if given and given != certificate.id:
            raise FixRefusedError(fix=INSTALL_OWN, detail="fingerprint")
        if not marks.is_authority:
            raise FixRefusedError(fix=INSTALL_OWN, detail="not-authority")
        if shelf is Shelf.INTERMEDIATES:
            return "pin" if self.pins.is_confirmed(certificate.id) else "chain"
        if not marks.self_issued:
            raise FixRefusedError(fix=INSTALL_OWN, detail="not-root")
        return self._root_confirmation(shelf, certificate.id, given)

    def remove(self, shelf: Shelf, sha256: str) -> None:
        """Take a certificate out. Raises ``FolderNotWritableError``."""
        try:
            self.file(shelf, sha256).unlink(missing_ok=True)
            self._note(shelf, sha256).unlink(missing_ok=True)
            for folder in (self.folder(shelf), self._root):
                with contextlib.suppress(OSError):
                    folder.rmdir()  # Only an empty one goes.
        except OSError as error:
            raise FolderNotWritableError(path=str(self.folder(shelf))) from error

    def _root_confirmation(self, shelf: Shelf, sha256: str, given: str) -> str:
        pin = self.pins.of(sha256)
        meant = {Shelf.ANCHORS: "signatures", Shelf.TLS: "servers"}[shelf]
        if pin is not None and pin.purpose != meant:
            raise FixRefusedError(fix=INSTALL_OWN, detail="other-purpose")
        if pin is not None and pin.confirmed:
            return "pin"
        if given:
            return "comparison"
        raise FixRefusedError(fix=INSTALL_OWN, detail="unconfirmed")

    def _on(self, shelf: Shelf) -> Iterator[Kept]:
        for path in sorted(self.folder(shelf).glob("*.cer")):
            try:
                certificate = read_certificate(path.read_bytes())
            except (OSError, NmoError):
                continue
            yield Kept(shelf, certificate, self._provenance(shelf, certificate.id))

    def _provenance(self, shelf: Shelf, sha256: str) -> Provenance | None:
        try:
            content = self._note(shelf, sha256).read_bytes()
            return decode_json(content, Provenance)
        except (OSError, msgspec.DecodeError):
            return None

    def _note(self, shelf: Shelf, sha256: str) -> Path:
        return self.folder(shelf) / f"{sha256}.json"

    def _make(self, folder: Path) -> None:
        try:
            for each in (self._root, folder):
                each.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        except OSError as error:
            raise FolderNotWritableError(path=str(folder)) from error

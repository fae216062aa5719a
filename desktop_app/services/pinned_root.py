"""The roots that may be put into stores beyond the program's own: pinned and confirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from desktop_app.core.errors.diagnosis import FixRefusedError
from desktop_app.services.own_trust import OwnTrust
from desktop_app.services.pins_of_trust import Pins, own_pins
from desktop_app.services.trust_folder import read_certificates
from desktop_app.signing.authority_marks import AuthorityMarks, marks_of
from desktop_app.signing.certificates import certificate_id


@dataclass(frozen=True, slots=True)
class PinnedRoots:
    """Pins, and where copies of certificates that do not come with the program may lie."""

    pins: Pins
    copies: Callable[[], Iterable[bytes]] = lambda: ()

    def root(self, sha256: str, fix: str) -> AuthorityMarks:
        """Return a root by its fingerprint; the copy has exactly that fingerprint.

        Raises ``FixRefusedError`` for one that is not pinned, not confirmed, no root, or of
        which there is no copy.
        """
        pin = self.pins.of(sha256)
        if pin is None or not pin.confirmed:
            raise FixRefusedError(fix=fix, detail="unconfirmed")
        if not pin.is_root:
            raise FixRefusedError(fix=fix, detail="not-root")
        der = pin.certificate() or self._copy(pin.sha256)
        if der is None:
            raise FixRefusedError(fix=fix, detail="fingerprint")
        return marks_of(der)

    def _copy(self, sha256: str) -> bytes | None:
        return next((der for der in self.copies() if certificate_id(der) == sha256), None)


def pinned_roots(trust: OwnTrust) -> PinnedRoots:
    """Return the program's pins with copies from its own trust store."""

    def copies() -> tuple[bytes, ...]:
        tls = trust.added / "tls" if trust.added is not None else None
        servers = read_certificates(tls) if tls is not None and tls.is_dir() else ()
        return (*servers, *trust.all_anchors())

    return PinnedRoots(own_pins(), copies)

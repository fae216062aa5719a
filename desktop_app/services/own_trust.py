"""What the program trusts by itself when nobody names anchors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from desktop_app.services.signing_report import TrustOptions
from desktop_app.services.trust_folder import read_certificates, read_crls
from desktop_app.signing.chain import TrustMaterial


@dataclass(frozen=True, slots=True)
class OwnTrust:
    """Files or folders of certificates; None where there are none."""

    anchors: Path | None = None
    intermediates: Path | None = None
    added: Path | None = None
    """The program's own trust store (``services.trust_store``); it need not exist."""
    stamp_anchors: Path | None = None
    """Roots of time-stamp services, which certify nobody else."""

    def all_anchors(self) -> tuple[bytes, ...]:
        """Return the DER of every anchor, those that were added on this computer last.

        Raises ``FileUnreadableError``, ``FileTooLargeError``.
        """
        return (*read_certificates(self.anchors), *self._added("anchors"))

    def all_intermediates(self) -> tuple[bytes, ...]:
        """Return the DER of every certificate that may stand between.

        Raises ``FileUnreadableError``, ``FileTooLargeError``.
        """
        return (*read_certificates(self.intermediates), *self._added("intermediates"))

    def _added(self, shelf: str) -> tuple[bytes, ...]:
        folder = self.added / shelf if self.added is not None else None
        return read_certificates(folder) if folder is not None and folder.is_dir() else ()


def trust_material(own: OwnTrust, options: TrustOptions) -> TrustMaterial:
    """Return what is trusted: that named in ``options``, or the program's own.

    Anchors that somebody names stand alone: the program's own add nothing to them. Raises
    ``FileUnreadableError``, ``FileTooLargeError``.
    """
    if options.anchors is None:
        anchors, intermediates = own.all_anchors(), own.all_intermediates()
    else:
        anchors, intermediates = read_certificates(options.anchors), ()
    return TrustMaterial(
        anchors=anchors,
        intermediates=(*intermediates, *read_certificates(options.intermediates)),
        crls=read_crls(options.crls),
        ocsps=(),
    )


def stamp_material(own: OwnTrust, options: TrustOptions) -> TrustMaterial:
    """Return what time-stamp services are judged by: as signers, and by roots of their own.

    Raises ``FileUnreadableError``, ``FileTooLargeError``.
    """
    material = trust_material(own, options)
    place = options.stamp_anchors or (own.stamp_anchors if options.anchors is None else None)
    return replace(material, anchors=(*material.anchors, *read_certificates(place)))

"""What the program trusts by itself when nobody names anchors."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop_app.services.signing_report import TrustOptions
from desktop_app.services.trust_folder import read_certificates, read_crls
from desktop_app.signing.chain import TrustMaterial


@dataclass(frozen=True, slots=True)
class OwnTrust:
    """Files or folders of certificates; None where there are none."""

    anchors: Path | None = None
    intermediates: Path | None = None


def trust_material(own: OwnTrust, options: TrustOptions) -> TrustMaterial:
    """Return what is trusted: that named in ``options``, or the program's own.

    Anchors that somebody names stand alone: the program's own add nothing to them. Raises
    ``FileUnreadableError``, ``FileTooLargeError``.
    """
    if options.anchors is None:
        anchors = read_certificates(own.anchors)
        intermediates = read_certificates(own.intermediates)
    else:
        anchors, intermediates = read_certificates(options.anchors), ()
    return TrustMaterial(
        anchors=anchors,
        intermediates=(*intermediates, *read_certificates(options.intermediates)),
        crls=read_crls(options.crls),
        ocsps=(),
    )

"""From DER to the facts of a stored certificate."""

from __future__ import annotations

from collections.abc import Iterable

from desktop_app.core.errors.inputs import NotCertificateError
from desktop_app.services.diagnostics.facts.trust import StoredCertificate
from desktop_app.signing.authority_marks import marks_of


def stored(
    certificates: Iterable[bytes], *, distrusted: bool = False
) -> tuple[StoredCertificate, ...]:
    """Return the facts of certificates, each once; what cannot be read is left out."""
    found: dict[str, StoredCertificate] = {}
    for der in certificates:
        try:
            marks = marks_of(der)
        except NotCertificateError:
            continue
        found[marks.sha256] = StoredCertificate(
            subject=marks.subject,
            issuer=marks.issuer,
            sha256=marks.sha256,
            sha1=marks.sha1,
            key_id=marks.key_id,
            self_issued=marks.self_issued,
            is_authority=marks.is_authority,
            not_after=marks.not_after,
            distrusted=distrusted,
        )
    return tuple(found.values())

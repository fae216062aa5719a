"""From DER to the facts of a stored certificate."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator

from desktop_app.core.errors.inputs import NotCertificateError
from desktop_app.services.diagnostics.facts.trust import StoredCertificate
from desktop_app.signing.authority_marks import marks_of
from desktop_app.signing.certificates import read_certificate

_PEM = re.compile(rb"-----BEGIN (?:TRUSTED )?CERTIFICATE-----(.*?)-----END", re.DOTALL)
_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]")


def certificates_in(content: bytes | None) -> Iterator[bytes]:
    """Return the DER of every certificate in the content of a file, PEM or DER."""
    if not content:
        return
    blocks = _PEM.findall(content)
    if not blocks:
        yield content
    for block in blocks:
        try:
            yield base64.b64decode(_BASE64.sub(b"", block))
        except binascii.Error:
            continue


def stored(
    certificates: Iterable[bytes], *, distrusted: bool = False
) -> tuple[StoredCertificate, ...]:
    """Return the facts of certificates, each once; what cannot be read is left out."""
    found: dict[str, StoredCertificate] = {}
    for der in certificates:
        try:
            marks = marks_of(der)
            ends = read_certificate(der).not_after
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
            not_after=ends,
            distrusted=distrusted,
        )
    return tuple(found.values())

"""The one TLS context of the program's connection to the portal."""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from pathlib import Path

from desktop_app.services.trust_folder import read_certificates


def portal_context(anchors: Path | None, added: Path | None = None) -> ssl.SSLContext:
    """Return a context that trusts the PEM file ``anchors``, or the system where it is None.

    Beside them it trusts the roots in the folder ``added``, which a person put there. The
    server's name is always checked; there is no way to switch verification off.
    Raises ``OSError`` and ``ssl.SSLError`` for anchors that cannot be read.
    """
    if anchors is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cafile=anchors)
    else:
        import truststore  # noqa: PLC0415 - the training portal does without

        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if added is not None and added.is_dir():
        _load(context, read_certificates(added))
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _load(context: ssl.SSLContext, roots: Iterable[bytes]) -> None:
    pem = "".join(ssl.DER_cert_to_PEM_cert(der) for der in roots)
    if pem:
        context.load_verify_locations(cadata=pem)

"""The one TLS context of the program's connection to the portal."""

from __future__ import annotations

import ssl
from pathlib import Path


def portal_context(anchors: Path | None) -> ssl.SSLContext:
    """Return a context that trusts the PEM file ``anchors`` and nothing else, or the system.

    The server's name is always checked; there is no way to switch verification off.
    Raises ``OSError`` and ``ssl.SSLError`` for anchors that cannot be read.
    """
    if anchors is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cafile=anchors)
    else:
        import truststore  # noqa: PLC0415 - the training portal does without

        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context

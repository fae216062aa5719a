"""CRLs (RFC 5280 section 5) and OCSP responses (RFC 6960) that can be read."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from asn1crypto import crl, ocsp

from desktop_app.signing.der import MALFORMED
from desktop_app.signing.unaltered import CertificateList, OCSPResponse

_log = logging.getLogger(__name__)


def readable_crls(encodings: Iterable[bytes]) -> Iterator[crl.CertificateList]:
    """Parse lists of revoked certificates, leaving out what is none."""
    return _readable(CertificateList, encodings, _look_at_list)


def readable_ocsps(encodings: Iterable[bytes]) -> Iterator[ocsp.OCSPResponse]:
    """Parse OCSP responses, leaving out what is none."""
    return _readable(OCSPResponse, encodings, _look_at_response)


def _readable(
    kind: Any, encodings: Iterable[bytes], look_at: Callable[[Any], None]
) -> Iterator[Any]:
    for encoding in encodings:
        loaded = _loaded(kind, encoding, look_at)
        if loaded is None:
            _log.info("a %s that cannot be read was left out", kind.__name__)
        else:
            yield loaded


@lru_cache(maxsize=16)
def _loaded(kind: Any, encoding: bytes, look_at: Callable[[Any], None]) -> Any:
    """Let the parser find its faults now, since it finds them only when it is asked.

    The same lists come again with each question.
    """
    try:
        loaded = kind.load(encoding, strict=True)
        look_at(loaded)
    except MALFORMED:
        return None
    return loaded


def _look_at_list(loaded: crl.CertificateList) -> None:
    """Look at all but the entries, which are many."""
    tbs = loaded["tbs_cert_list"]
    for part in ("issuer", "this_update", "next_update", "crl_extensions"):
        _ = tbs[part].native
    _ = loaded.issuer.hashable, loaded.issuing_distribution_point_value


def _look_at_response(loaded: ocsp.OCSPResponse) -> None:
    _ = loaded.native, loaded.basic_ocsp_response.native

"""Why a server's certificate was not accepted: a second look that sends nothing.

The program's own connections always verify. Where one failed, a second connection is made
without verification, only to read the certificates that the server shows; nothing is sent over
it and nothing that comes over it is used for anything but this explanation.
"""

from __future__ import annotations

import hashlib
import socket
import ssl
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.x509.oid import ExtensionOID, NameOID

from desktop_app.core.errors.inputs import NotCertificateError
from desktop_app.services.diagnostics.facts.network import TlsProblem, WantedRoot
from desktop_app.signing.authority_marks import marks_of

# Numbers of who verifies: OpenSSL's X509_V_ERR_ (x509_vfy.h) on Linux and for anchors of a file;
# with the system's trust CERT_E_ (winerror.h) on Windows, errSec (SecBase.h) on macOS.
_BY_VERIFY_CODE = {
    9: TlsProblem.NOT_YET_VALID,
    10: TlsProblem.EXPIRED,
    62: TlsProblem.OTHER_NAME,
    64: TlsProblem.OTHER_NAME,
    0x800B0101: TlsProblem.EXPIRED,
    0x800B010F: TlsProblem.OTHER_NAME,
    -67818: TlsProblem.EXPIRED,
    -67819: TlsProblem.NOT_YET_VALID,
    -67602: TlsProblem.OTHER_NAME,
}
_BROKEN_PATH = frozenset({2, 18, 19, 20, 21, 0x800B0109, 0x800B010A, 0x800B0112, -67843, -25318})
_WINDOWS_OUTSIDE_VALIDITY = 0x800B0101
"""Windows has one number for «over» and for «not begun»."""


@dataclass(frozen=True, slots=True)
class TlsLook:
    """What was seen of a server's certificates."""

    problem: TlsProblem = TlsProblem.NONE
    version: str = ""
    issuer: str = ""
    """Name of the issuer of the topmost certificate."""
    root_sha256: str = ""
    """Of the root that the path leads to: verified, or missing here but known by fingerprint."""
    wanted_root: str = ""
    """Name of the certificate that is missing here."""
    wanted: WantedRoot = field(default_factory=WantedRoot)


def accepted(tls: ssl.SSLSocket) -> TlsLook:
    """Return what is known of a connection that was verified."""
    chain = _shown(tls, verified=True)
    root = chain[-1] if chain else b""
    read = _read(root)
    return TlsLook(
        version=tls.version() or "",
        issuer=_name(read.issuer) if read else "",
        root_sha256=hashlib.sha256(root).hexdigest() if root else "",
    )


def refused(
    error: ssl.SSLError, chain: Sequence[bytes], known_roots: Iterable[bytes], host: str = ""
) -> TlsLook:
    """Return why a connection was refused, from the certificates that the server showed.

    ``known_roots`` are roots that the program knows by fingerprint but does not trust here. A
    certificate that is not even for ``host`` is told as that: no root would make it fit.
    """
    if not isinstance(error, ssl.SSLCertVerificationError):
        return TlsLook(TlsProblem.PROTOCOL)
    problem = _BY_VERIFY_CODE.get(error.verify_code, TlsProblem.OTHER)
    own = _read(chain[0]) if chain else None
    if error.verify_code == _WINDOWS_OUTSIDE_VALIDITY and own is not None and _not_begun(own):
        problem = TlsProblem.NOT_YET_VALID
    top = _read(chain[-1]) if chain else None
    if top is None:
        return TlsLook(problem)
    issuer = _name(top.issuer)
    if error.verify_code not in _BROKEN_PATH:
        return TlsLook(problem, issuer=issuer)
    known = next((root for root in known_roots if _leads_to(top, root)), b"")
    if known:
        sha256 = hashlib.sha256(known).hexdigest()
        wanted = wanted_root(chain[-1], known)
        return TlsLook(TlsProblem.ROOT_MISSING, "", issuer, sha256, issuer, wanted)
    if host and own is not None and not is_for(own, host):
        return TlsLook(TlsProblem.OTHER_NAME, issuer=issuer)
    if len(chain) == 1 and top.issuer != top.subject and _names_issuers_address(top):
        return TlsLook(TlsProblem.INTERMEDIATE_MISSING, issuer=issuer, wanted_root=issuer)
    wanted = wanted_root(chain[-1])
    return TlsLook(TlsProblem.ROOT_MISSING, issuer=issuer, wanted_root=issuer, wanted=wanted)


def wanted_root(top: bytes, known: bytes = b"") -> WantedRoot:
    """Return by what the root above ``top`` is known; ``known`` is that root where it is here.

    The topmost certificate that a server shows may be the root itself.
    """
    try:
        marks = marks_of(top)
        root = marks_of(known) if known else marks
    except NotCertificateError:
        return WantedRoot()
    if root.self_issued and root.is_authority:
        return WantedRoot(root.key_id, root.serial, root.sha256)
    return WantedRoot(marks.issuer_key_id, aia=marks.aia)


def shown_chain(connection: socket.socket, host: str) -> tuple[bytes, ...]:
    """Return DER of the certificates that a server shows, its own first; sends nothing."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with context.wrap_socket(connection, server_hostname=host) as tls:
            return _shown(tls, verified=False)
    except OSError:
        return ()


def _shown(tls: ssl.SSLSocket, *, verified: bool) -> tuple[bytes, ...]:
    """Return the chain; Python 3.13 has it in public, 3.11 beneath the socket."""
    name = "get_verified_chain" if verified else "get_unverified_chain"
    ask = getattr(tls, name, None) or getattr(getattr(tls, "_sslobj", None), name, None)
    if ask is None:
        leaf = tls.getpeercert(binary_form=True)
        return (leaf,) if leaf else ()
    return tuple(
        each if isinstance(each, bytes) else ssl.PEM_cert_to_DER_cert(each.public_bytes())
        for each in ask() or ()
    )


def is_for(certificate: x509.Certificate, host: str) -> bool:
    """Whether a certificate names a host (RFC 9525), by its common name only without others."""
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        commons = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return any(_fits(str(each.value), host) for each in commons)
    except ValueError:
        return False
    addresses = map(str, names.get_values_for_type(x509.IPAddress))
    return host in addresses or any(
        _fits(name, host) for name in names.get_values_for_type(x509.DNSName)
    )


def _fits(name: str, host: str) -> bool:
    """Whether a name, or one with a star as its first label, is the host's."""
    name, host = name.lower(), host.lower()
    return name == host or (name.startswith("*.") and name[2:] == host.partition(".")[2])


def _leads_to(top: x509.Certificate, root: bytes) -> bool:
    """Whether a known root is the top of a chain or has signed it; a name alone proves nothing."""
    read = _read(root)
    if read is None or read.subject != top.issuer:
        return False
    try:
        top.verify_directly_issued_by(read)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _read(der: bytes) -> x509.Certificate | None:
    """Return a certificate whose names can be read; a server may show anything."""
    try:
        certificate = x509.load_der_x509_certificate(der)
        _name(certificate.issuer)
    except ValueError:
        return None
    return certificate


def _not_begun(certificate: x509.Certificate) -> bool:
    return certificate.not_valid_before_utc > datetime.now(UTC)


def _names_issuers_address(certificate: x509.Certificate) -> bool:
    try:
        certificate.extensions.get_extension_for_oid(ExtensionOID.AUTHORITY_INFORMATION_ACCESS)
    except (x509.ExtensionNotFound, ValueError):
        return False
    return True


def _name(name: x509.Name) -> str:
    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        found = name.get_attributes_for_oid(kind)
        if found:
            return str(found[0].value)
    return name.rfc4514_string()

"""Makes a fresh training authority: roots, issuing authorities, OCSP responders, TLS."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from desktop_app.sandbox import certificate_profile as profile
from desktop_app.sandbox.authority import Authority, Holder
from desktop_app.sandbox.authority_keys import AuthorityKey, GostKey, PlainKey
from desktop_app.sandbox.authority_names import (
    FOREIGN,
    GOST_FOREIGN,
    GOST_ISSUING,
    GOST_OCSP,
    GOST_ROOT,
    ISSUING,
    LINES,
    OCSP,
    ROOT,
    ROOT_NAMES,
    SERVERS_FOREIGN,
    TIME_STAMPS,
    TLS,
    TLS_FOREIGN,
    Line,
)
from desktop_app.sandbox.authority_signatures import sign_certificate
from desktop_app.sandbox.private_files import private_folder
from desktop_app.signing.gost_signing import generate_key

CRYPTOPRO_A: Final = "1.2.643.2.2.35.1"
"""The parameter set of nearly all accredited authorities (RFC 4357 section 11.4)."""
_YEAR: Final = timedelta(days=365)
# An hour back: a clock that lags a little must not make the portal «not yet valid».
_BACK: Final = timedelta(hours=1)


def _rsa(bits: int) -> Callable[[], AuthorityKey]:
    return lambda: PlainKey(rsa.generate_private_key(65537, bits))


def _ec() -> AuthorityKey:
    return PlainKey(ec.generate_private_key(ec.SECP256R1()))


def _gost() -> AuthorityKey:
    return GostKey(generate_key(CRYPTOPRO_A))


_OWN: Final[dict[str, tuple[str, Callable[[], AuthorityKey]]]] = {
    ROOT: (ROOT_NAMES[ROOT], _rsa(3072)),
    ISSUING: ("Учебный УЦ", _rsa(2048)),
    FOREIGN: (ROOT_NAMES[FOREIGN], _ec),
    OCSP: ("Учебная служба OCSP", _ec),
    SERVERS_FOREIGN: ("Чужой учебный УЦ для серверов", _ec),
    TIME_STAMPS: ("Учебная служба штампов времени", _ec),
    TLS: ("127.0.0.1", _ec),
    TLS_FOREIGN: ("127.0.0.1", _ec),
    GOST_ROOT: (ROOT_NAMES[GOST_ROOT], _gost),
    GOST_ISSUING: ("Учебный УЦ ГОСТ", _gost),
    GOST_FOREIGN: (ROOT_NAMES[GOST_FOREIGN], _gost),
    GOST_OCSP: ("Учебная служба OCSP ГОСТ", _gost),
}
"""Common name and kind of key."""


def make_authority(folder: Path, pki_url: str, at: datetime) -> Authority:
    """Make a fresh authority in ``folder``; ``pki_url`` is where ``pki_server`` will answer."""
    authority = Authority(private_folder(folder), pki_url)
    for line in LINES:
        _make_root(authority, line.root, at)
        _make_root(authority, line.foreign, at)
        _make_issuing(authority, line.issuing, line.root, at)
        _make_responder(authority, line, at)
    make_time_stamp_service(authority, at)
    _make_tls(authority, TLS, ROOT, at)
    _make_issuing(authority, SERVERS_FOREIGN, FOREIGN, at)
    _make_tls(authority, TLS_FOREIGN, SERVERS_FOREIGN, at, shown=(SERVERS_FOREIGN,))
    return authority


def _make_root(authority: Authority, name: str, at: datetime) -> None:
    common_name, new_key = _OWN[name]
    subject, key = profile.authority_name(common_name), new_key()
    builder = profile.start_builder(subject, subject, key.public_key_info, key.public_key_info)
    builder = profile.with_validity(builder, at - 10 * _YEAR, at + 20 * _YEAR)
    builder = profile.as_authority(builder, depth=1)
    authority.keep(name, Holder(sign_certificate(builder, key.public_key_info, key), key))


def _make_issuing(authority: Authority, name: str, root: str, at: datetime) -> None:
    def complete(builder: x509.CertificateBuilder) -> x509.CertificateBuilder:
        builder = profile.with_validity(builder, at - 10 * _YEAR - _BACK, at + 10 * _YEAR)
        builder = profile.as_authority(builder, depth=0)
        return profile.with_addresses(builder, authority.pki_url, root)

    _make(authority, name, root, complete)


def _make_responder(authority: Authority, line: Line, at: datetime) -> None:
    def complete(builder: x509.CertificateBuilder) -> x509.CertificateBuilder:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING])
        return (
            profile.with_validity(builder, at - _BACK, at + _YEAR)
            .add_extension(profile.key_usage("digital_signature"), critical=True)
            .add_extension(usage, critical=False)
            .add_extension(x509.OCSPNoCheck(), critical=False)
        )

    _make(authority, line.responder, line.issuing, complete)


def make_time_stamp_service(authority: Authority, at: datetime) -> None:
    """Certify a key that signs time stamps and nothing else (RFC 3161 section 2.3)."""

    def complete(builder: x509.CertificateBuilder) -> x509.CertificateBuilder:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = (
            profile.with_validity(builder, at - _BACK, at + _YEAR)
            .add_extension(profile.key_usage("digital_signature"), critical=True)
            .add_extension(usage, critical=True)
        )
        return profile.with_addresses(builder, authority.pki_url, ISSUING)

    _make(authority, TIME_STAMPS, ISSUING, complete)


def _make_tls(
    authority: Authority, name: str, issuer: str, at: datetime, shown: tuple[str, ...] = ()
) -> None:
    def complete(builder: x509.CertificateBuilder) -> x509.CertificateBuilder:
        loopback = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
        names = x509.SubjectAlternativeName([loopback, x509.DNSName("localhost")])
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
        plain = x509.BasicConstraints(ca=False, path_length=None)
        return (
            profile.with_validity(builder, at - _BACK, at + timedelta(days=397))
            .add_extension(plain, critical=True)
            .add_extension(profile.key_usage("digital_signature"), critical=True)
            .add_extension(usage, critical=False)
            .add_extension(names, critical=False)
        )

    common_name = x509.NameAttribute(NameOID.COMMON_NAME, _OWN[name][0])
    _make(authority, name, issuer, complete, x509.Name([common_name]), shown)


def _make(
    authority: Authority,
    name: str,
    issuer: str,
    complete: Callable[[x509.CertificateBuilder], x509.CertificateBuilder],
    subject: x509.Name | None = None,
    shown: tuple[str, ...] = (),
) -> None:
    common_name, new_key = _OWN[name]
    key = new_key()
    subject = subject or profile.authority_name(common_name)
    builder = complete(authority.below(issuer, subject, key.public_key_info))
    certificate = authority.sign(builder, key.public_key_info, issuer)
    above = (authority.holder(each).certificate for each in shown)
    authority.keep(name, Holder(certificate, key), *above)

"""Parsed certificates, CRLs and OCSP responses that give back the very bytes they were read from.

asn1crypto 1.5 takes every length that ends in the octet 0x80, such as 384 octets, for an
indefinite one and encodes the value anew, which changes what was signed or fails.
"""

from __future__ import annotations

from typing import Any

from asn1crypto import core, crl, ocsp, x509


def _as_read(value: Any, force: bool = False) -> bytes:  # noqa: ARG001 - the parser's own signature
    return bytes(value._header + value._contents + value._trailer)  # noqa: SLF001


def _unaltered(kind: Any, **parts: Any) -> Any:
    """Derive from a kind of sequence one whose ``parts`` are of other kinds."""
    fields = [(name, parts.get(name, spec), *rest) for name, spec, *rest in kind._fields]
    return type(kind.__name__, (kind,), {"_fields": fields, "dump": _as_read})


Certificate = _unaltered(x509.Certificate, tbs_certificate=_unaltered(x509.TbsCertificate))
CertificateList = _unaltered(crl.CertificateList, tbs_cert_list=_unaltered(crl.TbsCertList))
_BasicResponse = _unaltered(
    ocsp.BasicOCSPResponse,
    tbs_response_data=_unaltered(ocsp.ResponseData),
    certs=type("Certificates", (core.SequenceOf,), {"_child_spec": Certificate}),
)
_ResponseBytes = _unaltered(ocsp.ResponseBytes)
_ResponseBytes._oid_specs = {"basic_ocsp_response": _BasicResponse}  # noqa: SLF001
OCSPResponse = _unaltered(ocsp.OCSPResponse, response_bytes=_ResponseBytes)

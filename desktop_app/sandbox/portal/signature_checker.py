"""Interim check of signatures by ``openssl``, until signing/verification.py is there."""

from __future__ import annotations

import subprocess
import tempfile
from datetime import datetime
from pathlib import Path

from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from desktop_app.sandbox.authority import Authority
from desktop_app.sandbox.authority_names import ISSUING, ROOT
from desktop_app.sandbox.certificate_profile import SNILS
from desktop_app.sandbox.portal.context import SignerFinding
from desktop_app.sandbox.revocation import build_crl


class TrustedSignatures:
    """Checks signatures against the training root."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority

    def check(self, signature: bytes, content_type: str, at: datetime) -> SignerFinding:
        """Judge an attached CAdES with one signer."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "m").write_bytes(signature)
            trust = self._authority.certificate_file(ROOT).read_bytes()
            for issuer in (ROOT, ISSUING):
                crl = x509.load_der_x509_crl(build_crl(self._authority, issuer, at))
                trust += crl.public_bytes(Encoding.PEM)
            (folder / "trust").write_bytes(trust)
            issuing = str(self._authority.certificate_file(ISSUING))
            command = ["openssl", "cms", "-verify", "-cades", "-inform", "DER", "-in", "m"]
            command += ["-CAfile", "trust", "-certfile", issuing, "-crl_check_all", "-binary"]
            command += ["-purpose", "any", "-out", "out"]
            done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        if done.returncode:
            return SignerFinding(("signature.refused",), "")
        signed = cms.ContentInfo.load(signature)["content"]
        certificates = [
            x509.load_der_x509_certificate(choice.chosen.dump())
            for choice in signed["certificates"]
        ]
        snils = [
            str(field.value)
            for certificate in certificates
            for field in certificate.subject
            if field.oid == SNILS
        ]
        return SignerFinding((), snils[0] if snils else "")

    def close(self) -> None:
        """End nothing."""

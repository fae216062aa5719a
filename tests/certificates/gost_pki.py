"""A certification authority over ГОСТ whose every signature is made by OpenSSL's engine."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

_SETTINGS = """
openssl_conf = init
[init]
engines = engines
[engines]
gost = gost
[gost]
engine_id = gost
dynamic_path = {engine}
default_algorithms = ALL
[req]
distinguished_name = empty
prompt = no
utf8 = yes
string_mask = utf8only
[empty]
"""
# `openssl ca` and `openssl ts` load the engine a second time, and fail, when the file that they
# are given names it too.
_PLAIN_SETTINGS = """
[ca]
default_ca = database
[database]
dir = {folder}/{name}.ca
database = $dir/index
serial = $dir/serial
crlnumber = $dir/crlnumber
new_certs_dir = $dir
default_md = md_gost12_{bits}
default_crl_days = 30
policy = any
preserve = yes
unique_subject = no
[any]
countryName = optional
[tsa]
default_tsa = stamps
[stamps]
serial = {folder}/stamps.serial
default_policy = 1.2.643.100.113.1
digests = md_gost12_256, md_gost12_512, sha256
signer_digest = md_gost12_{bits}
ess_cert_id_alg = md_gost12_{bits}
"""
_QUALIFIED = """
certificatePolicies = 1.2.643.100.113.1,1.2.643.100.113.2
1.2.643.100.111 = ASN1:FORMAT:UTF8,UTF8String:"Учебный токен"
1.2.643.100.112 = ASN1:SEQUENCE:tools
1.2.643.100.114 = ASN1:INTEGER:0
[tools]
a = FORMAT:UTF8,UTF8String:"Учебное СКЗИ 1.0"
b = FORMAT:UTF8,UTF8String:"Учебный УЦ 1.0"
c = FORMAT:UTF8,UTF8String:"Заключение № 1"
d = FORMAT:UTF8,UTF8String:"Заключение № 2"
"""
_KEY_IDS = "subjectKeyIdentifier = hash\nauthorityKeyIdentifier = keyid\n"
_CA = "basicConstraints = critical,CA:TRUE\nkeyUsage = critical,keyCertSign,cRLSign\n" + _KEY_IDS
_PERSON = (
    "basicConstraints = CA:FALSE\nkeyUsage = critical,digitalSignature,nonRepudiation\n"
    "extendedKeyUsage = clientAuth,emailProtection\n"
    "authorityInfoAccess = OCSP;URI:http://ocsp.invalid/\n" + _KEY_IDS + _QUALIFIED
)
_SERVICE = "basicConstraints = CA:FALSE\nkeyUsage = critical,digitalSignature\n" + _KEY_IDS
_RESPONDER = _SERVICE + "extendedKeyUsage = OCSPSigning\nnoCheck = ignored\n"
_STAMPS = _SERVICE + "extendedKeyUsage = critical,timeStamping\n"
_SUBJECT = (
    "/C=RU/SN=Иванова/GN=Мария Петровна/title=врач-терапевт/SNILS=11223344595"
    "/INN=770000000036/CN=Иванова Мария Петровна"
)
# Parameter sets by the engine's names; every curve is there, and a path that GnuTLS knows.
_SETS = {
    256: {"root": "A", "middle": "XA", "person": "TCA", "revoked": "B", "ocsp": "C", "tsa": "TCB"},
    512: {"root": "A", "middle": "A", "person": "B", "revoked": "C", "ocsp": "B", "tsa": "A"},
}


@dataclass(frozen=True)
class GostPki:
    """Root, middle authority, ``person``, ``revoked`` person, OCSP and time stamp services."""

    folder: Path
    bits: int

    def der(self, name: str) -> bytes:
        """Return a certificate."""
        return (self.folder / f"{name}.cer").read_bytes()

    def crl(self, name: str) -> bytes:
        """Return the list of an authority."""
        return (self.folder / f"{name}.crl").read_bytes()

    @property
    def crls(self) -> tuple[bytes, bytes]:
        """Both lists."""
        return self.crl("root"), self.crl("middle")

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[bytes]:
        """Run ``openssl`` in the folder, with the engine."""
        return subprocess.run(
            ["openssl", *arguments],
            cwd=self.folder,
            env={**os.environ, "OPENSSL_CONF": str(self.folder / "openssl.cnf")},
            check=check,
            capture_output=True,
            timeout=60,
        )

    def write(self, name: str, content: bytes) -> str:
        """Write a file into the folder and return its name."""
        (self.folder / name).write_bytes(content)
        return name

    def ocsp(self, name: str, digest: str = "sha1", responder: str = "ocsp") -> bytes:
        """Return an answer on a certificate of the middle authority.

        ``digest`` hashes the issuer's name and key in the question and the answer.
        """
        query = ("-issuer", "middle.pem", f"-{digest}", "-cert", f"{name}.pem", "-no_nonce")
        self.run("ocsp", *query, "-reqout", "ocsp.query")
        answer = ("-index", "middle.ca/index", "-CA", "middle.pem", "-ndays", "7")
        signer = ("-rsigner", f"{responder}.pem", "-rkey", f"{responder}.key")
        out = ("-reqin", "ocsp.query", "-respout", "ocsp.answer")
        self.run("ocsp", *answer, *signer, "-rmd", f"md_gost12_{self.bits}", *out)
        return (self.folder / "ocsp.answer").read_bytes()

    def sign(self, content: bytes, *, attached: bool, name: str = "person") -> bytes:
        """Return a CAdES-BES signature made by `openssl cms`."""
        self.write("content", content)
        command = ["cms", "-sign", "-cades", "-binary", "-nosmimecap", "-in", "content"]
        command += ["-md", f"md_gost12_{self.bits}", "-signer", f"{name}.pem"]
        command += ["-inkey", f"{name}.key", "-certfile", "middle.pem"]
        command += ["-outform", "DER", "-out", "theirs", *(("-nodetach",) if attached else ())]
        self.run(*command)
        return (self.folder / "theirs").read_bytes()

    def accepts(self, signature: bytes, content: bytes | None) -> bool:
        """Tell what `openssl cms -verify -cades` says; with ``content`` of a detached signature."""
        self.write("ours", signature)
        command = ["cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", "ours"]
        command += ["-CAfile", "root.pem", "-purpose", "any", "-out", "opened"]
        if content is not None:
            command += ["-content", self.write("claimed", content)]
        return self.run(*command, check=False).returncode == 0

    def time_stamp(self, data: bytes) -> bytes:
        """Return the TimeStampToken of RFC 3161 on ``data``."""
        self.write("stamped", data)
        self.write("stamps.serial", b"01\n")
        digest = f"-md_gost12_{self.bits}"
        self.run("ts", "-query", "-data", "stamped", digest, "-cert", "-out", "stamp.query")
        signer = ("-signer", "tsa.pem", "-inkey", "tsa.key", "-chain", "middle.pem")
        out = ("-queryfile", "stamp.query", "-token_out", "-out", "stamp")
        self.run("ts", "-reply", "-config", "middle.cnf", *signer, *out)
        return (self.folder / "stamp").read_bytes()

    def answer(self, question: bytes) -> bytes:
        """Return the TimeStampResp of the service to a TimeStampReq."""
        self.write("stamp.query", question)
        self.write("stamps.serial", b"01\n")
        signer = ("-signer", "tsa.pem", "-inkey", "tsa.key", "-chain", "middle.pem")
        out = ("-queryfile", "stamp.query", "-out", "stamp.answer")
        self.run("ts", "-reply", "-config", "middle.cnf", *signer, *out)
        return (self.folder / "stamp.answer").read_bytes()


def issue_gost_pki(folder: Path, bits: int) -> GostPki:
    """Issue everything with keys of ``bits``; each key lies on a curve of its own where it can."""
    folder.mkdir(exist_ok=True)
    (folder / "openssl.cnf").write_text(_SETTINGS.format(engine=_engine()))
    pki = GostPki(folder, bits)
    _issue(pki, "root", "/C=RU/CN=Учебный ГУЦ", _CA, None)
    _issue(pki, "middle", "/C=RU/CN=Учебный УЦ", _CA, "root")
    for person in ("person", "revoked"):
        _issue(pki, person, _SUBJECT, _PERSON, "middle")
    _issue(pki, "ocsp", "/CN=OCSP", _RESPONDER, "middle")
    _issue(pki, "tsa", "/CN=TSA", _STAMPS, "middle")
    _publish(pki, "root")
    _publish(pki, "middle")
    return pki


def _engine() -> Path:
    told = subprocess.run(["openssl", "version", "-e"], check=True, capture_output=True, text=True)
    return Path(told.stdout.split('"')[1], "gost.so")


def _issue(pki: GostPki, name: str, subject: str, extensions: str, issuer: str | None) -> None:
    parameter_set = f"paramset:{_SETS[pki.bits][name]}"
    algorithm = ("-algorithm", f"gost2012_{pki.bits}", "-pkeyopt", parameter_set)
    pki.run("genpkey", *algorithm, "-out", f"{name}.key")
    digest = f"-md_gost12_{pki.bits}"
    request = ("-new", "-utf8", "-key", f"{name}.key", digest, "-subj", subject)
    pki.run("req", *request, "-out", f"{name}.csr")
    (pki.folder / f"{name}.ext").write_text(extensions)
    signer = ["-signkey", f"{name}.key"]
    if issuer is not None:
        signer = ["-CA", f"{issuer}.pem", "-CAkey", f"{issuer}.key", "-CAcreateserial"]
    files = ("-in", f"{name}.csr", "-extfile", f"{name}.ext", "-out", f"{name}.pem")
    pki.run("x509", "-req", *files, digest, *signer, "-days", "400")
    pki.run("x509", "-in", f"{name}.pem", "-outform", "DER", "-out", f"{name}.cer")


def _publish(pki: GostPki, name: str) -> None:
    """Write the authority's database and its list, where one person is revoked."""
    folder = pki.folder / f"{name}.ca"
    folder.mkdir()
    (folder / "index").touch()
    (folder / "crlnumber").write_text("1000")
    settings = _PLAIN_SETTINGS.format(folder=pki.folder, name=name, bits=pki.bits)
    (pki.folder / f"{name}.cnf").write_text(settings)
    authority = ("ca", "-config", f"{name}.cnf", "-cert", f"{name}.pem", "-keyfile", f"{name}.key")
    if name == "middle":
        pki.run(*authority, "-valid", "person.pem")
        pki.run(*authority, "-revoke", "revoked.pem", "-crl_reason", "keyCompromise")
    pki.run(*authority, "-gencrl", "-out", f"{name}.crl.pem")
    pki.run("crl", "-in", f"{name}.crl.pem", "-outform", "DER", "-out", f"{name}.crl")

"""A running training portal, and people who sign with keys in memory."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
import rfc8785
from asn1crypto import algos, cms, core, tsp, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import delete

from desktop_app.core.accounts import AccountLevel
from desktop_app.sandbox import certificate_profile
from desktop_app.sandbox.authority import Authority
from desktop_app.sandbox.authority_keys import GostKey, PlainKey
from desktop_app.sandbox.authority_making import make_authority
from desktop_app.sandbox.authority_names import GOST, PLAIN, ROOT, Line
from desktop_app.sandbox.configuration import PortalConfiguration, loopback_url
from desktop_app.sandbox.confirmation_tables import ConfirmationPaperRow, ConfirmationRow
from desktop_app.sandbox.database import Store, open_engine, sqlite_url
from desktop_app.sandbox.people import TRAINING_ACCOUNTS, inn_of, snils_of
from desktop_app.sandbox.person import Person
from desktop_app.sandbox.portal_process import PortalProcess
from desktop_app.sandbox.ports import free_ports
from desktop_app.sandbox.provisioning import make_database
from desktop_app.sandbox.scenario import Scenario, write_scenario
from desktop_app.sandbox.tables import AccountRow
from desktop_app.sandbox.training_folder import Amount, TrainingFolder
from desktop_app.services.portal.contract import LOGIN_CONTENT_TYPE
from desktop_app.signing.digests import digest_of
from desktop_app.signing.gost_signing import generate_key

Key = PlainKey | GostKey
GOST_256, GOST_512 = "1.2.643.2.2.35.1", "1.2.643.7.1.2.1.2.1"
KEYS: dict[str, Callable[[], Key]] = {
    "rsa-2048": lambda: PlainKey(rsa.generate_private_key(65537, 2048)),
    "ec-p256": lambda: PlainKey(ec.generate_private_key(ec.SECP256R1())),
    "ec-p384": lambda: PlainKey(ec.generate_private_key(ec.SECP384R1())),
    "gost-256": lambda: GostKey(generate_key(GOST_256)),
    "gost-512": lambda: GostKey(generate_key(GOST_512)),
}
HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha1": hashes.SHA1(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
}


ID_DATA = "1.2.840.113549.1.7.1"


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Signer:
    """A person with a certificate and its key."""

    person: Person
    certificate: bytes
    key: Key

    @property
    def digest(self) -> str:
        """What fits the key, as the portal asks for."""
        if isinstance(self.key, GostKey):
            return f"streebog{self.key.key.bits}"
        return "sha256"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.certificate).hexdigest()


@dataclass(frozen=True)
class Draft:
    """A CMS SignedData to be; each test changes what it is about."""

    signer: Signer
    content: bytes
    content_type: str = LOGIN_CONTENT_TYPE
    digest: str = ""
    """By default what fits the key."""
    scheme: str = ""
    """``rsassa_pss`` or, by default, what fits the key."""
    attributes: tuple[str, ...] = (
        "content_type",
        "message_digest",
        "signing_time",
        "signing_certificate_v2",
    )
    stated: dict[str, Any] = field(default_factory=dict)
    """Attribute values that differ from the true ones."""
    signers: int = 1
    attached: bool = True
    chain: tuple[bytes, ...] = ()
    spoil_signature: bool = False

    def encode(self) -> bytes:
        certificates = [
            x509.Certificate.load(der) for der in (self.signer.certificate, *self.chain)
        ]
        signed = cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [{"algorithm": self._digest}],
                "encap_content_info": self._content_info(),
                "certificates": sorted(certificates, key=lambda one: bytes(one.dump())),
                "signer_infos": [self._signer_info()] * self.signers,
            }
        )
        return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())

    def _content_info(self) -> cms.EncapsulatedContentInfo:
        info: dict[str, Any] = {"content_type": self.content_type}
        if self.attached:
            info["content"] = core.ParsableOctetString(self.content)
        return cms.EncapsulatedContentInfo(info)

    def _signer_info(self) -> cms.SignerInfo:
        certificate = x509.Certificate.load(self.signer.certificate)
        identifier = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
        attributes = cms.CMSAttributes([self._attribute(name) for name in self.attributes])
        attributes = cms.CMSAttributes(sorted(attributes, key=lambda one: bytes(one.dump())))
        to_sign = attributes.dump() if self.attributes else self.content
        signature = self._sign(to_sign)
        if self.spoil_signature:
            signature = signature[:-1] + bytes([signature[-1] ^ 1])
        info: dict[str, Any] = {
            "version": "v1",
            "sid": cms.SignerIdentifier("issuer_and_serial_number", identifier),
            "digest_algorithm": {"algorithm": self._digest},
            "signature_algorithm": self._signature_algorithm(),
            "signature": signature,
        }
        if self.attributes:
            info["signed_attrs"] = attributes
        return cms.SignerInfo(info)

    def _attribute(self, name: str) -> cms.CMSAttribute:
        if name in self.stated:
            value = self.stated[name]
        elif name == "content_type":
            value = self.content_type
        elif name == "message_digest":
            value = self._digest_of(self.content)
        elif name == "signing_time":
            value = cms.Time("utc_time", now().replace(microsecond=0))
        else:
            value = signing_certificate(self.signer.certificate)
        return cms.CMSAttribute({"type": name, "values": [value]})

    @property
    def _digest(self) -> str:
        return self.digest or self.signer.digest

    def _digest_of(self, data: bytes) -> bytes:
        if self._digest in HASHES:
            return hashlib.new(self._digest, data).digest()
        return digest_of(data, self._digest)

    def _signature_algorithm(self) -> algos.SignedDigestAlgorithm:
        key = self.signer.key
        if isinstance(key, GostKey):
            named = f"gost2012_{key.key.bits}"
        elif self.scheme == "rsassa_pss":
            return self._pss_algorithm()
        elif isinstance(key.key, rsa.RSAPrivateKey):
            named = f"{self._digest}_rsa"
        else:
            named = f"{self._digest}_ecdsa"
        return algos.SignedDigestAlgorithm({"algorithm": named})

    def _pss_algorithm(self) -> algos.SignedDigestAlgorithm:
        digest = algos.DigestAlgorithm({"algorithm": self._digest})
        mask = {"algorithm": "mgf1", "parameters": digest}
        parameters = {
            "hash_algorithm": digest,
            "mask_gen_algorithm": mask,
            "salt_length": HASHES[self._digest].digest_size,
        }
        return algos.SignedDigestAlgorithm({"algorithm": "rsassa_pss", "parameters": parameters})

    def _sign(self, data: bytes) -> bytes:
        if isinstance(self.signer.key, GostKey):
            return self.signer.key.key.sign(self._digest_of(data))
        chosen, key = HASHES[self._digest], self.signer.key.key
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return key.sign(data, ec.ECDSA(chosen))
        if self.scheme == "rsassa_pss":
            scheme = padding.PSS(padding.MGF1(chosen), chosen.digest_size)
            return key.sign(data, scheme, chosen)
        return key.sign(data, padding.PKCS1v15(), chosen)


def line_of(key: Key) -> Line:
    return GOST if isinstance(key, GostKey) else PLAIN


def signing_certificate(certificate: bytes) -> tsp.SigningCertificateV2:
    identifier = {"cert_hash": hashlib.sha256(certificate).digest()}
    return tsp.SigningCertificateV2({"certs": [identifier]})


@dataclass(frozen=True)
class RunningPortal:
    """The portal's process with its authority and a way to talk to it."""

    folder: TrainingFolder
    configuration: PortalConfiguration
    authority: Authority
    process: PortalProcess
    clients: list[requests.Session] = field(default_factory=list)
    auditors: list[requests.Session] = field(default_factory=list)
    kind: str = "ec-p256"
    """Of the keys that people get, one of ``KEYS``."""

    @property
    def origin(self) -> str:
        return self.configuration.origin

    @property
    def ca_file(self) -> str:
        return str(self.authority.certificate_file(ROOT))

    def client(self) -> requests.Session:
        session = requests.Session()
        session.verify = self.ca_file
        session.trust_env = False
        self.clients.append(session)
        return session

    def close(self) -> None:
        self.process.stop()
        for client in self.clients:
            client.close()

    def issue(
        self, person: Person, key: Key | None = None, *, issuer: str = "issuing", age: int = 20
    ) -> Signer:
        """Issue a certificate; ``issuer`` is ``issuing`` or ``foreign`` of the key's line."""
        key = key or KEYS[self.kind]()
        start = now() - timedelta(days=age)
        certificate = self.authority.issue(
            person,
            key.public_key_info,
            start,
            start + timedelta(days=365),
            issuer=getattr(line_of(key), issuer),
        )
        return Signer(person, certificate.public_bytes(Encoding.DER), key)

    def issue_for(self, person: Person, usage: str) -> Signer:
        """Issue a certificate whose key may serve for one thing only."""
        key = KEYS[self.kind]()
        issuer, name = line_of(key).issuing, certificate_profile.person_name(person)
        builder = certificate_profile.with_validity(
            self.authority.below(issuer, name, key.public_key_info),
            now() - timedelta(days=1),
            now() + timedelta(days=1),
        ).add_extension(certificate_profile.key_usage(usage), critical=True)
        certificate = self.authority.sign(builder, key.public_key_info, issuer)
        return Signer(person, certificate.public_bytes(Encoding.DER), key)

    def draft(self, client: requests.Session, signer: Signer, **changes: Any) -> tuple[str, Draft]:
        """Ask for a challenge and compose a login; ``changes`` go into the statement."""
        url = f"{self.origin}/api/v1/auth/challenges"
        answer = client.post(url, json={"certificate_sha256": signer.sha256}, timeout=30)
        assert answer.status_code == 201, answer.text
        challenge, issued = answer.json(), int(now().timestamp())
        statement: dict[str, Any] = {
            "typ": "nmo-login+v1",
            "aud": self.origin,
            "nonce": challenge["nonce"],
            "iat": issued,
            "exp": issued + 120,
            "certificate_sha256": signer.sha256,
            "app": "test 1",
        }
        content = rfc8785.dumps({**statement, **changes})
        chain = (self.authority.certificate_der(line_of(signer.key).issuing),)
        return challenge["challenge_id"], Draft(signer, content, chain=chain)

    def document_draft(self, signer: Signer, content: bytes) -> Draft:
        """Return an attached CAdES over a document."""
        chain = (self.authority.certificate_der(line_of(signer.key).issuing),)
        return Draft(signer, content, content_type=ID_DATA, chain=chain)

    def detached(self, signer: Signer, content: bytes, **changes: Any) -> bytes:
        """Return a detached CAdES over a document."""
        return replace(self.document_draft(signer, content), attached=False, **changes).encode()

    def send(
        self, client: requests.Session, challenge_id: str, message: bytes
    ) -> requests.Response:
        body = {"challenge_id": challenge_id, "signature": base64.b64encode(message).decode()}
        return client.post(f"{self.origin}/api/v1/auth/signatures", json=body, timeout=60)

    def log_in(self, client: requests.Session, signer: Signer) -> requests.Response:
        challenge_id, draft = self.draft(client, signer)
        answer = self.send(client, challenge_id, draft.encode())
        if answer.status_code == 201:
            client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return answer

    def signed_in(self, number: int) -> tuple[requests.Session, Signer]:
        """Return a client that is signed in as the training person of this number."""
        client, signer = self.client(), self.issue(self.person(number))
        answer = self.log_in(client, signer)
        assert answer.status_code == 201, answer.text
        return client, signer

    def get(self, client: requests.Session, path: str, **options: Any) -> requests.Response:
        return client.get(f"{self.origin}/api/v1/{path}", timeout=60, **options)

    def write(
        self, client: requests.Session, path: str, body: object = None, key: str = ""
    ) -> requests.Response:
        headers = {"Idempotency-Key": key or secrets.token_urlsafe(24)}
        url = f"{self.origin}/api/v1/{path}"
        return client.post(url, json=body or {}, headers=headers, timeout=60)

    def journal(self) -> list[dict[str, str]]:
        """Return the journal's newest lines, as an auditor sees them."""
        answer = self.get(self.auditors[0], "journal") if self.auditors else None
        if answer is None or answer.status_code == 401:  # The access token lives for minutes.
            self.auditors[:] = [self.signed_in(AUDITOR)[0]]
            answer = self.get(self.auditors[0], "journal")
        items: list[dict[str, str]] = answer.json()["items"]
        return items

    def refusal_cause(self, answer: requests.Response) -> str:
        """Check that a login was refused without a reason; return the journal's cause."""
        assert answer.status_code == 403, answer.text
        assert answer.headers["Content-Type"] == "application/problem+json"
        problem = answer.json()
        assert (problem["code"], problem["detail"]) == ("login.refused", "")
        lines = (line for line in self.journal() if line["action"] == "login")
        newest = next(line for line in lines if line["outcome"] != "ok")
        return newest["outcome"]

    def refresh(self, client: requests.Session, token: str) -> requests.Response:
        url = f"{self.origin}/api/v1/auth/refresh"
        return client.post(url, json={"refresh_token": token}, timeout=30)

    def revoke(self, signer: Signer) -> None:
        serial_number = x509.Certificate.load(signer.certificate).serial_number
        self.authority.revoke(serial_number, now() - timedelta(minutes=1))

    def person(self, number: int) -> Person:
        """Return the training person with this number, from 1."""
        return TRAINING_ACCOUNTS[number - 1].person

    def now(self) -> datetime:
        return now()

    def of_kind(self, kind: str) -> RunningPortal:
        """Return the same portal for people with other keys, one of ``KEYS``."""
        return replace(self, kind=kind)

    def key(self, kind: str) -> Key:
        return KEYS[kind]()

    def signing_certificate(self, certificate: bytes) -> tsp.SigningCertificateV2:
        return signing_certificate(certificate)

    def new_person(self, number: int) -> Person:
        """Return somebody who has no account."""
        return Person("Никто", "Имя Отчество", snils_of(300_000_000 + number), inn_of(number))

    def forget_confirmation(self, account_id: str, level: AccountLevel) -> None:
        """Let an account stand as before it was confirmed: other tests share this portal."""
        engine = open_engine(self.configuration.database_url)
        with Store(engine).writing() as session:
            session.get_one(AccountRow, account_id).level = level.value
            for kind in (ConfirmationPaperRow, ConfirmationRow):
                session.execute(delete(kind).where(kind.account_id == account_id))
        engine.dispose()

    def play(self, scenario: Scenario) -> None:
        write_scenario(self.configuration.scenario_file, scenario)
        self.process.apply_scenario()


AUDITOR = 10


def start_portal(path: Path) -> RunningPortal:
    folder = TrainingFolder(path)
    port, pki_port, web_port = free_ports(3)
    authority = make_authority(path / "authority", loopback_url(pki_port), now())
    make_database(folder, now(), Amount(people=1), lambda _progress: None)
    configuration = PortalConfiguration(
        folder=path,
        port=port,
        pki_port=pki_port,
        web_port=web_port,
        database_url=sqlite_url(folder.database),
        control_secret="secret-of-this-test",
        made_on=now().date().isoformat(),
    )
    configuration.write()
    process = PortalProcess(configuration, folder.log_file)
    process.start()
    return RunningPortal(folder, configuration, authority, process)


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPortal]:
    running = start_portal(tmp_path_factory.mktemp("portal"))
    yield running
    running.close()


@pytest.fixture(scope="session")
def portal(running: RunningPortal) -> RunningPortal:
    """Return the portal; where signatures matter, a module gives it people of several kinds."""
    return running

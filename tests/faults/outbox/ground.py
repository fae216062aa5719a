"""A real training portal, a person with a key in memory, and outboxes that deliver to it."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import msgspec
from fpdf import FPDF

from desktop_app.core.outbox_item import OutboxItem
from desktop_app.core.pin import PinGiven
from desktop_app.services.batch_login import BatchLogin, Control
from desktop_app.services.document_signer import OpenSigner
from desktop_app.services.outbox.opening import open_outbox
from desktop_app.services.outbox.outbox import Outbox
from desktop_app.services.outbox.stamper import Stamper
from desktop_app.services.outbox_service import NOTHING_SAID, About
from desktop_app.services.portal.client import ClientLimits, PortalClient
from desktop_app.services.portal.contract import SessionMessage
from desktop_app.services.portal.session import PortalSession
from desktop_app.services.portal.tls import portal_context
from desktop_app.services.prepared_pdf import PreparedPdf
from desktop_app.services.signing_batch import SigningBatch
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.database import Database
from desktop_app.services.storage.home import Home
from desktop_app.services.storage.secrets import Secrets
from desktop_app.signing.algorithms import SignatureAlgorithm, algorithms_for
from desktop_app.signing.certificates import read_certificate
from desktop_app.signing.cms import CadesWriter, sign_cades
from desktop_app.signing.cms_parts import around_content, cut_message
from desktop_app.signing.digests import digest_of
from desktop_app.signing.pdf_files import PdfFiles
from desktop_app.signing.signature_queue import Taken
from tests.contract.portal.conftest import RunningPortal, Signer, line_of, start_portal

LIMITS = ClientLimits(connect_seconds=5.0, silence_seconds=10.0, whole_seconds=30.0)


@dataclass
class Workstation:
    """An outbox of one state folder, signed in or not."""

    home: Home
    outbox: Outbox
    session: PortalSession
    audit: AuditLog
    databases: tuple[Database, ...]
    pdfs: PdfFiles

    def close(self) -> None:
        self.session.close()
        for database in self.databases:
            database.close()


class KeySession:
    """The login of a key in memory, which signs one message at a time."""

    def __init__(self, signer: Signer) -> None:
        self._key = signer.key
        self._messages: list[bytes] = []
        self.certificate = read_certificate(signer.certificate)

    @contextlib.contextmanager
    def queue(self, _algorithm: SignatureAlgorithm) -> Iterator[KeySession]:
        yield self

    @property
    def has_room(self) -> bool:
        return not self._messages

    @property
    def under_way(self) -> bool:
        return bool(self._messages)

    def put(self, message: bytes) -> None:
        self._messages.append(message)

    def send(self) -> None:
        """Nothing is on the way: the key is here."""

    def take(self) -> Taken:
        return Taken((self._key.sign(self._messages.pop()),), None)


@dataclass
class Ground:
    """The portal and whoever signs."""

    portal: RunningPortal
    signer: Signer
    number: int = 1
    pdfs: PdfFiles = field(default_factory=PdfFiles)
    """What reads PDFs for every workstation."""

    @cached_property
    def colleague(self) -> Ground:
        """Return somebody else who signs at the same portal."""
        return Ground(self.portal, self.portal.issue(self.portal.person(2)), pdfs=self.pdfs)

    def session_message(self) -> SessionMessage:
        """Sign in with the key in memory and return what the portal gave."""
        client = self.portal.client()
        answer = self.portal.log_in(client, self.signer)
        assert answer.status_code == 201, answer.text
        return msgspec.json.decode(answer.content, type=SessionMessage)

    def workstation(
        self,
        folder: Path,
        message: SessionMessage | None = None,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        stamper: Callable[[], Stamper | None] = lambda: None,
        limits: ClientLimits = LIMITS,
        origin: str = "",
    ) -> Workstation:
        """Open the outbox of a state folder; with a session it is signed in."""
        home = Home.open(folder)
        secrets = Secrets(
            "n", home.secrets_file, allow_file=lambda: True, find_keyring=lambda: None
        )
        database = Database(home.database)
        audit = AuditLog(database)
        context = portal_context(Path(self.portal.ca_file))
        address = origin or self.portal.origin
        session = PortalSession(
            address, lambda: PortalClient(address, context, limits, proxy=""), secrets
        )
        if message is not None:
            session.begin(message, self.signer.sha256)
        outbox, own = open_outbox(
            home, secrets, session, audit, pdfs=self.pdfs, clock=clock, stamper=stamper
        )
        return Workstation(home, outbox, session, audit, (database, own), self.pdfs)

    def write(self, folder: Path, content: bytes, name: str = "") -> tuple[Path, Path]:
        """Write a document and its detached signature; return both files."""
        folder.mkdir(parents=True, exist_ok=True)
        name = name or f"{hashlib.sha256(content).hexdigest()[:12]}.pdf"
        file = folder / name
        file.write_bytes(content)
        signature = folder / f"{name}.sig"
        signature.write_bytes(self.sign(content))
        return file, signature

    def sign(self, content: bytes) -> bytes:
        """Return a detached signature, as the program makes it."""
        return sign_cades(
            self._writer,
            self.signer.key.sign,
            digest_of(content, self._writer.algorithm.digest),
            signing_time=datetime.now(UTC),
        )

    def attach(self, content: bytes) -> bytes:
        """Return an attached signature."""
        return around_content(cut_message(self.sign(content)), content).encode()

    def sign_pdf(self, file: Path, signed: Path, pdfs: PdfFiles) -> Path:
        """Sign a PDF inside, as the program makes it."""
        writer = self._writer
        gap = pdfs.prepare(
            file, signed, reserved_bytes=8192, digest=writer.algorithm.digest, signer="Signer"
        )
        copy = PreparedPdf(bytearray(signed.read_bytes()), gap)
        attributes = writer.signed_attributes(copy.digest(writer.algorithm.digest), None)
        copy.put(writer.assemble(attributes, self.signer.key.sign(attributes)))
        signed.write_bytes(copy.pdf)
        return signed

    def sign_batch(
        self,
        batch: SigningBatch[Any],
        _certificate: str,
        _given: PinGiven,
        control: Control,
        *_: Any,
    ) -> None:
        """Sign a batch as ``SignatureService`` does, with the key in memory."""
        batch.begin_pass()
        signer = OpenSigner(
            cast("Any", KeySession(self.signer)), self._writer, self._writer.algorithm
        )
        BatchLogin(batch, signer, control).run()

    @cached_property
    def _writer(self) -> CadesWriter:
        key, authority = self.signer.key, self.portal.authority
        algorithm = algorithms_for(key.public_key_info)[0]
        chain = (authority.certificate_der(line_of(key).issuing),)
        return CadesWriter(self.signer.certificate, algorithm, chain)

    def add(
        self, station: Workstation, content: bytes, about: About = NOTHING_SAID, **options: Any
    ) -> OutboxItem:
        """Write a document and accept it."""
        folder = station.home.root / "papers"
        return station.outbox.add_signed(*self.write(folder, content), about, **options)

    def deliveries(self, content: bytes) -> int:
        """Return how many times the portal holds a content, as its database says."""
        return self.delivered_digests().get(hashlib.sha256(content).hexdigest(), 0)

    def delivered_digests(self) -> dict[str, int]:
        """Return how many versions the portal holds of each content, by SHA-256."""
        query = (
            "SELECT d.sha256, count(*) FROM document_versions v"
            " JOIN deliveries d ON d.id = v.delivery_id GROUP BY d.sha256"
        )
        with contextlib.closing(sqlite3.connect(self.portal.folder.database)) as connection:
            return dict(connection.execute(query).fetchall())


def blank_pdf(title: str) -> bytes:
    """Return a PDF of one empty page; its title makes it another document than the rest."""
    made = FPDF()
    made.set_title(title)
    made.add_page()
    return bytes(made.output())


@contextlib.contextmanager
def training_ground(folder: Path) -> Iterator[Ground]:
    """Run a training portal for the length of the block."""
    portal = start_portal(folder)
    ground = Ground(portal, portal.issue(portal.person(1)))
    try:
        yield ground
    finally:
        ground.pdfs.close()
        portal.close()

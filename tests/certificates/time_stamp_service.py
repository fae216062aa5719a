"""A time-stamp service: OpenSSL answers, a small server speaks HTTP."""

from __future__ import annotations

import contextlib
import hashlib
import os
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

from asn1crypto import cms, tsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from desktop_app.signing.cms import CadesWriter, sign_cades
from desktop_app.signing.time_stamp import TST_INFO
from tests.certificates.authority import NOW, Issued, Wanted

POLICY = "1.2.643.100.113.1"
WANTED = Wanted(
    "Служба штампов времени",
    purposes=(ExtendedKeyUsageOID.TIME_STAMPING,),
    purposes_critical=True,
)
_CONFIGURATION = """
openssl_conf = whole
[whole]
engines = engines
[engines]
gost = gost
[gost]
engine_id = gost
default_algorithms = ALL
[tsa]
default_tsa = only
[only]
serial = serial
default_policy = {policy}
digests = {digests}
signer_digest = {signer_digest}
accuracy = secs:1, millisecs:500
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = {signer_digest}
"""


@dataclass
class OpensslStamps:
    """Answers as ``openssl ts -reply`` does, with one certificate."""

    folder: Path
    options: tuple[str, ...] = ()
    asked: list[bytes] = field(default_factory=list)

    @classmethod
    def of(cls, folder: Path, service: Issued, *carried: Issued) -> OpensslStamps:
        """Prepare a folder for a service certified by ``Issued``; ``carried`` go along."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "tsa.pem").write_bytes(service.pem)
        (folder / "tsa.key").write_bytes(service.key_pem)
        (folder / "chain.pem").write_bytes(b"".join(each.pem for each in carried))
        made = cls(folder, ("-chain", "chain.pem") if carried else ())
        made.configure("sha256, sha512, md_gost12_256, md_gost12_512", "sha256")
        return made

    def configure(self, digests: str, signer_digest: str) -> None:
        """Say which imprints are taken and what signs."""
        text = _CONFIGURATION.format(policy=POLICY, digests=digests, signer_digest=signer_digest)
        (self.folder / "ts.cnf").write_text(text)

    def answer(self, question: bytes) -> bytes:
        """Return the TimeStampResp to a TimeStampReq."""
        self.asked.append(question)
        (self.folder / "question").write_bytes(question)
        command = ["openssl", "ts", "-reply", "-config", "ts.cnf", "-queryfile", "question"]
        command += ["-signer", "tsa.pem", "-inkey", "tsa.key", "-out", "answer", *self.options]
        environment = {**os.environ, "OPENSSL_CONF": str(self.folder / "ts.cnf")}
        subprocess.run(
            command,
            cwd=self.folder,
            check=True,
            capture_output=True,
            timeout=30,
            env=environment,
        )
        return (self.folder / "answer").read_bytes()


def made_token(
    service: Issued,
    data: bytes,
    time: datetime = NOW,
    *,
    digest: str = "sha256",
    nonce: int | None = None,
    carried: tuple[Issued, ...] = (),
) -> bytes:
    """Return a token as a service of any certificate and any clock would make it."""
    fields = {
        "version": "v1",
        "policy": POLICY,
        "message_imprint": {
            "hash_algorithm": {"algorithm": digest},
            "hashed_message": hashlib.new(digest, data).digest(),
        },
        "serial_number": 7,
        "gen_time": time,
    }
    info = tsp.TSTInfo(fields if nonce is None else {**fields, "nonce": nonce}).dump()
    algorithm = service.algorithms[0]
    return sign_cades(
        CadesWriter(service.der, algorithm, [each.der for each in carried]),
        lambda attributes: service.sign_message(attributes, algorithm),
        hashlib.new(algorithm.digest, info).digest(),
        content=info,
        content_type=TST_INFO,
        signing_time=time,
    )


def granted(question: bytes, service: Issued, data: bytes, time: datetime = NOW) -> bytes:
    """Return the answer to a question with a token of ``made_token``."""
    asked = tsp.TimeStampReq.load(question)
    token = made_token(service, data, time, nonce=asked["nonce"].native)
    answer = tsp.TimeStampResp({"status": {"status": "granted"}})
    answer["time_stamp_token"] = cms.ContentInfo.load(token)
    return bytes(answer.dump())


class _Handler(BaseHTTPRequestHandler):
    answer: ClassVar[Callable[[bytes], bytes]]
    status: ClassVar[int]

    def do_POST(self) -> None:
        question = self.rfile.read(int(self.headers["Content-Length"]))
        content = type(self).answer(question)
        self.send_response(self.status)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Keep the tests' output free of it."""


@contextmanager
def served(answer: Callable[[bytes], bytes], status: int = 200) -> Iterator[str]:
    """Serve ``answer`` over plain http and yield the address."""
    handler = type("Handler", (_Handler,), {"answer": staticmethod(answer), "status": status})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/tsa"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def trickling() -> Iterator[str]:
    """Answer with one byte at a time for as long as somebody listens."""
    listening = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def trickle() -> None:
        with contextlib.suppress(OSError):
            connection, _ = listening.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
                while not stop.wait(0.05):
                    connection.sendall(b"0")

    thread = threading.Thread(target=trickle, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    finally:
        stop.set()
        listening.close()
        thread.join()

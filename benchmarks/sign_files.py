"""Signing files on a token: ours against raw C_Sign, pyHanko and a loop of `openssl cms -sign`.

All run in one call on the same token and the same files, in turns; the medians of the turns count:

- ``C_Sign``: the token alone through python-pkcs11, in this process, nothing around it: the floor;
- ``nmo``: the program's own way whole, from the login on: files read and digested, signed in the
  helper process, each signature verified, written beside its file and waited for on the disk;
- ``nmo in memory``: the same without writing, which is what the others do;
- ``pyHanko``: its PKCS11Signer, one session, CAdES (it knows no ГОСТ);
- ``openssl``: a process per file, `openssl cms -sign`: RSA and EC with the key on the token (engine
  pkcs11), ГОСТ with a key in a file (engine gost).

The last line of a key compares the processor's time instead, which a busy machine changes less:
with a core to itself the program lets the token run at so much of its speed.

    python benchmarks/sign_files.py
        [--count 1000] [--size 100000] [--turns 3] [--keys gost gost-b rsa ec]
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import io
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pkcs11
from asn1crypto import x509
from pyhanko.sign.pkcs11 import PKCS11Signer

from desktop_app.core.pin import Pin
from desktop_app.core.tokens import Driver
from desktop_app.services.batch_login import BatchLogin, Control
from desktop_app.services.document_signer import DocumentSigner, OpenSigner, may_sign
from desktop_app.services.file_signing import FileDocument, file_batch, file_report
from desktop_app.services.signing_batch import DocumentState, Signed, SigningBatch
from desktop_app.services.tokens import JudgedTokens
from desktop_app.signing.tokens import Tokens

MODULES = Path(__file__).parents[1] / "tests" / "modules"
PIN = "123456"
SLOW_SHARE = 50
"""The peers that take tens of milliseconds sign one file for so many of ours."""
SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")


@dataclass(frozen=True)
class Key:
    """A key on a token of ``tests/modules``."""

    title: str
    script: str
    identifier: str
    mechanism: pkcs11.Mechanism
    token_input: bytes
    """What C_Sign gets: a digest, for RSA in its DigestInfo."""


@dataclass(frozen=True)
class Taken:
    """Milliseconds per signature."""

    milliseconds: float
    """By the clock."""
    processor: float
    """Of this process, which is the token's only for C_Sign, and never that of openssl."""


DIGEST = hashlib.sha256(b"content").digest()
KEYS = {
    "rsa": Key("RSA-2048", "softhsm", "01", pkcs11.Mechanism.RSA_PKCS, SHA256_PREFIX + DIGEST),
    "ec": Key("P-256", "softhsm", "02", pkcs11.Mechanism.ECDSA, DIGEST),
    "gost": Key("ГОСТ CryptoPro-A", "training-token", "01", pkcs11.Mechanism.GOSTR3410, DIGEST),
    "gost-b": Key("ГОСТ CryptoPro-B", "training-token", "02", pkcs11.Mechanism.GOSTR3410, DIGEST),
}


@dataclass(frozen=True)
class Bench:
    """A token with keys and certificates, and files to sign."""

    folder: Path
    module: str
    label: str
    environment: dict[str, str]
    files: Sequence[Path]

    def certificate(self, key: Key) -> bytes:
        """Return the certificate of a key, DER."""
        return (self.folder / f"{key.identifier}.crt.der").read_bytes()


def provision(folder: Path, script: str, files: Sequence[Path]) -> Bench:
    """Make a token; its settings go into this process's environment."""
    command = ["bash", str(MODULES / f"{script}.sh"), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    facts = dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)
    named = ("SOFTHSM2_CONF", "NMO_TRAINING_TOKENS")
    environment = {name: facts[name] for name in named if name in facts}
    os.environ.update(environment)
    return Bench(folder, facts["MODULE"], facts["LABEL"], environment, files)


def write_files(folder: Path, count: int, size: int) -> list[Path]:
    """Write files of random content."""
    folder.mkdir()
    files = [folder / f"{number}.bin" for number in range(count)]
    for file in files:
        file.write_bytes(os.urandom(size))
    return files


def each_of(count: int, act: Callable[[int], object]) -> float:
    """Return milliseconds per call, one call before the clock starts."""
    act(0)
    start = time.perf_counter()
    for number in range(count):
        act(number)
    return (time.perf_counter() - start) / count * 1000


@contextmanager
def raw_session(bench: Bench) -> Iterator[pkcs11.Session]:
    """Log in through python-pkcs11."""
    token = pkcs11.lib(bench.module).get_token(token_label=bench.label)
    with token.open(user_pin=PIN) as session:
        yield session


def raw(session: pkcs11.Session, key: Key, count: int) -> float:
    """Time C_Sign with nothing around it."""
    identifier = bytes.fromhex(key.identifier)
    private = session.get_key(pkcs11.ObjectClass.PRIVATE_KEY, id=identifier)
    assert isinstance(private, pkcs11.SignMixin)
    return each_of(count, lambda _: private.sign(key.token_input, mechanism=key.mechanism))


@contextmanager
def logged_in(bench: Bench, key: Key) -> Iterator[OpenSigner]:
    """Log in through the program."""
    identifier = hashlib.sha256(bench.certificate(key)).hexdigest()
    driver = Driver(bench.module, key.script, bench.environment)
    with closing(Tokens([driver])) as tokens:
        signer = DocumentSigner(tokens, JudgedTokens(tokens))
        with signer.open(identifier, Pin(PIN), may_sign) as opened:
            yield opened


def ours(signer: OpenSigner, bench: Bench) -> float:
    """Time the program's own way, whole."""
    with tempfile.TemporaryDirectory(dir=bench.folder) as folder:
        batch = file_batch(bench.files, Path(folder))
        milliseconds = timed(batch, signer)
        assert len(file_report(batch).signed) == len(bench.files), file_report(batch).failed
    return milliseconds


def ours_in_memory(signer: OpenSigner, bench: Bench) -> float:
    """Time the program's own way without writing."""

    def keep(made: Sequence[Signed[FileDocument]]) -> list[None]:
        return [None] * len(made)

    outcomes = file_batch(bench.files, bench.folder / "none").outcomes
    return timed(SigningBatch([each.document for each in outcomes], keep), signer)


def timed(batch: SigningBatch[FileDocument], signer: OpenSigner) -> float:
    """Sign a batch and return milliseconds per document."""
    start = time.perf_counter()
    BatchLogin(batch, signer, Control()).run()
    seconds = time.perf_counter() - start
    assert batch.count(DocumentState.SIGNED) == len(batch.outcomes)
    return seconds / len(batch.outcomes) * 1000


def pyhanko(bench: Bench, session: pkcs11.Session, key: Key, count: int) -> float:
    """Time pyHanko's signer in one session."""
    signer = PKCS11Signer(
        session,
        key_id=bytes.fromhex(key.identifier),
        signing_cert=x509.Certificate.load(bench.certificate(key)),
        use_raw_mechanism=True,
    )

    async def sign(number: int) -> bytes:
        signed = await signer.async_sign_general_data(
            io.BytesIO(bench.files[number].read_bytes()), "sha256", detached=True, use_cades=True
        )
        return bytes(signed.dump())

    with asyncio.Runner() as runner:
        return each_of(count, lambda number: runner.run(sign(number)))


def openssl(bench: Bench, key: Key, count: int) -> float:
    """Time a process per file."""
    command = ["openssl", "cms", "-sign", "-cades", "-binary", "-outform", "der"]
    command += ["-out", str(bench.folder / "theirs")]
    environment = dict(os.environ)
    if key.script == "training-token":
        command += software_gost_key(bench.folder, key.title[-1])
        environment["OPENSSL_CONF"] = str(bench.folder / "openssl.cnf")
    else:
        signer = str(bench.folder / "signer.pem")
        certificate = str(bench.folder / f"{key.identifier}.crt.der")
        subprocess.run(["openssl", "x509", "-in", certificate, "-out", signer], check=True)
        uri = f"pkcs11:id=%{key.identifier};pin-value={PIN}"
        command += ["-signer", signer, "-engine", "pkcs11", "-keyform", "engine", "-inkey", uri]
        environment["PKCS11_MODULE_PATH"] = bench.module

    def sign(number: int) -> None:
        file = ["-in", str(bench.files[number])]
        subprocess.run([*command, *file], env=environment, check=True, capture_output=True)

    return each_of(count, sign)


def software_gost_key(folder: Path, curve: str) -> list[str]:
    """Make a key in a file with a certificate, and return what openssl signs with."""
    key, certificate = str(folder / "software.key"), str(folder / "software.pem")
    make = ["openssl", "req", "-x509", "-newkey", "gost2012_256", "-pkeyopt", f"paramset:{curve}"]
    make += ["-nodes", "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=Benchmark"]
    environment = {**os.environ, "OPENSSL_CONF": str(folder / "openssl.cnf")}
    subprocess.run(make, env=environment, check=True, capture_output=True)
    return ["-signer", certificate, "-inkey", key, "-md", "md_gost12_256"]


def compare(bench: Bench, key: Key, turns: int) -> dict[str, Taken]:
    """Return the medians of each way's turns, by its name."""
    count, slow = len(bench.files), max(len(bench.files) // SLOW_SHARE, 2)
    taken: dict[str, list[Taken]] = {}
    with raw_session(bench) as session, logged_in(bench, key) as signer:
        ways: dict[str, Callable[[], float]] = {
            "C_Sign": lambda: raw(session, key, count),
            "nmo": lambda: ours(signer, bench),
            "nmo in memory": lambda: ours_in_memory(signer, bench),
        }
        if key.script != "training-token":
            ways["pyHanko"] = lambda: pyhanko(bench, session, key, slow)
        ways["openssl"] = lambda: openssl(bench, key, slow)
        for _ in range(turns):
            for name, way in ways.items():
                begun = time.process_time()
                milliseconds = way()
                processor = (time.process_time() - begun) / count * 1000
                taken.setdefault(name, []).append(Taken(milliseconds, processor))
    return {
        name: Taken(
            statistics.median(each.milliseconds for each in turns_of),
            statistics.median(each.processor for each in turns_of),
        )
        for name, turns_of in taken.items()
    }


def report(key: Key, medians: dict[str, Taken]) -> None:
    """Print milliseconds per signature and the ratios."""
    times = {name: taken.milliseconds for name, taken in medians.items()}
    own, floor = times["nmo"], times["C_Sign"]
    parts = ", ".join(f"{name} {value:.3f} ms" for name, value in times.items())
    print(f"{key.title}: {parts}")
    peers = ", ".join(
        f"{times[name] / own:.1f} times {name}'s ({times[name] / times['nmo in memory']:.1f})"
        for name in ("pyHanko", "openssl")
        if name in times
    )
    print(
        f"{key.title}: nmo has {floor / own:.2f} of C_Sign's speed"
        f" ({floor / times['nmo in memory']:.2f} in memory), {peers}"
    )
    token, program = medians["C_Sign"].processor, medians["nmo in memory"].processor
    print(
        f"{key.title}: of the processor's time C_Sign takes {token:.3f} ms, the program beside it"
        f" {program:.3f} ms in memory: {min(token / program, 1.0):.2f}"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--keys", nargs="+", choices=KEYS, default=list(KEYS))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = write_files(Path(folder, "files"), options.count, options.size)
        benches: dict[str, Bench] = {}
        for key in (KEYS[name] for name in options.keys):
            if key.script not in benches:
                benches[key.script] = provision(Path(folder, key.script), key.script, files)
            report(key, compare(benches[key.script], key, options.turns))


if __name__ == "__main__":
    main()

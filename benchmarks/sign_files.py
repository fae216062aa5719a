"""CAdES signatures on SoftHSM: ours against raw C_Sign, pyHanko and a loop of `openssl cms`.

All run in one call on the same token and the same 4 KiB files:

- ``C_Sign``: the token alone through python-pkcs11, in this process, nothing around it: the floor;
- ``nmo``: files digested, signed in the helper process, each signature verified, CMS written;
- ``pyHanko``: its PKCS11Signer, one session, CAdES;
- ``openssl``: a process per file, `openssl cms -sign` with the key on the token (pkcs11 engine).

    python benchmarks/sign_files.py [--count 1000]
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import io
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pkcs11
from asn1crypto import x509
from pyhanko.sign.pkcs11 import PKCS11Signer

from desktop_app.core.pin import Pin
from desktop_app.core.tokens import Driver
from desktop_app.signing.cms import CadesWriter, sign_cades
from desktop_app.signing.digests import digest_stream
from desktop_app.signing.tokens import Tokens

MODULES = Path(__file__).parents[1] / "tests" / "modules"
PIN = "123456"
KEYS = {"RSA-2048": "01", "P-256": "02"}
CONTENT = os.urandom(4096)
SLOW_SHARE = 20
"""The peers that take milliseconds sign one file for so many of ours."""


@dataclass(frozen=True)
class Bench:
    """A token with keys and certificates, and files to sign."""

    folder: Path
    module: str

    @property
    def file(self) -> Path:
        """The file that is signed again and again."""
        return self.folder / "content"

    def certificate(self, key: str) -> bytes:
        """Return the certificate of a key, DER."""
        return (self.folder / f"{KEYS[key]}.crt.der").read_bytes()


def provision(folder: Path) -> Bench:
    """Make a token; its settings go into this process's environment."""
    done = subprocess.run(
        ["bash", MODULES / "softhsm.sh", folder], capture_output=True, text=True, check=True
    )
    facts = dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)
    os.environ["SOFTHSM2_CONF"] = facts["SOFTHSM2_CONF"]
    bench = Bench(folder, facts["MODULE"])
    bench.file.write_bytes(CONTENT)
    return bench


def per_item(count: int, act: Callable[[], object]) -> float:
    """Return milliseconds per call, one call before the clock starts."""
    act()
    start = time.perf_counter()
    for _ in range(count):
        act()
    return (time.perf_counter() - start) / count * 1000


def raw(session: pkcs11.Session, key: str, count: int) -> float:
    """Time C_Sign with nothing around it."""
    private = session.get_key(pkcs11.ObjectClass.PRIVATE_KEY, id=bytes.fromhex(KEYS[key]))
    assert isinstance(private, pkcs11.SignMixin)
    digest = hashlib.sha256(CONTENT).digest()
    if key == "P-256":
        return per_item(count, lambda: private.sign(digest, mechanism=pkcs11.Mechanism.ECDSA))
    prefixed = bytes.fromhex("3031300d060960864801650304020105000420") + digest
    return per_item(count, lambda: private.sign(prefixed, mechanism=pkcs11.Mechanism.RSA_PKCS))


def ours(bench: Bench, key: str, count: int) -> float:
    """Time the program's own way, whole."""
    der = bench.certificate(key)
    environment = {"SOFTHSM2_CONF": os.environ["SOFTHSM2_CONF"]}
    tokens = Tokens([Driver(bench.module, "SoftHSM", environment)])
    identifier = hashlib.sha256(der).hexdigest()
    try:
        with tokens.session(identifier, Pin(PIN)) as session:
            algorithm = session.algorithms[0]
            writer = CadesWriter(der, algorithm)

            def sign() -> bytes:
                with bench.file.open("rb") as stream:
                    digest = digest_stream(stream, algorithm.digest)
                return sign_cades(
                    writer,
                    lambda attributes: session.sign(attributes, algorithm),
                    digest,
                    signing_time=datetime.now(UTC),
                )

            return per_item(count, sign)
    finally:
        tokens.close()


def pyhanko(bench: Bench, session: pkcs11.Session, key: str, count: int) -> float:
    """Time pyHanko's signer in one session."""
    signer = PKCS11Signer(
        session,
        key_id=bytes.fromhex(KEYS[key]),
        signing_cert=x509.Certificate.load(bench.certificate(key)),
        use_raw_mechanism=True,
    )

    async def sign() -> bytes:
        signed = await signer.async_sign_general_data(
            io.BytesIO(bench.file.read_bytes()), "sha256", detached=True, use_cades=True
        )
        return bytes(signed.dump())

    with asyncio.Runner() as runner:
        return per_item(count, lambda: runner.run(sign()))


def openssl(bench: Bench, key: str, count: int) -> float:
    """Time a process per file with the key on the token."""
    subprocess.run(
        [
            "openssl",
            "x509",
            "-in",
            bench.folder / f"{KEYS[key]}.crt.der",
            "-out",
            bench.folder / "signer.pem",
        ],
        check=True,
    )
    command = ["openssl", "cms", "-sign", "-cades", "-binary", "-outform", "der"]
    command += ["-in", str(bench.file), "-out", str(bench.folder / "theirs")]
    command += ["-signer", str(bench.folder / "signer.pem"), "-engine", "pkcs11"]
    command += ["-keyform", "engine", "-inkey", f"pkcs11:id=%{KEYS[key]};pin-value={PIN}"]
    environment = {**os.environ, "PKCS11_MODULE_PATH": bench.module}

    def sign() -> None:
        subprocess.run(command, env=environment, check=True, capture_output=True)

    return per_item(count, sign)


def main() -> None:
    """Print milliseconds per signature and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    count = parser.parse_args().count
    slow = max(count // SLOW_SHARE, 2)
    with tempfile.TemporaryDirectory() as folder:
        bench = provision(Path(folder))
        token = pkcs11.lib(bench.module).get_token(token_label="Test Soft")
        for key in KEYS:
            with token.open(user_pin=PIN) as session:
                floor = raw(session, key, count)
                own = ours(bench, key, count)
                peer = pyhanko(bench, session, key, slow)
            forked = openssl(bench, key, slow)
            print(
                f"{key}: C_Sign {floor:.3f} ms, nmo {own:.3f} ms, pyHanko {peer:.2f} ms, "
                f"openssl {forked:.2f} ms"
            )
            print(
                f"{key}: nmo has {floor / own:.2f} of C_Sign's speed, "
                f"{peer / own:.1f} times pyHanko's, {forked / own:.1f} times openssl's"
            )


if __name__ == "__main__":
    main()

"""What the training token signs, OpenSSL's ГОСТ engine accepts."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.modules.provisioned import Provisioned

KEYS = {"01": 256, "02": 256, "03": 256, "04": 512, "05": 512, "06": 512}
COMBINED = {256: "GOSTR3410-WITH-GOSTR3411-12-256", 512: "GOSTR3410-WITH-GOSTR3411-12-512"}
RAW = {256: "GOSTR3410", 512: "GOSTR3410_512"}


def openssl(module: Provisioned, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "OPENSSL_CONF": str(module.folder / "openssl.cnf")}
    return subprocess.run(
        ["openssl", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def sign(module: Provisioned, key: str, mechanism: str, data: bytes, folder: Path) -> Path:
    (folder / "data").write_bytes(data)
    signature = folder / "signature"
    files = ("--input-file", folder / "data", "--output-file", signature)
    login = ("--login", "--pin", module.pin, "--id", key)
    module.store.tool(*login, "--sign", "--mechanism", mechanism, *files)
    return signature


def accepts(module: Provisioned, key: str, message: Path, signature: Path) -> bool:
    done = openssl(
        module,
        "dgst",
        f"-md_gost12_{KEYS[key]}",
        "-verify",
        module.folder / f"{key}.pub.pem",
        "-signature",
        signature,
        message,
    )
    return "Verified OK" in done.stdout


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("size", [0, 1, 63, 64, 5000])
def test_a_signature_over_a_message_is_accepted(
    module: Provisioned, tmp_path: Path, key: str, size: int
) -> None:
    message = os.urandom(size)
    signature = sign(module, key, COMBINED[KEYS[key]], message, tmp_path)
    assert accepts(module, key, tmp_path / "data", signature)
    (tmp_path / "other").write_bytes(message + b"!")
    assert not accepts(module, key, tmp_path / "other", signature)


@pytest.mark.parametrize("key", KEYS)
def test_a_signature_over_a_digest_is_accepted(
    module: Provisioned, tmp_path: Path, key: str
) -> None:
    message = tmp_path / "message"
    message.write_bytes(os.urandom(200))
    digest = tmp_path / "digest"
    made = openssl(module, "dgst", f"-md_gost12_{KEYS[key]}", "-binary", "-out", digest, message)
    assert made.returncode == 0
    signature = sign(module, key, RAW[KEYS[key]], digest.read_bytes(), tmp_path)
    assert accepts(module, key, message, signature)


@pytest.mark.parametrize("bits", [256, 512])
def test_its_digest_is_that_of_openssl(module: Provisioned, tmp_path: Path, bits: int) -> None:
    message, ours, theirs = tmp_path / "message", tmp_path / "ours", tmp_path / "theirs"
    message.write_bytes(os.urandom(100_000))
    files = ("--input-file", message, "--output-file", ours)
    module.store.tool("--hash", "--mechanism", f"GOSTR3411-12-{bits}", *files)
    openssl(module, "dgst", f"-md_gost12_{bits}", "-binary", "-out", theirs, message)
    assert ours.read_bytes() == theirs.read_bytes()


def test_each_certificate_is_accepted_under_its_authority(module: Provisioned) -> None:
    for key in KEYS:
        certificate = module.folder / f"{key}.crt.der"
        done = openssl(module, "verify", "-CAfile", module.folder / "ca.pem", certificate)
        assert done.returncode == 0, done.stderr

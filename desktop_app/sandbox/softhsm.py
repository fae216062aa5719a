"""Makes SoftHSM tokens with the commands ``softhsm2-util`` and ``pkcs11-tool``."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from desktop_app.core.errors.state import TrainingFailedError
from desktop_app.sandbox.authority_keys import PrivateKey
from desktop_app.sandbox.private_files import private_folder, write_private
from desktop_app.sandbox.softhsm_module import softhsm_module

_SECONDS: Final = 20


@dataclass(frozen=True, slots=True)
class TokenObject:
    """A certificate for a token, with its private key where the token gets one."""

    key_id: int
    label: str
    certificate_der: bytes
    key: PrivateKey | None


def write_settings(folder: Path, tokens: Path) -> Path:
    """Write SoftHSM's settings for the token store ``tokens`` and return their file."""
    file = folder / "softhsm2.conf"
    lines = (
        f"directories.tokendir = {tokens.as_posix()}",
        "objectstore.backend = file",
        "log.level = ERROR",
        "slots.removable = true",
    )
    write_private(file, "\n".join((*lines, "")).encode("utf-8"))
    return file


def make_token(
    store: Path, label: str, pin: str, administrator_pin: str, objects: tuple[TokenObject, ...]
) -> Path:
    """Make one token aside and move it, finished, into the folder ``store``.

    ``label`` has at most 32 bytes of UTF-8 (PKCS #11 v3.0 section 3.2). Returns the token's
    own folder. Raises ``TrainingFailedError`` with what the failing command said.
    """
    module = softhsm_module()
    with tempfile.TemporaryDirectory(dir=store.parent, prefix=".token-") as name:
        work = Path(name)
        environment = {
            **os.environ,
            "SOFTHSM2_CONF": str(write_settings(work, private_folder(work / "tokens"))),
            "LC_ALL": "C.UTF-8",
        }
        pins = ["--pin", pin, "--so-pin", administrator_pin]
        run(["softhsm2-util", "--init-token", "--free", "--label", label, *pins], environment)
        for item in objects:
            _add(module, work, label, pin, item, environment)
        (made,) = (work / "tokens").iterdir()
        return Path(shutil.move(made, store / made.name))


def _add(
    module: Path, work: Path, label: str, pin: str, item: TokenObject, environment: dict[str, str]
) -> None:
    key_id = f"{item.key_id:02x}"
    naming = ["--id", key_id, "--label", item.label, "--pin", pin]
    if item.key is not None:
        file = work / "key.pem"
        pkcs8 = item.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        write_private(file, pkcs8)
        run(["softhsm2-util", "--import", str(file), "--token", label, *naming], environment)
        file.unlink()
    certificate = work / "certificate.der"
    write_private(certificate, item.certificate_der)
    tool = ["pkcs11-tool", "--module", str(module), "--login", "--token-label", label]
    run([*tool, "--write-object", str(certificate), "--type", "cert", *naming], environment)


def run(command: list[str], environment: dict[str, str]) -> None:
    """Run a command of SoftHSM or OpenSC.

    The PINs stand in its arguments: they are those of training tokens, printed on screen too.
    """
    try:
        subprocess.run(
            command, env=environment, check=True, capture_output=True, text=True, timeout=_SECONDS
        )
    except FileNotFoundError as error:
        raise TrainingFailedError(f"{command[0]} is not installed") from error
    except subprocess.CalledProcessError as error:
        raise TrainingFailedError(f"{command[0]}: {error.stderr.strip()[-300:]}") from error
    except subprocess.TimeoutExpired as error:
        raise TrainingFailedError(f"{command[0]}: no end after {_SECONDS} s") from error

"""Makes SoftHSM tokens with the commands ``softhsm2-util`` and ``pkcs11-tool``."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from desktop_app.sandbox.authority_keys import PlainKey
from desktop_app.sandbox.private_files import private_folder, write_private
from desktop_app.sandbox.softhsm_module import softhsm_module
from desktop_app.sandbox.token_tools import TokenAccess, run


@dataclass(frozen=True, slots=True)
class TokenObject:
    """A certificate for a token, with its private key where the token gets one."""

    key_id: int
    label: str
    certificate_der: bytes
    key: PlainKey | None


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
        settings = write_settings(work, private_folder(work / "tokens"))
        token = TokenAccess(module, {"SOFTHSM2_CONF": str(settings)}, label)
        pins = ["--pin", pin, "--so-pin", administrator_pin]
        begin = ["softhsm2-util", "--init-token", "--free", "--label", label, *pins]
        run(begin, token.environment)
        for item in objects:
            _add(token, work, pin, item)
        (made,) = (work / "tokens").iterdir()
        return Path(shutil.move(made, store / made.name))


def _add(token: TokenAccess, work: Path, pin: str, item: TokenObject) -> None:
    naming = ["--id", f"{item.key_id:02x}", "--label", item.label]
    if item.key is not None:
        file = work / "key.pem"
        write_private(file, item.key.to_bytes())
        load = ["softhsm2-util", "--import", str(file), "--token", token.label, "--pin", pin]
        run([*load, *naming], token.environment)
        file.unlink()
    certificate = work / "certificate.der"
    write_private(certificate, item.certificate_der)
    token.write_certificate(certificate, pin, *naming)

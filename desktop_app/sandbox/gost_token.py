"""Makes tokens of ГОСТ as people get them: the key is born on the token and stays there."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from asn1crypto import core

from desktop_app.core.errors.state import TrainingFailedError
from desktop_app.sandbox.private_files import private_folder, write_private
from desktop_app.sandbox.token_tools import TokenAccess, run
from desktop_app.sandbox.training_token_module import STORE_VARIABLE, training_token_module
from desktop_app.signing.gost_signing import public_key_info

USER_TRIES: Final = 10
"""Wrong PINs until the token locks, as on tokens that are sold."""
_PUBLIC_KEY = re.compile(r"PARAMS OID:\s*([0-9a-f]+).*?VALUE:\s*((?:[0-9a-f]+\s+)+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class KeyOrder:
    """A key that the token shall make, and who certifies it."""

    key_id: int
    label: str
    kind: str
    """In the words of ``pkcs11-tool``, for example ``GOSTR3410-2012-256:B``."""
    certify: Callable[[bytes], bytes]
    """Turns its SubjectPublicKeyInfo into a certificate (both DER)."""


def access_to(store: Path, label: str) -> TokenAccess:
    """Return the token of this label in a store."""
    return TokenAccess(training_token_module(), {STORE_VARIABLE: str(store)}, label)


def make_gost_token(
    place: Path, label: str, pin: str, administrator_pin: str, orders: Sequence[KeyOrder]
) -> None:
    """Make one token aside and move it, finished, to ``place``, a folder in a store.

    Raises ``TrainingFailedError`` with what the failing command said.
    """
    with tempfile.TemporaryDirectory(dir=place.parent.parent, prefix=".token-") as name:
        work = Path(name)
        blank = private_folder(work / "store" / place.name)
        write_private(blank / "limits", f"user-tries {USER_TRIES}\n".encode("ascii"))
        token = access_to(blank.parent, label)
        tool = ["pkcs11-tool", "--module", str(token.module)]
        administrator = ["--so-pin", administrator_pin]
        run([*tool, "--init-token", "--label", label, *administrator], token.environment)
        token.ask("--login", "--login-type", "so", *administrator, "--init-pin", "--pin", pin)
        for order in orders:
            _carry_out(token, order, work / "certificate.der", pin)
        blank.rename(place)


def _carry_out(token: TokenAccess, order: KeyOrder, file: Path, pin: str) -> None:
    naming = ["--id", f"{order.key_id:02x}", "--label", order.label]
    told = token.ask("--login", "--pin", pin, "--keypairgen", "--key-type", order.kind, *naming)
    write_private(file, order.certify(_public_key_info(told)))
    token.write_certificate(file, pin, *naming)


def _public_key_info(told: str) -> bytes:
    """Return the public key that ``pkcs11-tool`` prints of a pair that it let the token make.

    It shows CKA_GOSTR3410_PARAMS and CKA_VALUE; the latter is x‖y, each little-endian.
    """
    found = _PUBLIC_KEY.search(told.partition("Public Key Object")[2])
    if found is None:
        raise TrainingFailedError("pkcs11-tool showed no public key of ГОСТ")
    parameters, value = found.groups()
    curve = core.ObjectIdentifier.load(bytes.fromhex(parameters)).dotted
    return public_key_info(str(curve), bytes.fromhex("".join(value.split())))

"""Fuzzing of what reads and computes ГОСТ; endless, or as long as libFuzzer's options say.

    .venv/bin/python tests/fuzz/gost.py [-runs=100000] [-max_total_time=60]

The first octet chooses what the others are: a public key, a key with digest and signature, a
certificate, a signed message. Whatever they are, an answer or a typed error comes back.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import atheris  # type: ignore[import-untyped]  # it has no stubs

sys.path.insert(0, str(Path(__file__).parents[2]))

with atheris.instrument_imports(include=["desktop_app.signing"]):
    from desktop_app.core.errors.inputs import InputError
    from desktop_app.signing.certificates import cut_certificate, read_certificate
    from desktop_app.signing.gost import gost_signature_is_valid
    from desktop_app.signing.path_walk import links_from, signed_by
    from desktop_app.signing.qualified import describe_certificate
    from desktop_app.signing.signed_data import read_signed_message

from tests.certificates.real_authorities import FOLDER, bundled_root, real_authorities

KEY, VALUE, CERTIFICATE, MESSAGE = range(4)
_POINT = 64
_INSIDE = "inside"
ROOT = next(links_from((bundled_root(2022),), trusted=True))
ROOT_KEY = cut_certificate(ROOT.der).public_key_info


def target(data: bytes) -> None:
    """Feed one input; anything but an answer or an ``InputError`` is a find."""
    if not data:
        return
    kind, rest = data[0] % 4, data[1:]
    try:
        if kind == KEY:
            gost_signature_is_valid(rest, bytes(32), b"\1" * 64)
        elif kind == VALUE:
            _check_value(rest)
        elif kind == CERTIFICATE:
            _check_certificate(rest)
        else:
            read_signed_message(rest)
    except InputError:
        return


def _check_value(data: bytes) -> None:
    """Put a point in the place of the root's, then digest and signature of any length."""
    point, size = data[:_POINT].ljust(_POINT, b"\0"), data[_POINT : _POINT + 1]
    cut = _POINT + 1 + (size[0] if size else 0)
    key = ROOT_KEY[:-_POINT] + point
    if gost_signature_is_valid(key, data[_POINT + 1 : cut], data[cut:]):
        raise AssertionError("a made-up signature was accepted")


def _check_certificate(data: bytes) -> None:
    read_certificate(data)
    describe_certificate(data)
    for link in links_from((data,), trusted=False):
        for child, issuer in ((link, ROOT), (ROOT, link)):
            signed_by(child, issuer)


def seeds() -> list[bytes]:
    """Return one real input of each kind and more."""
    real = list(real_authorities().values())
    messages = [path.read_bytes() for path in sorted(FOLDER.glob("tc26-signed*.pem"))]
    value = ROOT_KEY[-_POINT:] + b"\x20" + bytes(32) + b"\1" * 64
    return [
        bytes((KEY,)) + ROOT_KEY,
        bytes((VALUE,)) + value,
        *(bytes((CERTIFICATE,)) + each for each in real),
        *(bytes((MESSAGE,)) + each for each in messages),
    ]


def main() -> int:
    """Run libFuzzer over a corpus of real inputs; it leaves its process without cleaning up."""
    if sys.argv[1:2] == [_INSIDE]:
        atheris.Setup([sys.argv[0], *sys.argv[2:]], target)
        atheris.Fuzz()
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(seeds()):
            Path(corpus, str(number)).write_bytes(seed)
        command = [sys.executable, __file__, _INSIDE, *sys.argv[1:], "-max_len=4096", corpus]
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

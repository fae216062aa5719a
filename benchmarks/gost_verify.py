"""Verifying CAdES over ГОСТ: `verify_cades` against the library that computes, called directly.

Detached signatures of OpenSSL over 4 KiB, in turns, in one run:

- ``direct``: the same library and no more: digests of content and attributes, the value;
- ``nmo``: the message read, content, certificate reference, rules and value checked.

The path of the signer's certificate is judged once and remembered: its cost is that of the
certificates, and it is printed apart. The time of the processor counts, not that of the clock.

    python benchmarks/gost_verify.py [--count 1000]
"""

from __future__ import annotations

import argparse
import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from desktop_app.core.verdicts import Verdict
from desktop_app.signing import gnutls, libgcrypt
from desktop_app.signing.certificates import cut_certificate
from desktop_app.signing.chain import PathJudge, PathReport, PathRequest, TrustMaterial
from desktop_app.signing.gost import data_expression, signature_expression
from desktop_app.signing.gost_keys import read_gost_key
from desktop_app.signing.signed_data import Signer, read_signed_message
from desktop_app.signing.verification import VerificationReport, verify_cades
from tests.certificates.gost_pki import GostPki, issue_gost_pki

CONTENT = os.urandom(4096)
TARGET = 0.5
TURNS = 25
# Signers of the authority by the curve of their key and the library that knows it best.
SIGNERS = {
    256: {"CryptoPro-A": ("tsa", "GnuTLS"), "TC26 256-A": ("person", "libgcrypt")},
    512: {"TC26 512-A": ("tsa", "GnuTLS"), "TC26 512-B": ("person", "libgcrypt")},
}
Act = Callable[[], object]


class RememberingJudge(PathJudge):
    """Judges one path and gives the same answer from then on."""

    def __init__(self) -> None:
        super().__init__()
        self.report: PathReport | None = None
        self.seconds = 0.0

    def judge(self, request: PathRequest, timeout_seconds: float = 20.0) -> PathReport:
        """Judge as the program does, once."""
        if self.report is None:
            super().judge(request, timeout_seconds)  # Starts the worker, which is not measured.
            start = time.perf_counter()
            self.report = super().judge(request, timeout_seconds)
            self.seconds = time.perf_counter() - start
        return self.report


def milliseconds(count: int, acts: list[Act]) -> list[float]:
    """Return the processor's time per call of each, the median of turns."""
    taken: list[list[float]] = [[] for _ in acts]
    each = max(count // TURNS, 1)
    for _ in range(TURNS):
        for act, times in zip(acts, taken, strict=True):
            start = time.process_time()
            for _ in range(each):
                act()
            times.append((time.process_time() - start) / each * 1000)
    return [statistics.median(times) for times in taken]


def by_gnutls(bits: int, info: bytes, signer: Signer) -> Act:
    """Return a direct verification by GnuTLS."""

    def act() -> bool:
        digests = []
        for data in (CONTENT, signer.attributes or b""):
            running = gnutls.Hash(bits)
            running.update(data)
            digests.append(running.digest())
        return gnutls.verify(info, bits, digests[1], signer.signature)

    return act


def by_libgcrypt(bits: int, info: bytes, signer: Signer) -> Act:
    """Return a direct verification by libgcrypt."""
    key, value = read_gost_key(info).expression, signature_expression(signer.signature)

    def act() -> bool:
        digests = []
        for data in (CONTENT, signer.attributes or b""):
            running = libgcrypt.Hash(bits)
            running.update(data)
            digests.append(running.digest())
        return libgcrypt.verify(key, data_expression(digests[1]), value)

    return act


def measure(pki: GostPki, name: str, library: str, count: int) -> tuple[float, float, float]:
    """Return milliseconds of direct, nmo and one path, having seen that both say yes."""
    signature = pki.sign(CONTENT, attached=False, name=name)
    (signer,) = read_signed_message(signature).signers
    info = cut_certificate(pki.der(name)).public_key_info
    direct = {"GnuTLS": by_gnutls, "libgcrypt": by_libgcrypt}[library](pki.bits, info, signer)
    trust = TrustMaterial((pki.der("root"),), (pki.der("middle"),), pki.crls)
    judge = RememberingJudge()

    def whole() -> VerificationReport:
        stream = io.BytesIO(CONTENT)
        return verify_cades(signature, stream, trust=trust, judge=judge, offline=True)

    try:
        if not direct() or whole().verdict is not Verdict.GOOD:
            raise SystemExit("a good signature was not accepted")
        floor, ours = milliseconds(count, [direct, whole])
    finally:
        judge.close()
    return floor, ours, judge.seconds * 1000


def main() -> int:
    """Print milliseconds and ratios; return 1 where the target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    count = parser.parse_args().count
    ratios = []
    with tempfile.TemporaryDirectory() as folder:
        for bits, signers in SIGNERS.items():
            pki = issue_gost_pki(Path(folder, str(bits)), bits)
            for curve, (name, library) in signers.items():
                floor, ours, path = measure(pki, name, library, count)
                ratios.append(floor / ours)
                print(
                    f"{curve} by {library}: direct {floor:.3f} ms, nmo {ours:.3f} ms, "
                    f"ratio {floor / ours:.2f}; a path {path:.0f} ms"
                )
    worst = min(ratios)
    print(f"nmo has {worst:.2f} of the library's speed or more (target {TARGET})")
    return int(worst < TARGET)


if __name__ == "__main__":
    sys.exit(main())

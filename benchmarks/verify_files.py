"""Verifying files: `verify_cades`, paths and revocation included, against pyHanko and OpenSSL.

Detached CAdES of OpenSSL over files of 4 KiB, certificates of a root and an issuing authority,
the lists of both given, no network. All verify everything: digest, signature, reference to the
certificate, path and revocation. In turns, in one run; the medians of the turns count:

- ``nmo``: the program's way, with the worker process that judges paths;
- ``pyHanko``: `async_validate_detached_cms`, one validation context for all files;
- ``openssl``: a process per file, `openssl cms -verify -cades -crl_check_all`.

``one signer`` is a heap of files that one person signed, whose path the program judges once in
half a minute; in ``each another`` every file has a signer of its own, and the program, which
forgets all between two turns, judges the path above them once and then what is each one's own;
in ``each alone`` it may remember nothing, and the validator judges every path whole.

    python benchmarks/verify_files.py [--count 200] [--turns 3]
"""

from __future__ import annotations

import argparse
import asyncio
import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from asn1crypto import cms, crl, x509
from pyhanko.sign.validation import async_validate_detached_cms
from pyhanko_certvalidator import ValidationContext

from desktop_app.core.verdicts import Verdict
from desktop_app.signing.chain import REMEMBERED_SECONDS, PathJudge, PathRequest, TrustMaterial
from desktop_app.signing.verification import verify_cades
from tests.certificates.authority import Issued, Key, Wanted, ec_key, root, rsa_key

TARGET = 2.0
CONTENT_BYTES = 4096
OPENSSL_SHARE = 20
"""OpenSSL verifies one file for so many of ours."""
ONE, EACH, ALONE = "one signer", "each another", "each alone"
USAGE = ("digital_signature", "content_commitment")
KEYS: dict[str, Callable[[], Key]] = {"RSA-2048": rsa_key, "P-256": ec_key}


@dataclass(frozen=True)
class Heap:
    """Signed files and whom to trust."""

    folder: Path
    top: Issued
    issuing: Issued
    signed: Sequence[tuple[bytes, bytes]]
    """Content and signature."""

    @property
    def crls(self) -> tuple[bytes, bytes]:
        """The lists of both authorities."""
        return self.top.crl(), self.issuing.crl()


def make_heap(folder: Path, key: Callable[[], Key], count: int, signers: int) -> Heap:
    """Sign ``count`` files with OpenSSL by so many people."""
    folder.mkdir()
    top = root("Root", key())
    issuing = top.issue(Wanted("Issuing", ca=True), key())
    people = [issuing.issue(Wanted(f"Person {n}", usage=USAGE), key()) for n in range(signers)]
    (folder / "chain.pem").write_bytes(issuing.pem)
    signed = []
    for number in range(count):
        person = people[number % signers]
        (folder / "signer.pem").write_bytes(person.pem + person.key_pem)
        content = os.urandom(CONTENT_BYTES)
        (folder / "content").write_bytes(content)
        command = [
            "openssl",
            "cms",
            "-sign",
            "-cades",
            "-binary",
            "-in",
            "content",
            "-md",
            "sha256",
        ]
        command += ["-signer", "signer.pem", "-certfile", "chain.pem"]
        command += ["-outform", "der"]
        made = subprocess.run(command, cwd=folder, check=True, capture_output=True).stdout
        signed.append((content, made))
    return Heap(folder, top, issuing, signed)


def by_nmo(heap: Heap, judge: PathJudge) -> Callable[[int], bool]:
    """Return our verification of a file by its number."""
    trust = TrustMaterial(anchors=(heap.top.der,), crls=heap.crls)

    def act(number: int) -> bool:
        content, signature = heap.signed[number]
        report = verify_cades(
            signature, io.BytesIO(content), trust=trust, judge=judge, offline=True
        )
        return report.verdict is Verdict.GOOD

    return act


def by_pyhanko(heap: Heap) -> Callable[[int], bool]:
    """Return pyHanko's verification of a file by its number."""
    context = ValidationContext(
        trust_roots=[x509.Certificate.load(heap.top.der)],
        crls=[crl.CertificateList.load(each) for each in heap.crls],
        revocation_mode="require",
    )

    def act(number: int) -> bool:
        content, signature = heap.signed[number]
        signed = cms.ContentInfo.load(signature)["content"]
        status = asyncio.run(async_validate_detached_cms(content, signed, context))
        return bool(status.bottom_line)

    return act


def by_openssl(heap: Heap) -> Callable[[int], bool]:
    """Return OpenSSL's verification of a file by its number."""
    lists = []
    for each in heap.crls:
        command = ["openssl", "crl", "-inform", "der"]
        made = subprocess.run(command, input=each, check=True, capture_output=True)
        lists.append(made.stdout.decode())
    (heap.folder / "trust.pem").write_text(heap.top.pem.decode() + "".join(lists))

    def act(number: int) -> bool:
        content, signature = heap.signed[number]
        (heap.folder / "content").write_bytes(content)
        (heap.folder / "signature").write_bytes(signature)
        command = ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "der"]
        command += ["-in", "signature", "-content", "content", "-CAfile", "trust.pem"]
        command += ["-crl_check_all", "-purpose", "any"]
        done = subprocess.run(
            [*command, "-out", os.devnull], cwd=heap.folder, capture_output=True, check=False
        )
        return done.returncode == 0

    return act


def milliseconds(numbers: range, act: Callable[[int], bool]) -> float:
    """Return milliseconds per file, having seen that each is accepted."""
    start = time.perf_counter()
    refused = [number for number in numbers if not act(number)]
    if refused:
        raise SystemExit(f"{act.__qualname__}: a good signature was not accepted")
    return (time.perf_counter() - start) / len(numbers) * 1000


def measure(heap: Heap, turns: int, seconds: float, start: PathRequest) -> dict[str, float]:
    """Return the medians of the turns by who verified; our memory lasts ``seconds``, one turn."""
    whole = range(len(heap.signed))
    few = range(max(len(whole) // OPENSSL_SHARE, 2))
    theirs = {"pyHanko": by_pyhanko(heap), "openssl": by_openssl(heap)}
    for act in theirs.values():
        act(0)
    taken: dict[str, list[float]] = {name: [] for name in ("nmo", *theirs)}
    for _ in range(turns):
        judge = PathJudge(seconds)
        try:
            judge.judge(start)
            taken["nmo"].append(milliseconds(whole, by_nmo(heap, judge)))
        finally:
            judge.close()
        for name, act in theirs.items():
            taken[name].append(milliseconds(few if name == "openssl" else whole, act))
    return {name: statistics.median(times) for name, times in taken.items()}


def another_path() -> PathRequest:
    """Return a question that starts the worker and says nothing of any heap."""
    other = root("Another")
    trust = TrustMaterial((other.der,), crls=(other.crl(),))
    return PathRequest(other.issue(Wanted("Somebody")).der, trust, offline=True)


def main() -> int:
    """Print milliseconds and ratios; return 1 where the target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--turns", type=int, default=3)
    options = parser.parse_args()
    ratios: dict[str, list[float]] = {ONE: [], EACH: [], ALONE: []}
    start = another_path()
    with tempfile.TemporaryDirectory() as folder:
        for key, make in KEYS.items():
            heaps = {
                signers: make_heap(Path(folder, f"{key}-{signers}"), make, options.count, signers)
                for signers in (1, options.count)
            }
            for title, found in ratios.items():
                heap = heaps[1 if title == ONE else options.count]
                seconds = 0.0 if title == ALONE else REMEMBERED_SECONDS
                taken = measure(heap, options.turns, seconds, start)
                words = ", ".join(f"{name} {each:.2f} ms" for name, each in taken.items())
                found.append(taken["pyHanko"] / taken["nmo"])
                print(f"{key}, {title}: {words}; {found[-1]:.1f} times pyHanko")
    for title, found in ratios.items():
        print(f"{title}: at least {min(found):.1f} times pyHanko's speed")
    worst = min(*ratios[ONE], *ratios[EACH])
    print(f"target {TARGET} for {ONE} and {EACH}: {'met' if worst >= TARGET else 'missed'}")
    return int(worst < TARGET)


if __name__ == "__main__":
    sys.exit(main())

"""Стрибог of a large file: ours against `openssl dgst` with its ГОСТ engine.

Both digest the same file, in turns, in one run, each in a process of its own, whose processor's
time counts with everything that it does to start; and the most memory that it ever had, beside
that over a file of one megabyte.

    python benchmarks/gost_digest.py [--megabytes 1024] [--rounds 3]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

TARGET = 0.9
MEGABYTE = 1 << 20
PROGRAM = """
import sys
from desktop_app.signing.digests import digest_stream
with open(sys.argv[1], "rb") as stream:
    print(digest_stream(stream, "streebog" + sys.argv[2]).hex())
"""


def ours(file: Path, bits: int) -> list[str]:
    """Return the command for our digest."""
    return [sys.executable, "-c", PROGRAM, str(file), str(bits)]


def openssl(file: Path, bits: int) -> list[str]:
    """Return the command for OpenSSL's."""
    return ["openssl", "dgst", "-engine", "gost", f"-md_gost12_{bits}", "-r", str(file)]


def run(command: list[str]) -> tuple[str, float, float]:
    """Return the digest, seconds of the processor and megabytes of memory at most."""
    # Its output is one line, which the pipe holds until the process has ended.
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.stdout is not None
        digest = process.stdout.read().decode().split()[0]
    return digest, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def fill(file: Path, megabytes: int) -> Path:
    """Write a file that no file system keeps short."""
    piece = os.urandom(MEGABYTE)
    with file.open("wb") as stream:
        for _ in range(megabytes):
            stream.write(piece)
    return file


def measure(file: Path, small: Path, bits: int, rounds: int) -> float:
    """Print the figures of one digest and return the ratio of the speeds."""
    seconds: dict[str, list[float]] = {"nmo": [], "openssl": []}
    memory = {}
    for _ in range(rounds):
        results = {"nmo": run(ours(file, bits)), "openssl": run(openssl(file, bits))}
        if results["nmo"][0] != results["openssl"][0]:
            raise SystemExit("the digests differ")
        for name, (_digest, taken, most) in results.items():
            seconds[name].append(taken)
            memory[name] = most
    size = file.stat().st_size / MEGABYTE
    mine, theirs = (statistics.median(seconds[name]) for name in ("nmo", "openssl"))
    print(
        f"Стрибог-{bits}: nmo {size / mine:.0f} MB/s in {memory['nmo']:.0f} MB of memory "
        f"({run(ours(small, bits))[2]:.0f} MB for 1 MB), "
        f"openssl {size / theirs:.0f} MB/s in {memory['openssl']:.0f} MB"
    )
    return theirs / mine


def main() -> int:
    """Print speeds, memory and the ratio; return 1 where the target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=1024)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = fill(Path(folder, "large"), arguments.megabytes)
        small = fill(Path(folder, "small"), 1)
        ratios = [measure(file, small, bits, arguments.rounds) for bits in (256, 512)]
    worst = min(ratios)
    print(f"nmo has {worst:.2f} of openssl's speed or more (target {TARGET})")
    return int(worst < TARGET)


if __name__ == "__main__":
    sys.exit(main())

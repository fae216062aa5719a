"""The digest of a large file: ours against hashlib and `openssl dgst`, and the memory it takes.

All run in one call on the same file, in turns; the medians of the turns count. The file is sparse:
it takes no room on the disk and is read from memory, as far as that goes, so that the digest is
what is measured.

- ``hashlib``: ``hashlib.file_digest``, what Python offers;
- ``openssl``: the command, started once per turn;
- ``nmo``: ``file_digest``, as `nmo digest` and signing use it, cancellable at each piece.

Memory: the peak of a process that digests this file, less that of one that digests a megabyte.

    python benchmarks/digest_large_file.py [--gigabytes 4] [--turns 3] [--algorithm sha256]
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from desktop_app.core.cancellation import Cancellation
from desktop_app.services.file_signing import file_digest

ALGORITHMS = ("sha256", "sha384", "sha512")


def sparse_file(path: Path, size: int) -> Path:
    """Make a file of zeros that takes no room."""
    with path.open("wb") as stream:
        stream.truncate(size)
    return path


def peak_kilobytes(path: Path, algorithm: str) -> int:
    """Return the peak memory of a process that digests a file."""
    command = [sys.executable, __file__, "--peak-of", str(path), "--algorithm", algorithm]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def by_hashlib(path: Path, algorithm: str) -> str:
    """Digest with what Python offers."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, algorithm).hexdigest()


def by_openssl(path: Path, algorithm: str) -> str:
    """Digest with the command."""
    command = ["openssl", "dgst", f"-{algorithm}", "-r", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[0]


def by_nmo(path: Path, algorithm: str) -> str:
    """Digest as the program does."""
    return file_digest(path, algorithm, Cancellation()).hex()


def compare(path: Path, algorithm: str, turns: int) -> dict[str, float]:
    """Return the median seconds of each way; all must agree."""
    ways: dict[str, Callable[[Path, str], str]] = {
        "hashlib": by_hashlib,
        "openssl": by_openssl,
        "nmo": by_nmo,
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    digests = {by_nmo(path, algorithm)}  # Read once before the clock starts: all find it in memory.
    for _ in range(turns):
        for name, way in ways.items():
            start = time.perf_counter()
            digests.add(way(path, algorithm))
            times[name].append(time.perf_counter() - start)
    assert len(digests) == 1, digests
    return {name: statistics.median(values) for name, values in times.items()}


def report(size: int, medians: dict[str, float], growth: int) -> None:
    """Print megabytes per second, the memory and the ratios."""
    speeds = ", ".join(f"{name} {size / 1e6 / each:.0f} MB/s" for name, each in medians.items())
    print(speeds)
    print(f"memory that a larger file takes: {growth / 1024:.1f} MiB")
    own = medians["nmo"]
    peers = (f"{medians[name] / own:.2f} of {name}'s speed" for name in ("hashlib", "openssl"))
    print(f"nmo has {', '.join(peers)}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gigabytes", type=float, default=4)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--algorithm", choices=ALGORITHMS, default="sha256")
    parser.add_argument("--peak-of", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peak_of:
        by_nmo(options.peak_of, options.algorithm)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        return
    with tempfile.TemporaryDirectory() as folder:
        size = int(options.gigabytes * 2**30)
        large = sparse_file(Path(folder, "large"), size)
        small = sparse_file(Path(folder, "small"), 2**20)
        medians = compare(large, options.algorithm, options.turns)
        growth = peak_kilobytes(large, options.algorithm) - peak_kilobytes(small, options.algorithm)
        report(size, medians, growth)


if __name__ == "__main__":
    main()

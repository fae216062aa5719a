"""Find package registries, download addresses and this machine's paths in the project's files.

What is forbidden is read off the machine (pip's and apt's settings, the checkout's folder), so
that none of it has to be listed here.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
# A checkout may lie in one of these; texts name them for other reasons.
_COMMON_FOLDERS = {Path.home(), Path(tempfile.gettempdir()), *map(Path, ("/", "/opt", "/srv"))}


def registry_hosts() -> set[str]:
    """Return the hosts that pip and apt download from here, and pip's built-in ones."""
    from pip._internal.models.index import PyPI  # noqa: PLC0415 - pip is no library

    addresses = [PyPI.url, f"https://{PyPI.file_storage_domain}", *_pip_addresses()]
    for file in [Path("/etc/apt/sources.list"), *Path("/etc/apt/sources.list.d").glob("*")]:
        if file.is_file():
            addresses += re.findall(r"\bhttps?://\S+", file.read_text("utf-8", "replace"))
    hosts = {urlsplit(address).hostname or "" for address in addresses}
    return {host for host in hosts if "." in host}


def _pip_addresses() -> list[str]:
    listing = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    return re.findall(r"\bhttps?://[^\s']+", listing)


def forbidden_words() -> set[str]:
    """Return every word that no file of the project may hold."""
    words = registry_hosts() | {f"{ROOT}/"}
    if ROOT.parent not in _COMMON_FOLDERS:
        words.add(f"{ROOT.parent}/")
    return words


def project_files() -> list[Path]:
    """Return the files that are, or would be, committed."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    paths = [ROOT / name for name in listing.split("\0") if name]
    return [path for path in paths if path.is_file()]


def lock_addresses(path: Path) -> list[str]:
    """Return the lines of a lock that say where to download from."""
    return [
        line
        for line in path.read_text("utf-8").splitlines()
        if re.search(r"://|^\s*--(index|extra-index|find-links|trusted)", line)
    ]


def main() -> int:
    """Print each place and return 1 when there is one."""
    words = forbidden_words()
    places = []
    for path in project_files():
        name = path.relative_to(ROOT)
        content = path.read_bytes()
        places += [f"{name}: names {word}" for word in words if word.encode() in content]
        if path.name.startswith("requirements") and path.suffix == ".lock":
            places += [f"{name}: {line.strip()}" for line in lock_addresses(path)]
    print("\n".join(sorted(places)))
    return 1 if places else 0


if __name__ == "__main__":
    sys.exit(main())

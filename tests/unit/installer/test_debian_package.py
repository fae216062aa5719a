"""What the Debian package asks for and leaves out, against what the program needs."""

from __future__ import annotations

import ast
import configparser
import re
from pathlib import Path

from desktop_app.sandbox.training_token_module import training_token_module
from scripts.lib.leave_out import closure, imported_modules

ROOT = Path(__file__).resolve().parents[3]
DEBIAN = ROOT / "installer" / "debian"
NOT_AT_RUN_TIME = {
    "python3-venv",
    "gcc",
    "libc6-dev",
    "libgcrypt20-dev",
    "nettle-dev",
    "libgmp-dev",
    "libp11-kit-dev",
    # The demo alone verifies with them.
    "openssl",
    "libengine-gost-openssl",
}
LIBRARY_PACKAGES = {
    "libgcrypt.so.20": "libgcrypt20",
    "libhogweed.so.6": "libhogweed6",
    "libnettle.so.8": "libnettle8",
    "libgmp.so.10": "libgmp10",
    "libc.so.6": "libc6",
}


def depends() -> set[str]:
    control = (DEBIAN / "control").read_text("utf-8")
    field = re.search(r"^Depends:(.*?)^\w", control, re.MULTILINE | re.DOTALL)
    assert field is not None
    return {each.split("(")[0].strip() for each in field.group(1).split(",")}


def test_it_depends_on_every_debian_package_that_the_program_runs_with() -> None:
    lines = (ROOT / "scripts" / "lib" / "packages-demo.txt").read_text("utf-8").splitlines()
    wanted = {line for line in lines if line and not line.startswith("#")}
    assert wanted - NOT_AT_RUN_TIME <= depends()


def test_it_depends_on_every_library_that_the_training_token_was_linked_with() -> None:
    libraries = Path("/usr/lib/x86_64-linux-gnu")
    needed = {file.name for file in closure([training_token_module()], libraries)}
    direct = needed & LIBRARY_PACKAGES.keys()
    assert {"libgcrypt.so.20", "libhogweed.so.6", "libnettle.so.8"} <= direct
    assert {LIBRARY_PACKAGES[name] for name in direct} <= depends()


def test_every_module_of_qt_that_is_imported_stays() -> None:
    """What ``leave_out`` does not see in the sources would be missing from the package."""
    package = ROOT / "desktop_app"
    imported: set[str] = set()
    for file in package.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module)
            elif isinstance(node, ast.Import):
                imported.update(alias.name for alias in node.names)
    of_qt = {name for name in imported if name.partition(".")[0] == "PySide6"}
    assert of_qt == {f"PySide6.{name}" for name in imported_modules(package)}


def test_the_desktop_file_opens_the_window_under_the_icon_that_is_there() -> None:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(DEBIAN / "nmo-cabinet.desktop", "utf-8")
    entry = parser["Desktop Entry"]
    assert entry["Exec"] == "nmo gui"
    assert (ROOT / "resources" / "icons" / f"{entry['Icon']}.svg").is_file()
    assert entry["Name[ru]"] == "Кабинет НМО"

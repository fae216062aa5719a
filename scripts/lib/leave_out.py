"""Take out of a folder of installed libraries what the program never uses: most of Qt is QML.

Of Qt the modules that the program imports stay, the plug-ins of a desktop, and the libraries that
these need.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = (
    "iconengines",
    "imageformats",
    "platforminputcontexts",
    "platforms",
    "platformthemes",
    "printsupport",
    "wayland-decoration-client",
    "wayland-graphics-integration-client",
    "wayland-shell-integration",
    "xcbglintegrations",
)
"""Folders of plug-ins that a window with widgets may load."""
_NOT_PLUGINS = ("libqpdf.so", "libqtvirtualkeyboardplugin.so")
"""They draw in QML, or draw what another library draws here."""
_NEEDED = re.compile(r"\(NEEDED\).*\[(.+)\]")
_IMPORT = re.compile(r"^from PySide6\.(\w+) import", re.MULTILINE)


def imported_modules(package: Path) -> frozenset[str]:
    """Return the modules of PySide6 that the sources of a package import."""
    sources = (file.read_text("utf-8") for file in package.rglob("*.py"))
    return frozenset(name for source in sources for name in _IMPORT.findall(source))


def closure(wanted: Iterable[Path], libraries: Path) -> frozenset[Path]:
    """Return the files of the folder ``libraries`` that ``wanted`` need, step by step."""
    found: set[Path] = set()
    left = list(wanted)
    while left:
        for name in _needs(left.pop()):
            library = libraries / name
            if library.exists() and library not in found:
                found.add(library)
                left.append(library)
    return frozenset(found)


def _needs(file: Path) -> list[str]:
    told = subprocess.run(["readelf", "-d", file], check=True, capture_output=True, text=True)
    return _NEEDED.findall(told.stdout)


def leave_out(site: Path, modules: frozenset[str]) -> None:
    """Take out what is not needed where only ``modules`` of PySide6 are imported."""
    pyside, qt = site / "PySide6", site / "PySide6" / "Qt"
    for each in (site / "bin", site / "share", pyside / "scripts", pyside / "support"):
        shutil.rmtree(each, ignore_errors=True)
    bindings = {pyside / f"{module}.abi3.so" for module in modules}
    plugins = {
        plugin
        for folder in PLUGINS
        for plugin in (qt / "plugins" / folder).glob("*.so")
        if plugin.name not in _NOT_PLUGINS
    }
    own = set(pyside.glob("libpyside6.abi3.so*")) | set((site / "shiboken6").glob("*.so*"))
    needed = closure(bindings | plugins | own, qt / "lib") | closure(bindings, pyside)
    kept = bindings | plugins | own | needed
    for file in [*pyside.rglob("*"), *(site / "shiboken6").rglob("*.pyi")]:
        if file.is_file() and file not in kept and file.suffix != ".py" and not _is_words(file):
            file.unlink()
    _drop_empty_folders(pyside)


def _is_words(file: Path) -> bool:
    """Keep what Qt's own dialogs say."""
    return file.parent.name == "translations" and file.name.startswith(("qtbase_ru", "qtbase_en"))


def _drop_empty_folders(top: Path) -> None:
    for folder in sorted(top.rglob("*"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


if __name__ == "__main__":
    leave_out(Path(sys.argv[1]), imported_modules(ROOT / "desktop_app"))

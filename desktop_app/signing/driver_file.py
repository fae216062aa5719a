"""What a driver's file is built for, read from its header before anything is loaded."""

from __future__ import annotations

import platform
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.errors.tokens import (
    DriverArchitectureError,
    DriverFailedError,
    DriverMissingError,
    DriverNotPkcs11Error,
)

_HEADER = 4096
_MAX_SLICES = 32

# e_machine of the ELF header (System V ABI), Machine of the PE header, cputype of Mach-O.
_ELF = {3: "x86", 40: "arm", 62: "x86_64", 175: "e2k", 183: "aarch64", 243: "riscv64"}
_PE = {0x14C: "x86", 0x1C4: "arm", 0x8664: "x86_64", 0xAA64: "aarch64"}
_MACH_O = {7: "x86", 12: "arm", 0x01000007: "x86_64", 0x0100000C: "aarch64"}

_FORMATS = {"linux": "elf", "win32": "pe", "darwin": "mach-o"}
_SAME = {"amd64": "x86_64", "arm64": "aarch64", "i386": "x86", "i686": "x86", "armv7l": "arm"}
_NARROW = {"x86_64": "x86", "aarch64": "arm"}


@dataclass(frozen=True, slots=True)
class DriverFile:
    """A shared library as its header describes it."""

    format: str
    """``elf``, ``pe`` or ``mach-o``."""
    architectures: tuple[str, ...]
    """For example ``x86_64``; several in a universal Mach-O file."""


def read_driver_file(path: str) -> DriverFile:
    """Read the header of the library in ``path``.

    Raises ``DriverMissingError`` where there is no file, ``DriverFailedError`` where it cannot be
    read and ``DriverNotPkcs11Error`` where it is no shared library.
    """
    if not Path(path).is_file():
        raise DriverMissingError(path)
    try:
        with Path(path).open("rb") as stream:
            header = stream.read(_HEADER)
    except OSError as error:
        raise DriverFailedError(path, type(error).__name__) from error
    for magic, read in _READERS:
        if header.startswith(magic):
            try:
                return read(header)
            except struct.error:
                break
    raise DriverNotPkcs11Error(path)


def check_driver_file(path: str) -> None:
    """Raise ``DriverArchitectureError`` unless this process can load the library in ``path``.

    Also raises what ``read_driver_file`` raises.
    """
    file = read_driver_file(path)
    needed_format, needed = _FORMATS.get(sys.platform, "elf"), own_architecture()
    if file.format != needed_format:
        found = f"{file.format} {'/'.join(file.architectures)}"
        raise DriverArchitectureError(path, found, f"{needed_format} {needed}")
    if needed not in file.architectures:
        raise DriverArchitectureError(path, "/".join(file.architectures), needed)


def own_architecture() -> str:
    """Return the architecture of this process, which is what a driver must have.

    A 32-bit process on a 64-bit system counts as 32-bit.
    """
    machine = platform.machine().lower()
    machine = _SAME.get(machine, machine)
    if struct.calcsize("P") == 4:
        return _NARROW.get(machine, machine)
    return machine


def _read_elf(header: bytes) -> DriverFile:
    order = ">" if header[5:6] == b"\x02" else "<"
    (machine,) = struct.unpack_from(f"{order}H", header, 18)
    return DriverFile("elf", (_ELF.get(machine, f"machine {machine}"),))


def _read_pe(header: bytes) -> DriverFile:
    (offset,) = struct.unpack_from("<I", header, 0x3C)
    signature, machine = struct.unpack_from("<4sH", header, offset)
    if signature != b"PE\0\0":
        raise struct.error("no PE signature")
    return DriverFile("pe", (_PE.get(machine, f"machine {machine:#x}"),))


def _read_thin(header: bytes) -> DriverFile:
    (kind,) = struct.unpack_from("<I", header, 4)
    return DriverFile("mach-o", (_mach_o(kind),))


def _read_fat(header: bytes) -> DriverFile:
    (count,) = struct.unpack_from(">I", header, 4)
    if count > _MAX_SLICES:
        raise struct.error("a Java class file begins with the same bytes")
    size = 32 if header.startswith(b"\xca\xfe\xba\xbf") else 20
    kinds = [struct.unpack_from(">I", header, 8 + size * index)[0] for index in range(count)]
    return DriverFile("mach-o", tuple(_mach_o(kind) for kind in kinds))


def _mach_o(kind: int) -> str:
    return _MACH_O.get(kind, f"cputype {kind:#x}")


_READERS = (
    (b"\x7fELF", _read_elf),
    (b"MZ", _read_pe),
    (b"\xcf\xfa\xed\xfe", _read_thin),
    (b"\xce\xfa\xed\xfe", _read_thin),
    (b"\xca\xfe\xba\xbe", _read_fat),
    (b"\xca\xfe\xba\xbf", _read_fat),
)

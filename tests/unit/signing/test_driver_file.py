"""What a driver's file is built for, from its header alone."""

from __future__ import annotations

import struct
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.core.errors.tokens import (
    DriverArchitectureError,
    DriverError,
    DriverMissingError,
    DriverNotPkcs11Error,
)
from desktop_app.signing.driver_file import (
    DriverFile,
    check_driver_file,
    own_architecture,
    read_driver_file,
)

MAGIC = (b"", b"\x7fELF", b"MZ", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"\xca\xfe\xba\xbf")


def elf(machine: int, *, big_endian: bool = False, bits: int = 64) -> bytes:
    order = ">" if big_endian else "<"
    identity = b"\x7fELF" + bytes([bits // 32, 2 if big_endian else 1, 1]) + bytes(9)
    return identity + struct.pack(f"{order}HH", 3, machine) + bytes(40)


def pe(machine: int) -> bytes:
    return (
        b"MZ"
        + bytes(58)
        + struct.pack("<I", 0x80)
        + bytes(64)
        + b"PE\0\0"
        + struct.pack("<H", machine)
    )


def mach_o(kind: int) -> bytes:
    return b"\xcf\xfa\xed\xfe" + struct.pack("<I", kind) + bytes(24)


def fat(*kinds: int, wide: bool = False) -> bytes:
    size, magic = (32, b"\xca\xfe\xba\xbf") if wide else (20, b"\xca\xfe\xba\xbe")
    entries = (struct.pack(">I", kind).ljust(size, b"\0") for kind in kinds)
    return magic + struct.pack(">I", len(kinds)) + b"".join(entries)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "driver.so"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (elf(62), DriverFile("elf", ("x86_64",))),
        (elf(3, bits=32), DriverFile("elf", ("x86",))),
        (elf(183), DriverFile("elf", ("aarch64",))),
        (elf(175), DriverFile("elf", ("e2k",))),
        (elf(22, big_endian=True), DriverFile("elf", ("machine 22",))),
        (pe(0x8664), DriverFile("pe", ("x86_64",))),
        (pe(0x14C), DriverFile("pe", ("x86",))),
        (pe(0xAA64), DriverFile("pe", ("aarch64",))),
        (mach_o(0x01000007), DriverFile("mach-o", ("x86_64",))),
        (mach_o(0x0100000C), DriverFile("mach-o", ("aarch64",))),
        (fat(0x01000007, 0x0100000C), DriverFile("mach-o", ("x86_64", "aarch64"))),
        (fat(7, 0x0100000C, wide=True), DriverFile("mach-o", ("x86", "aarch64"))),
    ],
)
def test_each_format_tells_its_architectures(
    library: Path, content: bytes, expected: DriverFile
) -> None:
    library.write_bytes(content)
    assert read_driver_file(str(library)) == expected


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"#!/bin/sh\n",
        b"MZ",
        b"\x7fELF",
        b"MZ" + bytes(58) + b"\xff\xff\xff\xff",
        pe(0x8664).replace(b"PE", b"NE"),
        b"\xca\xfe\xba\xbe" + bytes([0, 0, 0, 61]) + bytes(40),
    ],
    ids=["empty", "script", "short PE", "short ELF", "far PE", "old EXE", "Java class"],
)
def test_a_file_that_is_no_library_is_no_driver(library: Path, content: bytes) -> None:
    library.write_bytes(content)
    with pytest.raises(DriverNotPkcs11Error):
        read_driver_file(str(library))


@pytest.mark.parametrize("absent", ["nothing-here.so", "."])
def test_a_path_without_a_file_is_missing(tmp_path: Path, absent: str) -> None:
    with pytest.raises(DriverMissingError):
        read_driver_file(str(tmp_path / absent))


@given(content=st.binary(max_size=200), magic=st.sampled_from(MAGIC))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_header_is_read_or_refused(library: Path, content: bytes, magic: bytes) -> None:
    library.write_bytes(magic + content)
    with suppress(DriverError):
        assert read_driver_file(str(library)).format in {"elf", "pe", "mach-o"}


@pytest.mark.skipif(sys.platform != "linux", reason="the format of this system")
def test_a_library_of_this_machine_may_be_loaded_and_others_not(library: Path) -> None:
    check_driver_file(sys.executable)
    library.write_bytes(elf(40 if own_architecture() != "arm" else 3))
    with pytest.raises(DriverArchitectureError) as caught:
        check_driver_file(str(library))
    assert caught.value.needed == own_architecture()


@pytest.mark.skipif(sys.platform != "linux", reason="the format of this system")
def test_a_library_of_another_system_names_both(library: Path) -> None:
    library.write_bytes(fat(0x01000007, 0x0100000C))
    with pytest.raises(DriverArchitectureError) as caught:
        check_driver_file(str(library))
    assert caught.value.found == "mach-o x86_64/aarch64"
    assert caught.value.needed == f"elf {own_architecture()}"

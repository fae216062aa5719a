"""How pcscd is set up, from a tree of files and recorded answers."""

from __future__ import annotations

import os
from pathlib import Path

from desktop_app.services.diagnostics.collectors.service import look_at_service
from desktop_app.services.diagnostics.devices.ccid_bundles import reader_drivers
from desktop_app.services.diagnostics.devices.processes import (
    clients_of_the_service,
    holders_of,
    program_names,
)
from desktop_app.services.diagnostics.facts.readers import SmartCardService
from desktop_app.services.diagnostics.machine import Completed, RecordedMachine

NODE = "/dev/bus/usb/001/004"
PLIST = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "x">
<plist version="1.0"><dict>
<key>CFBundleShortVersionString</key><string>{version}</string>
<key>ifdVendorID</key><array><string>0x0A89</string><string>0x24DC</string></array>
<key>ifdProductID</key><array><string>0x0030</string><string>{product}</string></array>
</dict></plist>"""


def machine(
    root: Path, environment: dict[str, str] | None = None, **answers: str
) -> RecordedMachine:
    recorded = {name.replace("_", " "): Completed(0, text) for name, text in answers.items()}
    return RecordedMachine("linux", root, environment or {}, recorded)


def write(root: Path, name: str, text: str = "") -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def process(root: Path, pid: int, name: str, maps: str = "", command: str = "") -> None:
    write(root, f"proc/{pid}/stat", f"{pid} ({name}) S 1 1 1 0 -1")
    write(root, f"proc/{pid}/maps", maps)
    write(root, f"proc/{pid}/cmdline", command)


def opened(root: Path, pid: int, target: str) -> None:
    link = root / f"proc/{pid}/fd/7"
    link.parent.mkdir(parents=True)
    link.symlink_to(target)


def test_nothing_at_all_is_a_service_that_is_not_installed(tmp_path: Path) -> None:
    setup = look_at_service(machine(tmp_path))
    assert setup == SmartCardService(installed=False, running=False)


def test_a_service_in_order_is_seen_with_its_version_and_devices(tmp_path: Path) -> None:
    write(tmp_path, "usr/sbin/pcscd")
    write(tmp_path, "run/systemd/system/x")
    write(tmp_path, "run/pcscd/pcscd.comm").chmod(0o666)
    process(tmp_path, 77, "pcscd")
    bundle = "usr/lib/pcsc/drivers/ifd-ccid.bundle/Contents/Info.plist"
    write(tmp_path, bundle, PLIST.format(version="1.5.2", product="0x0101"))
    write(
        tmp_path,
        "usr/lib/pcsc/drivers/ifd-rutokens.bundle/Contents/Info.plist",
        PLIST.format(version="1.0.4", product="0x0020"),
    )
    setup = look_at_service(
        machine(
            tmp_path,
            systemctl="enabled\n",
            pcscd="pcsc-lite version 1.9.9.\nCopyright (C) 1999-2002\n",
        )
    )
    assert setup == SmartCardService(
        installed=True,
        running=True,
        starts_by_itself=True,
        can_be_started=True,
        driver_ids=("0a89:0030", "24dc:0020", "24dc:0101"),
        driver_version="1.5.2",
        version="1.9.9",
    )


def test_a_unit_that_is_off_does_not_start_by_itself(tmp_path: Path) -> None:
    assert look_at_service(machine(tmp_path, systemctl="disabled\n")).starts_by_itself is False


def test_without_systemd_the_program_cannot_start_it(tmp_path: Path) -> None:
    assert not look_at_service(machine(tmp_path, systemctl="disabled\n")).can_be_started
    write(tmp_path, "run/systemd/system/x")
    assert not look_at_service(machine(tmp_path)).can_be_started


def test_sandboxes_and_rules_of_rights_are_seen(tmp_path: Path) -> None:
    assert look_at_service(machine(tmp_path, {"SNAP": "/snap/nmo/1"})).sandbox == "snap"
    write(tmp_path, ".flatpak-info")
    write(tmp_path, "usr/share/polkit-1/actions/org.debian.pcsc-lite.policy")
    setup = look_at_service(machine(tmp_path))
    assert setup.sandbox == "flatpak"
    assert setup.rules_of_rights


def test_a_damaged_list_of_devices_is_no_list(tmp_path: Path) -> None:
    folder = "usr/lib/pcsc/drivers"
    write(tmp_path, f"{folder}/ifd-ccid.bundle/Contents/Info.plist", "<plist")
    write(tmp_path, f"{folder}/ifd-a.bundle/Contents/Info.plist", "<plist><array/></plist>")
    write(tmp_path, f"{folder}/ifd-b.bundle/Contents/Info.plist", "<plist><dict/></plist>")
    assert reader_drivers(machine(tmp_path)).ids == ()


def test_programs_at_the_reader_are_named_but_not_the_service(tmp_path: Path) -> None:
    process(tmp_path, 77, "pcscd")
    opened(tmp_path, 77, NODE)
    process(tmp_path, 80, "openct")
    opened(tmp_path, 80, NODE)
    process(tmp_path, 81, "mouse")
    opened(tmp_path, 81, "/dev/bus/usb/001/009")
    assert holders_of(machine(tmp_path), frozenset([NODE])) == ("openct",)
    assert holders_of(machine(tmp_path), frozenset()) == ()


def test_rivals_are_holders_by_their_name(tmp_path: Path) -> None:
    process(tmp_path, 80, "scdaemon")
    assert look_at_service(machine(tmp_path)).holders == ("scdaemon",)


def test_programs_that_use_the_service_are_named_but_not_our_helpers(tmp_path: Path) -> None:
    maps = "7f00-7f01 r-xp 0 08:01 5 /usr/lib/x86_64-linux-gnu/libpcsclite.so.1.0.0\n"
    process(tmp_path, 80, "firefox", maps, "firefox\0")
    process(tmp_path, 81, "python", maps, "python\0-m\0desktop_app\0--reader-helper\0")
    process(tmp_path, 82, "bash", "", "bash\0")
    process(tmp_path, 77, "pcscd", maps)
    assert clients_of_the_service(machine(tmp_path)) == ("firefox",)


def test_a_process_that_ended_is_none(tmp_path: Path) -> None:
    write(tmp_path, "proc/90/stat", "90 (pcscd) Z 1 1 1 0 -1")
    write(tmp_path, "proc/91/stat", "91 (odd) name) S 1 1 1 0 -1")
    assert program_names(machine(tmp_path)) == ("odd) name",)


def test_a_socket_that_rights_close_may_not_be_used(tmp_path: Path) -> None:
    write(tmp_path, "run/pcscd/pcscd.comm").chmod(0o000)
    assert look_at_service(machine(tmp_path)).may_use is (os.getuid() == 0)

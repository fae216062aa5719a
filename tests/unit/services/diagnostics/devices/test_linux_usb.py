"""The USB bus of a Linux machine, from a tree of files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop_app.services.diagnostics.collectors.usb import look_at_usb
from desktop_app.services.diagnostics.devices.rights import Account, may_open
from desktop_app.services.diagnostics.facts.usb import Usb, UsbDevice
from desktop_app.services.diagnostics.machine import Completed, RecordedMachine

LOG = "journalctl"
GUARD = "usbguard list-devices"


def plug_in(root: Path, name: str, interface: str = "0b", **fields: str) -> None:
    """Put a device into the recorded bus, as sysfs shows it."""
    values = {
        "idVendor": "0a89",
        "idProduct": "0030",
        "product": "Rutoken ECP",
        "busnum": "1",
        "devnum": "4",
        "authorized": "1",
        "bConfigurationValue": "1",
        "power/control": "on",
        **fields,
    }
    folder = root / "sys/bus/usb/devices" / name
    (folder / "power").mkdir(parents=True)
    for field, value in values.items():
        (folder / field).write_text(f"{value}\n")
    part = folder.with_name(f"{name}:1.0")
    part.mkdir()
    (part / "bInterfaceClass").write_text(f"{interface}\n")


def run_service(root: Path, user: int, groups: str = "") -> None:
    folder = root / "proc/77"
    folder.mkdir(parents=True)
    (folder / "stat").write_text("77 (pcscd) S 1 77 77 0 -1")
    (folder / "status").write_text(
        f"Name:\tpcscd\nUid:\t{user}\t{user}\t{user}\t{user}\n"
        f"Gid:\t500\t500\t500\t500\nGroups:\t{groups}\n"
    )


def look(root: Path, **answers: str) -> Usb:
    recorded = {name: Completed(0, text) for name, text in answers.items()}
    return look_at_usb(RecordedMachine("linux", root, answers=recorded))


def test_a_token_is_read_with_its_interfaces_and_file(tmp_path: Path) -> None:
    plug_in(tmp_path, "1-2")
    (device,) = look(tmp_path).devices
    assert device == UsbDevice(0x0A89, 0x0030, "Rutoken ECP", (0x0B,), "", "/dev/bus/usb/001/004")


def test_hubs_and_half_read_devices_do_no_harm(tmp_path: Path) -> None:
    plug_in(tmp_path, "usb1", interface="09", idVendor="1d6b", idProduct="0002")
    plug_in(tmp_path, "1-3", interface="", idProduct="nonsense", busnum="", devnum="")
    found = look(tmp_path).devices
    assert [(each.product, each.node) for each in found] == [
        (0, ""),
        (2, "/dev/bus/usb/001/004"),
    ]


def test_a_machine_without_a_bus_does_not_claim_that_nothing_is_plugged_in(
    tmp_path: Path,
) -> None:
    assert look(tmp_path) == Usb(visible=False)


def test_a_device_without_a_configuration_has_a_problem(tmp_path: Path) -> None:
    plug_in(tmp_path, "1-2", bConfigurationValue="")
    assert look(tmp_path).devices[0].problem == "not-configured"


def test_a_device_that_may_not_be_used_is_blocked_not_broken(tmp_path: Path) -> None:
    plug_in(tmp_path, "1-2", authorized="0", bConfigurationValue="")
    usb = look(tmp_path)
    assert usb.devices[0].problem == ""
    assert (usb.blocked, usb.policy) == (("0a89:0030",), "udev")


def test_usbguard_names_what_it_blocks(tmp_path: Path) -> None:
    plug_in(tmp_path, "1-2", authorized="0")
    line = '12: block id 0a89:0030 serial "x" name "Rutoken ECP" hash "q=" parent-hash "r="\n'
    usb = look(tmp_path, **{GUARD: line})
    assert (usb.blocked, usb.policy) == (("0a89:0030",), "USBGuard")


def test_disconnections_are_counted_for_the_worst_port(tmp_path: Path) -> None:
    plug_in(tmp_path, "1-2")
    lines = ["usb 1-2: USB disconnect, device number 4"] * 3
    lines.append("usb 3-1: USB disconnect, device number 9")
    assert look(tmp_path, **{LOG: "\n".join(lines)}).reconnects == 3


def test_a_port_that_may_sleep_is_seen(tmp_path: Path) -> None:
    plug_in(tmp_path, "1-2", **{"power/control": "auto"})
    assert look(tmp_path).devices[0].power_saving


def test_a_service_that_is_not_root_needs_rights_to_the_file(tmp_path: Path) -> None:
    plug_in(tmp_path, "1-2")
    run_service(tmp_path, user=os.getuid() + 4000)
    node = tmp_path / "dev/bus/usb/001/004"
    node.parent.mkdir(parents=True)
    node.touch(0o660)
    assert not look(tmp_path).devices[0].accessible
    node.chmod(0o666)
    assert look(tmp_path).devices[0].accessible


@pytest.mark.parametrize(
    ("mode", "account", "allowed"),
    [
        (0o600, None, True),
        (0o600, Account(0, frozenset()), True),
        (0o600, Account(os.getuid() + 1, frozenset()), False),
        (0o660, Account(os.getuid() + 1, frozenset([os.getgid()])), True),
        (0o640, Account(os.getuid() + 1, frozenset([os.getgid()])), False),
    ],
)
def test_rights_are_judged_as_the_system_does(
    tmp_path: Path, mode: int, account: Account | None, allowed: bool
) -> None:
    (tmp_path / "node").touch()
    (tmp_path / "node").chmod(mode)
    machine = RecordedMachine("linux", tmp_path)
    assert may_open(machine, "/node", account) is allowed


def test_the_owner_of_the_file_is_judged_by_his_own_bits(tmp_path: Path) -> None:
    node = tmp_path / "node"
    node.touch()
    owner = Account(os.getuid() or 4242, frozenset())
    if os.getuid() == 0:
        os.chown(node, 4242, 0)
    machine = RecordedMachine("linux", tmp_path)
    for mode, allowed in ((0o600, True), (0o466, False)):
        node.chmod(mode)
        assert may_open(machine, "/node", owner) is allowed


def test_a_file_that_is_gone_is_not_held_against_the_service(tmp_path: Path) -> None:
    machine = RecordedMachine("linux", tmp_path)
    assert may_open(machine, "/absent", Account(5, frozenset()))

"""What each system says of itself, from recorded answers (Linux also for real)."""

from __future__ import annotations

import json
import plistlib
from pathlib import Path

from desktop_app.services.diagnostics.machine import Completed, RecordedMachine, ThisMachine
from desktop_app.services.diagnostics.system_words import (
    linux_words,
    macos_words,
    windows_words,
)


def written(root: Path, name: str, text: str) -> None:
    target = root / name.lstrip("/")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)


def test_linux_is_read_from_files(tmp_path: Path) -> None:
    written(tmp_path, "/etc/os-release", 'PRETTY_NAME="ALT Workstation 10.2"\nVERSION_ID=10.2\n')
    written(tmp_path, "/proc/meminfo", "MemTotal: 9 kB\nMemAvailable:    2048 kB\n")
    written(tmp_path, "/sys/class/dmi/id/product_name", "VirtualBox\n")
    written(tmp_path, "/run/reboot-required", "")
    written(tmp_path, "/sys/fs/selinux/enforce", "1")
    written(tmp_path, "/proc/sys/crypto/fips_enabled", "1\n")
    words = linux_words(RecordedMachine("linux", tmp_path, {"XRDP_SESSION": "1"}))
    assert words["name"] == "ALT Workstation 10.2"
    assert words["version"] == "10.2"
    assert words["free_memory"] == 2048 * 1024
    assert words["virtual_machine"] == "virtualbox"
    assert words["reboot_pending"] is True
    assert words["security_products"] == ("SELinux",)
    assert words["crypto_policy"] == "FIPS"
    assert words["remote_session"] == "xrdp"
    assert "synchronised" not in words


def test_systemd_is_asked_whether_it_keeps_the_time(tmp_path: Path) -> None:
    (tmp_path / "run/systemd/system").mkdir(parents=True)
    for told, expected in (("yes", True), ("no", False)):
        answers = {"timedatectl show": Completed(0, f"NTP=yes\nNTPSynchronized={told}\n")}
        machine = RecordedMachine("linux", tmp_path, answers=answers)
        assert linux_words(machine)["synchronised"] is expected


def test_this_machine_tells_its_name_and_memory() -> None:
    words = linux_words(ThisMachine())
    assert words["name"]
    assert isinstance(words["free_memory"], int)


def windows(**answer: object) -> RecordedMachine:
    whole = {
        "name": "Microsoft Windows 11 Pro",
        "version": "10.0.22631",
        "free": 1024,
        "model": "VMware Virtual Platform",
        "admin": False,
        "session": "Console",
        "pending": False,
        "fips": None,
        "security": ["Kaspersky"],
        "native": None,
        "time": "Running",
        **answer,
    }
    return RecordedMachine("windows", answers={"powershell": Completed(0, json.dumps(whole))})


def test_windows_answers_in_json() -> None:
    words = windows_words(windows())
    assert words["name"] == "Microsoft Windows 11 Pro"
    assert words["free_memory"] == 1024 * 1024
    assert words["virtual_machine"] == "vmware"
    assert words["security_products"] == ("Kaspersky",)
    assert words["synchronised"] is True
    assert not any(
        words[name] for name in ("elevated", "remote_session", "crypto_policy", "emulated")
    )


def test_windows_tells_of_remote_desktop_rights_and_policies() -> None:
    words = windows_words(
        windows(session="RDP-Tcp#3", admin=True, fips=1, pending=True, native="AMD64")
    )
    assert words["remote_session"] == "rdp"
    assert words["elevated"] is True
    assert words["crypto_policy"] == "FIPS"
    assert words["reboot_pending"] is True
    assert words["emulated"] is True


def test_windows_without_powershell_is_still_windows() -> None:
    assert windows_words(RecordedMachine("windows")) == {"name": "Windows"}
    broken = RecordedMachine("windows", answers={"powershell": Completed(0, "[1]")})
    assert windows_words(broken) == {"name": "Windows"}


def test_macos_is_read_from_its_property_list_and_commands(tmp_path: Path) -> None:
    target = tmp_path / "System/Library/CoreServices/SystemVersion.plist"
    target.parent.mkdir(parents=True)
    target.write_bytes(plistlib.dumps({"ProductVersion": "14.5"}))
    answers = {
        "sysctl -n sysctl.proc_translated": Completed(0, "1\n"),
        "vm_stat": Completed(0, "Pages free:                   100.\n"),
        "sysctl -n kern.hv_vmm_present": Completed(0, "0\n"),
        "systemsetup -getusingnetworktime": Completed(0, "Network Time: Off\n"),
    }
    words = macos_words(RecordedMachine("macos", tmp_path, answers=answers))
    assert words["name"] == "macOS 14.5"
    assert words["emulated"] is True
    assert words["free_memory"] == 100 * 4096
    assert words["virtual_machine"] == ""
    assert words["synchronised"] is False


def test_macos_that_tells_nothing_is_no_fault(tmp_path: Path) -> None:
    assert macos_words(RecordedMachine("macos", tmp_path))["name"] == "macOS"

"""Where each system keeps the address of the file that chooses the proxy: recorded answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.services.diagnostics.autoproxy import pac_address
from desktop_app.services.diagnostics.machine import Completed, RecordedMachine

PAC = "http://wpad.clinic.local/proxy.pac"
GNOME = "gsettings get org.gnome.system.proxy"
REGISTRY = f"""
HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings
    AutoConfigURL    REG_SZ    {PAC}
"""
MACOS = f"""<dictionary> {{
  ProxyAutoConfigEnable : 1
  ProxyAutoConfigURLString : {PAC}
}}
"""


@pytest.mark.parametrize(("mode", "expected"), [("auto", PAC), ("manual", ""), ("none", "")])
def test_gnome_tells_mode_and_address(mode: str, expected: str) -> None:
    answers = {
        f"{GNOME} mode": Completed(0, f"'{mode}'\n"),
        f"{GNOME} autoconfig-url": Completed(0, f"'{PAC}'\n"),
    }
    assert pac_address(RecordedMachine("linux", answers=answers)) == expected


@pytest.mark.parametrize(("kind", "expected"), [(2, PAC), (1, ""), (0, "")])
def test_kde_keeps_it_in_a_file(tmp_path: Path, kind: int, expected: str) -> None:
    file = tmp_path / "home" / "anna" / ".config" / "kioslaverc"
    file.parent.mkdir(parents=True)
    file.write_text(f"[Proxy Settings]\nProxy Config Script={PAC}\nProxyType={kind}\n")
    machine = RecordedMachine("linux", tmp_path, {"HOME": "/home/anna"})
    assert pac_address(machine) == expected


@pytest.mark.parametrize(
    ("system", "command", "answer"),
    [("windows", "reg query", REGISTRY), ("macos", "scutil --proxy", MACOS)],
)
def test_windows_and_macos_answer_a_command(system: str, command: str, answer: str) -> None:
    machine = RecordedMachine(system, answers={command: Completed(0, answer)})
    assert pac_address(machine) == PAC
    assert pac_address(RecordedMachine(system)) == ""


def test_an_address_that_is_switched_off_does_not_count() -> None:
    off = MACOS.replace("Enable : 1", "Enable : 0")
    machine = RecordedMachine("macos", answers={"scutil --proxy": Completed(0, off)})
    assert pac_address(machine) == ""

"""The program starts itself, and nothing that lies in the folder where it is started."""

from __future__ import annotations

import subprocess
from pathlib import Path

from desktop_app.signing.launch import own_command


def test_a_package_of_that_name_in_the_current_folder_is_not_run(tmp_path: Path) -> None:
    stranger = tmp_path / "desktop_app"
    stranger.mkdir()
    (stranger / "__init__.py").touch()
    (stranger / "__main__.py").write_text("print('a stranger')")
    ran = subprocess.run(
        own_command("--path-worker"),
        cwd=tmp_path,
        input=b"",
        capture_output=True,
        timeout=30,
        check=True,
    )
    assert ran.stdout == b""

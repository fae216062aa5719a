"""The generated description and the running server agree."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop_app.sandbox.description import portal_api_yaml

FILE = Path(__file__).parents[3] / "resources" / "portal-api.yaml"


def test_the_file_is_what_the_server_describes() -> None:
    assert FILE.read_text("utf-8") == portal_api_yaml(), "run scripts/generate-portal-api"


@pytest.mark.parametrize("choice", ["exclude", "include"])
def test_schemathesis_finds_nothing(portal: Any, tmp_path: Path, choice: str) -> None:
    """Run it over HTTPS, signed in; logging out has a run of its own, for it ends the session."""
    client, _ = portal.signed_in(1)
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        *("--config-file", str(Path(__file__).with_name("schemathesis.toml"))),
        *("run", str(FILE), "--url", portal.origin, "--tls-verify", portal.ca_file),
        *("-H", f"Authorization: {client.headers['Authorization']}"),
        *("--phases", "examples,coverage,fuzzing", "--max-examples", "10", "--seed", "1"),
        *(f"--{choice}-operation-id", "log_out", "--no-color", "--warnings", "off"),
    ]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=150, check=False
    )
    assert done.returncode == 0, done.stdout
    operations = FILE.read_text("utf-8").count("operationId:")
    assert f"Tested: {operations - 1}" in done.stdout or choice == "include"

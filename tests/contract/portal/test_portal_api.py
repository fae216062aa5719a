"""The generated description and the running server agree."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from desktop_app.sandbox.description import portal_api_yaml

FILE = Path(__file__).parents[3] / "resources" / "portal-api.yaml"
REGISTERS = ("identity", "register-sync", "registrations")


def test_the_file_is_what_the_server_describes() -> None:
    assert FILE.read_text("utf-8") == portal_api_yaml(), "run scripts/generate-portal-api"


@pytest.mark.parametrize("part", ["log-out", "registers", "rest"])
def test_schemathesis_finds_nothing(portal: Any, tmp_path: Path, part: str) -> None:
    """Run it over HTTPS, signed in; logging out has a run of its own, for it ends the session."""
    client, _ = portal.signed_in(1)
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        *("--config-file", str(Path(__file__).with_name("schemathesis.toml"))),
        *("run", str(FILE), "--url", portal.origin, "--tls-verify", portal.ca_file),
        *("-H", f"Authorization: {client.headers['Authorization']}"),
        *("--phases", "examples,coverage,fuzzing", "--max-examples", "4", "--seed", "1"),
        *(*_chosen(part), "--no-color", "--warnings", "off"),
    ]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=110, check=False
    )
    assert done.returncode == 0, done.stdout
    assert f"Tested: {_count(part)}" in done.stdout or part == "log-out"


def _chosen(part: str) -> list[str]:
    if part == "log-out":
        return ["--include-operation-id", "log_out"]
    if part == "registers":
        return [word for tag in REGISTERS for word in ("--include-tag", tag)]
    apart = [word for tag in REGISTERS for word in ("--exclude-tag", tag)]
    return ["--exclude-operation-id", "log_out", *apart]


def _count(part: str) -> int:
    """Return how many operations a part has."""
    paths = yaml.safe_load(FILE.read_text("utf-8"))["paths"].values()
    operations = [each for path in paths for each in path.values()]
    registers = sum(1 for each in operations if set(each["tags"]) & set(REGISTERS))
    return registers if part == "registers" else len(operations) - registers - 1

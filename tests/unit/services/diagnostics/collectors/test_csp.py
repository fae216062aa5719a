"""Crypto providers and plug-ins, found in recorded computers."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from desktop_app.services.diagnostics.collectors.csp import collectors
from desktop_app.services.diagnostics.facts.csp import Providers
from desktop_app.services.diagnostics.machine import Completed, RecordedMachine
from desktop_app.services.diagnostics.surroundings import known
from tests.unit.services.diagnostics.checks.judging import NOW


def written(root: Path, name: str, text: str = "") -> None:
    target = root / name.lstrip("/")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)


def providers(root: Path, **answers: str) -> Providers:
    recorded = {start.replace("_", " "): Completed(0, text) for start, text in answers.items()}
    config = str(root / "opt/cprocsp/sbin/amd64/cpconfig")
    recorded = {start.replace("CPCONFIG", config): each for start, each in recorded.items()}
    access = SimpleNamespace(machine=RecordedMachine("linux", root, answers=recorded))
    (collector,) = collectors(cast("Any", access))
    found = collector.collect(known(NOW))
    assert isinstance(found, Providers)
    return found


def test_a_computer_without_any_has_none(tmp_path: Path) -> None:
    assert providers(tmp_path) == Providers()


@pytest.mark.parametrize(
    ("told", "licence"),
    [
        ("License validity:\nExpires: 3 month(s)\nServer license.", "valid"),
        ("License is expired", "expired"),
        ("Срок действия лицензии истек", "expired"),
        ("something else", ""),
    ],
)
def test_cryptopro_is_found_with_version_and_licence(
    tmp_path: Path, told: str, licence: str
) -> None:
    written(tmp_path, "/opt/cprocsp/sbin/amd64/cpconfig")
    written(tmp_path, "/etc/opt/cprocsp/release", "CPRO 5.0.13000\n")
    found = providers(tmp_path, CPCONFIG=told)
    assert (found.cryptopro, found.cryptopro_version, found.licence) == (True, "5.0.13000", licence)


def test_a_plug_in_whose_host_is_gone_is_broken(tmp_path: Path) -> None:
    place = "/etc/opt/chrome/native-messaging-hosts/ru.rtlabs.ifcplugin.json"
    written(tmp_path, place, json.dumps({"path": "/opt/plugin/host"}))
    assert providers(tmp_path).broken_plugin_hosts == ("Госплагин",)
    written(tmp_path, "/opt/plugin/host")
    assert providers(tmp_path).plugin_hosts == ("Госплагин",)
    written(tmp_path, place, "not json")
    assert providers(tmp_path).broken_plugin_hosts == ("Госплагин",)


def test_the_default_browser_is_asked_for(tmp_path: Path) -> None:
    found = providers(tmp_path, xdg_settings="firefox_firefox.desktop\n")
    assert not found.browser_known
    named = {"xdg-settings get": "snap_firefox.desktop\n"}
    told = providers(tmp_path, **named)
    assert (told.browser, told.browser_known, told.browser_sandboxed) == (
        "snap_firefox.desktop",
        True,
        True,
    )

"""The program itself and crypto providers: every outcome from facts written down."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desktop_app.services.diagnostics.facts.csp import Providers
from desktop_app.services.diagnostics.facts.program import ProgramFacts
from desktop_app.services.diagnostics.facts.usb import Usb, UsbDevice
from tests.unit.services.diagnostics.checks.judging import inspected, judged, token, tokens

WHOLE = ProgramFacts(version="1", own_files_checked=True, vendor_data_dated="2026-11-01")
LITE = Usb((UsbDevice(0x0A89, 0x0025),))


@pytest.mark.parametrize(
    ("identifier", "change", "expected"),
    [
        ("APP-01", {"settings_set_aside": "x"}, ("warn", "state.settings-set-aside")),
        ("APP-03", {"others_can_read": ("/h",)}, ("warn", "program.open-to-others")),
        ("APP-04", {"vendor_data_dated": "2025-01-01"}, ("warn", "program.catalogue-old")),
        ("APP-04", {}, ("ok", "program.catalogue")),
        ("APP-05", {"changed_files": ("a.py",)}, ("fail", "program.files-changed")),
        ("APP-05", {"own_files_checked": False}, ("ok", "program.files-not-listed")),
        ("APP-07", {"keyring": "absent"}, ("warn", "program.keyring-absent")),
        ("APP-07", {"keyring": "failed"}, ("warn", "program.keyring-failed")),
        ("APP-07", {"kept_in_file": True}, ("ok", "program.secrets-in-file")),
        ("APP-08", {"audit_broken_at": 3}, ("fail", "program.journal-broken")),
        ("APP-10", {"database_set_aside": "x"}, ("warn", "state.database-set-aside")),
        ("APP-10", {"database_problem": "row 3"}, ("fail", "program.database-damaged")),
        ("APP-12", {"leftover_processes": (7,)}, ("warn", "program.leftovers")),
        (
            "APP-13",
            {"foreign_variables": ("QT_PLUGIN_PATH",)},
            ("warn", "program.foreign-qt"),
        ),
        (
            "APP-13",
            {"foreign_variables": ("LD_PRELOAD",)},
            ("ok", "program.foreign-libraries"),
        ),
        ("APP-14", {"crashes": 2}, ("ok", "program.faults")),
    ],
)
def test_each_fault_of_the_program_is_told(
    identifier: str, change: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert judged(identifier, replace(WHOLE, **change)) == [expected]


@pytest.mark.parametrize(
    "identifier",
    ["APP-01", "APP-03", "APP-05", "APP-07", "APP-08", "APP-10", "APP-12", "APP-13", "APP-14"],
)
def test_a_whole_program_has_nothing_against_it(identifier: str) -> None:
    assert judged(identifier, WHOLE) == []


def test_the_provider_matters_only_where_a_key_needs_it() -> None:
    assert judged("CSP-01", Providers(), tokens(inspected())) == []
    assert judged("CSP-01", Providers(), tokens()) == []
    assert judged("CSP-01", Providers(), tokens(), LITE) == [("fail", "csp.missing")]
    container = tokens(inspected(token(fit=False), csp_containers=1))
    assert judged("CSP-01", Providers(), container) == [("fail", "csp.missing")]
    assert judged("CSP-01", Providers(cryptopro=True), tokens(), LITE) == [("ok", "csp.present")]


def test_an_expired_licence_is_loud_only_where_the_provider_is_needed() -> None:
    expired = Providers(cryptopro=True, licence="expired")
    assert judged("CSP-02", expired, tokens(), LITE) == [("warn", "csp.licence-expired")]
    assert judged("CSP-02", expired, tokens(inspected())) == [("ok", "csp.licence-expired")]
    assert judged("CSP-02", Providers(cryptopro=True, licence="valid"), tokens()) == []


@pytest.mark.parametrize(
    ("identifier", "providers", "expected"),
    [
        ("CSP-06", Providers(cryptopro=True, vipnet=True), [("warn", "csp.conflict")]),
        ("CSP-06", Providers(cryptopro=True), []),
        ("CSP-07", Providers(broken_plugin_hosts=("x",)), [("ok", "csp.plugin-broken")]),
        ("CSP-07", Providers(plugin_hosts=("x",)), []),
        ("CSP-09", Providers(browser_known=True), [("ok", "csp.no-browser")]),
        ("CSP-09", Providers(), []),
        ("CSP-10", Providers(browser_sandboxed=True), [("ok", "csp.browser-sandboxed")]),
        ("CSP-10", Providers(browser="firefox"), []),
    ],
)
def test_what_signs_elsewhere_is_told_quietly(
    identifier: str, providers: Providers, expected: list[tuple[str, str]]
) -> None:
    assert judged(identifier, providers) == expected

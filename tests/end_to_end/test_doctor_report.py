"""What leaves the computer names nobody: report, bundle and log of a real diagnosis."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end.installed_command import InstalledCommand


@pytest.fixture(scope="module")
def personal(nmo: InstalledCommand) -> tuple[str, ...]:
    """Return what must not be found anywhere: names, СНИЛС, serials, the state folder."""
    tokens = nmo("tokens").document["tokens"]
    found = [each for token in tokens for each in token["certificates"]]
    snils = [each["snils"] for each in found if each["snils"]]
    written = [f"{digits[:3]}-{digits[3:6]}-{digits[6:9]} {digits[9:]}" for digits in snils]
    return (
        *(each["subject"] for each in found),
        *(each["subject"].split()[0] for each in found),
        *snils,
        *written,
        *(token["serial"] for token in tokens),
        str(nmo.home),
    )


def test_report_and_bundle_of_a_whole_diagnosis_name_nobody(
    nmo: InstalledCommand,
    pin: str,
    scenario: Callable[[str], None],
    personal: tuple[str, ...],
    tmp_path: Path,
) -> None:
    person = nmo.good_certificate("Иванова")
    assert nmo("login", "--certificate", person, pin=pin).exit_code == 0
    scenario("certificate-expired")
    page, bundle = tmp_path / "report.html", tmp_path / "bundle.zip"
    ran = nmo("doctor", "--profile", "full", "--report", str(page), "--bundle", str(bundle))
    texts = {"page": page.read_text("utf-8"), "document": ran.out}
    with zipfile.ZipFile(bundle) as archive:
        texts |= {name: archive.read(name).decode() for name in archive.namelist()}
    assert {"report.html", "report.json", "versions.json", "drivers.json"} <= texts.keys()
    for name, text in texts.items():
        for value in personal:
            assert value.casefold() not in text.casefold(), (name, value)


def test_the_log_on_disk_names_nobody(nmo: InstalledCommand, personal: tuple[str, ...]) -> None:
    assert nmo("certificate", "show", "00000000").exit_code != 0
    log = (nmo.home / "logs" / "nmo.log").read_text("utf-8")
    assert "certificate.not-found" in log
    for value in personal:
        assert value.casefold() not in log.casefold(), value


def test_the_page_begins_with_the_answer_and_loads_nothing(
    nmo: InstalledCommand, scenario: Callable[[str], None], tmp_path: Path
) -> None:
    scenario("portal-down")
    page = tmp_path / "report.html"
    ran = nmo("doctor", "--report", str(page))
    text = page.read_text("utf-8")
    sentence = ran.document["sentence"]
    assert sentence.startswith("Войти не получится, потому что ")
    assert sentence in text.partition("<body>")[2].partition("</p>")[0]
    assert not re.search(r"<(?:script|link|img|iframe)|(?:src|href)=|url\(", text)


def test_reports_of_two_workstations_become_one_table(
    nmo: InstalledCommand, scenario: Callable[[str], None], tmp_path: Path
) -> None:
    good, bad = tmp_path / "kab-01.json", tmp_path / "kab-02.json"
    assert nmo("doctor", "--report", str(good)).exit_code == 0
    scenario("portal-down")
    assert nmo("doctor", "--report", str(bad)).exit_code == 1
    table = tmp_path / "table.csv"
    ran = nmo("doctor", "--merge", str(good), str(bad), "--report", str(table))
    assert ran.document["workstations"] == 2
    rows = table.read_text("utf-8-sig").splitlines()
    assert rows[1].startswith("kab-02;")
    assert json.loads(bad.read_text("utf-8"))["first_cause"]["code"] in rows[1]
    assert rows[2].startswith("kab-01;")


def test_a_check_can_be_run_alone(nmo: InstalledCommand) -> None:
    ran = nmo("doctor", "--check", "SYS-07")
    assert [each["id"] for each in ran.document["checks"]] == ["SYS-07"]
    assert nmo("doctor", "--check", "XXX-99").exit_code == 2

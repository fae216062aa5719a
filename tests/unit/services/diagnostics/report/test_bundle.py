"""The bundle holds what the preview showed, redacted, and nothing else."""

from __future__ import annotations

import hashlib
import io
import json
import stat
import zipfile
from pathlib import Path

from desktop_app.core.errors import NmoError
from desktop_app.core.tokens import DriverReport, DriverState
from desktop_app.services.diagnostics.bundle import MANIFEST, SupportBundle, zipped
from desktop_app.services.diagnostics.facts.drivers import DriverCopy, Drivers, LoadedDriver
from tests.unit.services.diagnostics.report.made_report import BROKEN, FACTS, reporting

DRIVERS = Drivers(
    copies=(DriverCopy("rutoken", "Рутокен ЭЦП", "/usr/lib/librtpkcs11ecp.so", "ab" * 32),),
    loaded=(
        LoadedDriver(
            DriverReport("/home/asmirnova/own.so", "own.so", DriverState.FAILED, NmoError()),
            version="2.5",
        ),
    ),
)


def bundle(tmp_path: Path) -> SupportBundle:
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / "nmo.log").write_text("asmirnova: подписала Смирнова Анна Сергеевна\n", "utf-8")
    (logs / "nmo.log.1").write_text("СНИЛС 112-233-445 95\n", "utf-8")
    return reporting(tmp_path).bundle(BROKEN, {**FACTS, Drivers: DRIVERS})


def contents(made: SupportBundle) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(zipped(made))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_it_holds_report_logs_versions_and_drivers(tmp_path: Path) -> None:
    assert set(contents(bundle(tmp_path))) == {
        *("report.html", "report.json", "versions.json", "drivers.json"),
        *("logs/nmo.log", "logs/nmo.log.1", MANIFEST),
    }


def test_nobody_is_named_in_it(tmp_path: Path) -> None:
    for name, text in contents(bundle(tmp_path)).items():
        assert "смирнова" not in text.casefold(), name
        assert "asmirnova" not in text, name
        assert "445 95" not in text, name


def test_the_preview_tells_what_stood_there(tmp_path: Path) -> None:
    entries = {entry.name: entry for entry in bundle(tmp_path).entries}
    taken = {each.before: (each.kind, each.after) for each in entries["logs/nmo.log"].redactions}
    assert taken["Смирнова Анна Сергеевна"] == ("name", "С. А. С.")
    assert taken["asmirnova"] == ("user", "[пользователь]")
    assert entries["versions.json"].redactions == ()


def test_what_stood_there_is_not_in_its_representation(tmp_path: Path) -> None:
    entry = next(each for each in bundle(tmp_path).entries if each.name == "logs/nmo.log")
    assert "Смирнова" not in repr(entry.redactions)


def test_the_manifest_has_the_digest_of_each_file(tmp_path: Path) -> None:
    files = contents(bundle(tmp_path))
    listed = {each["name"]: each["sha256"] for each in json.loads(files.pop(MANIFEST))["files"]}
    assert listed == {
        name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()
    }


def test_drivers_are_listed_with_file_version_and_error(tmp_path: Path) -> None:
    drivers = json.loads(contents(bundle(tmp_path))["drivers.json"])
    assert drivers["copies"][0]["name"] == "Рутокен ЭЦП"
    assert drivers["copies"][0]["sha256"] == "ab" * 32
    assert drivers["loaded"][0]["path"] == "~/own.so"
    assert drivers["loaded"][0]["version"] == "2.5"


def test_versions_name_program_python_and_libraries(tmp_path: Path) -> None:
    versions = json.loads(contents(bundle(tmp_path))["versions.json"])
    assert versions["program"]
    assert versions["python"].startswith("3.")
    assert versions["openssl"].startswith("OpenSSL")


def test_the_same_bundle_makes_the_same_file(tmp_path: Path) -> None:
    made = bundle(tmp_path)
    assert zipped(made) == zipped(made)


def test_only_its_owner_reads_the_file(tmp_path: Path) -> None:
    target = tmp_path / "support.zip"
    reporting(tmp_path).save(bundle(tmp_path), target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert zipfile.ZipFile(target).testzip() is None

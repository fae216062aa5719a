"""What a diagnosis can be handed on as: page, document, support bundle."""

from __future__ import annotations

import importlib.metadata
import platform
import ssl
from collections.abc import Mapping
from pathlib import Path

from desktop_app import __version__
from desktop_app.core.catalogue import Catalogue
from desktop_app.core.diagnostics import DiagnosisReport
from desktop_app.services.diagnostics.bundle import (
    BundleEntry,
    Redaction,
    SupportBundle,
    save_bundle,
    sealed,
)
from desktop_app.services.diagnostics.collecting import Access
from desktop_app.services.diagnostics.facts.drivers import Drivers
from desktop_app.services.diagnostics.known_data import known_data, public_hosts
from desktop_app.services.diagnostics.redaction import Redactor
from desktop_app.services.diagnostics.report_form import FormMaker, ReportForm
from desktop_app.services.diagnostics.report_html import ReportPage
from desktop_app.services.diagnostics.report_json import document_of, json_text
from desktop_app.services.storage.log_file import log_files

_LONGEST_LOG = 512 * 1024
"""As much of the end of each log file goes into a bundle."""
_DISTRIBUTION = "nmo-cabinet"


class Reporting:
    """Implements ``service.Reports``."""

    def __init__(self, catalogue: Catalogue, language: str, access: Access) -> None:
        self._catalogue = catalogue
        self._language = language
        self._access = access

    def redactor(self, facts: Mapping[type, object]) -> Redactor:
        """Return what takes this person's and computer's data out of anything."""
        return Redactor(
            known_data(facts, self._access),
            word=lambda kind: self._catalogue.word("redaction", kind, self._language),
            public_hosts=public_hosts(facts, self._access),
        )

    def html(self, report: DiagnosisReport, facts: Mapping[type, object]) -> str:
        """Return one redacted HTML page that needs nothing beside it."""
        form, _redactions = self._form(report, self.redactor(facts))
        return self._page(form)

    def document(
        self, report: DiagnosisReport, facts: Mapping[type, object], *, redact: bool = True
    ) -> dict[str, object]:
        """Return the form of design/cli.md; unredacted it is for the person's own eyes."""
        form, _redactions = self._form(report, self.redactor(facts) if redact else None)
        return document_of(form)

    def bundle(self, report: DiagnosisReport, facts: Mapping[type, object]) -> SupportBundle:
        """Return every file of a support bundle, redacted, with what was taken out of each."""
        redactor = self.redactor(facts)
        form, redactions = self._form(report, redactor)
        return sealed(
            (
                BundleEntry("report.html", self._page(form).encode(), redactions),
                BundleEntry("report.json", json_text(document_of(form)).encode(), redactions),
                _json_entry("versions.json", _versions(self._access), redactor),
                _json_entry("drivers.json", _drivers(facts), redactor),
                *self._logs(redactor),
            )
        )

    def save(self, bundle: SupportBundle, target: Path) -> None:
        """Write a bundle as a ZIP file. Raises ``OutputNotWritableError``, ``DiskFullError``."""
        save_bundle(bundle, target)

    def _form(
        self, report: DiagnosisReport, redactor: Redactor | None
    ) -> tuple[ReportForm, tuple[Redaction, ...]]:
        system = self._access.machine.system
        maker = FormMaker(self._catalogue, self._language, system, redactor)
        form = maker.report(report)
        return form, tuple(dict.fromkeys(maker.redactions))

    def _page(self, form: ReportForm) -> str:
        return ReportPage(self._catalogue, self._language).page(form)

    def _logs(self, redactor: Redactor) -> list[BundleEntry]:
        """The log is redacted as it is written; what was learnt since is taken out here."""
        entries = []
        for file in log_files(self._access.home.root):
            try:
                text = file.read_bytes()[-_LONGEST_LOG:].decode("utf-8", "replace")
            except OSError:
                continue
            found: list[Redaction] = []
            content = redactor.text(text, found).encode()
            entries.append(BundleEntry(f"logs/{file.name}", content, tuple(dict.fromkeys(found))))
        return entries


def _json_entry(name: str, value: object, redactor: Redactor) -> BundleEntry:
    found: list[Redaction] = []
    content = json_text(redactor.value(value, found)).encode()
    return BundleEntry(name, content, tuple(dict.fromkeys(found)))


def _versions(access: Access) -> dict[str, object]:
    """Return the versions of everything that takes part; nothing of the person."""
    return {
        "program": __version__,
        "python": platform.python_version(),
        "system": access.machine.system,
        "platform": platform.platform(),
        "architecture": platform.machine(),
        "openssl": ssl.OPENSSL_VERSION,
        "packages": dict(sorted(_packages().items())),
        "training": access.is_training,
    }


def _packages() -> dict[str, str]:
    try:
        wanted = importlib.metadata.requires(_DISTRIBUTION) or []
    except importlib.metadata.PackageNotFoundError:
        return {}
    names = {_name_of(each) for each in wanted if "development" not in each}
    found = {}
    for name in names:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def _name_of(requirement: str) -> str:
    letters = (sign if sign.isalnum() or sign in "-_." else " " for sign in requirement)
    return "".join(letters).split()[0]


def _drivers(facts: Mapping[type, object]) -> dict[str, object]:
    drivers = facts.get(Drivers)
    if not isinstance(drivers, Drivers):
        return {"copies": [], "loaded": []}
    names = ("family", "name", "path", "sha256", "architectures", "problem", "used")
    return {
        "copies": [{name: getattr(each, name) for name in names} for each in drivers.copies],
        "loaded": [
            {
                "path": each.report.path,
                "name": each.report.name,
                "state": each.report.state.value,
                "error": None if each.report.error is None else each.report.error.code,
                "family": each.family,
                "version": each.version,
                "description": each.description,
                "manufacturer": each.manufacturer,
            }
            for each in drivers.loaded
        ],
        "generic_modules": list(drivers.generic_modules),
    }

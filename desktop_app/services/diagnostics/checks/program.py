"""Is the program itself whole: settings, secrets, database, journal, files?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from desktop_app.core.diagnostics import Finding, Who
from desktop_app.services.diagnostics.check import Check, fail, note, warn
from desktop_app.services.diagnostics.facts.program import ProgramFacts
from desktop_app.services.diagnostics.surroundings import Surroundings

_CATALOGUE_LIFE = timedelta(days=400)


def _settings(surroundings: Surroundings) -> Iterator[Finding]:
    kept_as = surroundings.of(ProgramFacts).settings_set_aside
    if kept_as:
        yield warn("state.settings-set-aside", kept_as=kept_as)


def _catalogue(surroundings: Surroundings) -> Iterator[Finding]:
    dated = surroundings.of(ProgramFacts).vendor_data_dated
    if not dated:
        return
    day = datetime.fromisoformat(dated).replace(tzinfo=surroundings.now.tzinfo)
    if surroundings.now - day > _CATALOGUE_LIFE:
        yield warn("program.catalogue-old", Who.IT, dated=dated)
    else:
        yield note("program.catalogue", dated=dated)


def _own_files(surroundings: Surroundings) -> Iterator[Finding]:
    program = surroundings.of(ProgramFacts)
    if program.changed_files:
        yield fail(
            "program.files-changed",
            Who.IT,
            count=len(program.changed_files),
            file=program.changed_files[0],
            files=list(program.changed_files),
        )
    elif not program.own_files_checked:
        yield note("program.files-not-listed")


def _rights(surroundings: Surroundings) -> Iterator[Finding]:
    open_places = surroundings.of(ProgramFacts).others_can_read
    if open_places:
        yield warn(
            "program.open-to-others",
            fix="program.close-to-others",
            count=len(open_places),
            path=open_places[0],
            paths=list(open_places),
        )


def _keyring(surroundings: Surroundings) -> Iterator[Finding]:
    program = surroundings.of(ProgramFacts)
    if program.kept_in_file:
        yield note("program.secrets-in-file")
    elif program.keyring == "absent":
        yield warn("program.keyring-absent", Who.IT)
    elif program.keyring == "failed":
        yield warn("program.keyring-failed", keyring=program.keyring_name)


def _journal(surroundings: Surroundings) -> Iterator[Finding]:
    program = surroundings.of(ProgramFacts)
    if program.audit_broken_at is not None:
        yield fail(
            "program.journal-broken",
            Who.IT,
            number=program.audit_broken_at,
            at=program.audit_broken_on,
        )


def _database(surroundings: Surroundings) -> Iterator[Finding]:
    program = surroundings.of(ProgramFacts)
    if program.database_set_aside:
        yield warn("state.database-set-aside", kept_as=program.database_set_aside)
    elif program.database_problem:
        yield fail("program.database-damaged", Who.IT, detail=program.database_problem)


def _leftovers(surroundings: Surroundings) -> Iterator[Finding]:
    processes = surroundings.of(ProgramFacts).leftover_processes
    if processes:
        yield warn("program.leftovers", count=len(processes), processes=list(processes))


def _crashes(surroundings: Surroundings) -> Iterator[Finding]:
    crashes = surroundings.of(ProgramFacts).crashes
    if crashes:
        yield note("program.faults", count=crashes)


def _foreign(surroundings: Surroundings) -> Iterator[Finding]:
    """Foreign plug-ins of Qt break the window; other libraries are only worth a word."""
    for name in surroundings.of(ProgramFacts).foreign_variables:
        if name.startswith("QT_"):
            yield warn("program.foreign-qt", Who.IT, variable=name)
        else:
            yield note("program.foreign-libraries", Who.IT, variable=name)


CHECKS = (
    Check("APP-01", _settings, ("state.settings-set-aside",)),
    Check("APP-03", _rights, ("program.open-to-others",)),
    Check("APP-04", _catalogue, ("program.catalogue-old", "program.catalogue")),
    Check("APP-05", _own_files, ("program.files-changed", "program.files-not-listed")),
    Check(
        "APP-07",
        _keyring,
        ("program.secrets-in-file", "program.keyring-absent", "program.keyring-failed"),
        explains=("outbox.not-kept", "ticket.not-kept"),
    ),
    Check("APP-08", _journal, ("program.journal-broken",)),
    Check(
        "APP-10",
        _database,
        ("state.database-set-aside", "program.database-damaged"),
        explains=("state.database-newer",),
    ),
    Check("APP-12", _leftovers, ("program.leftovers",)),
    Check("APP-13", _foreign, ("program.foreign-qt", "program.foreign-libraries")),
    Check("APP-14", _crashes, ("program.faults",), explains=("internal.unexpected",)),
)

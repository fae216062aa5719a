"""`nmo credentials open|replace|versions`: the PDF of a credential and its history."""

from __future__ import annotations

from pathlib import Path

from desktop_app.cli.arguments import Commands
from desktop_app.cli.context import Context
from desktop_app.cli.desktop import open_with_desktop
from desktop_app.cli.exit_codes import ExitCode
from desktop_app.cli.file_texts import examination_form, examination_text
from desktop_app.cli.interruption import cancellable
from desktop_app.cli.json_forms import moment
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.table_text import table_text
from desktop_app.core.credentials import CredentialVersion
from desktop_app.core.diagnostics import CheckStatus


def add_to(credentials: Commands) -> None:
    """Add the commands below `nmo credentials`."""
    opening = credentials.add("open", open_document)
    words = opening.words
    opening.add_argument("id", metavar="ID", help=words("option.id"))
    opening.add_argument("--version", type=int, metavar="N", help=words("option.version"))
    replacing = credentials.add("replace", replace)
    replacing.add_argument("id", metavar="ID", help=words("option.id"))
    replacing.add_argument(
        "file", metavar=words("metavar.file"), type=Path, help=words("option.new-document")
    )
    listing = credentials.add("versions", show_versions)
    listing.add_argument("id", metavar="ID", help=words("option.id"))


def open_document(context: Context) -> Outcome:
    """Download the PDF, print where it lies and open it where there is a desktop."""
    options = context.options
    with cancellable() as cancel:
        path = context.services.credentials.document(options.id, cancel, version=options.version)
    opened = not context.output.as_json and open_with_desktop(path)
    return Outcome({"file": str(path), "opened": opened}, str(path))


def replace(context: Context) -> Outcome:
    """Look at the file first; one that is in order goes to the portal and on review."""
    options, services, words = context.options, context.services, context.words
    with cancellable() as cancel:
        (examined,) = services.file_doctor.examine([options.file], cancel=cancel)
        document: dict[str, object] = {"file": examination_form(examined, words)}
        text = "" if examined.status is CheckStatus.OK else examination_text(examined, words)
        if examined.status is CheckStatus.FAIL:
            document["version"] = None
            return Outcome(document, f"{text}\n{words('credentials.not-sent')}", ExitCode.BAD)
        version = services.credentials.replace(options.id, options.file, cancel)
    document["version"] = _form(version)
    sent = words("credentials.replaced", number=version.number)
    return Outcome(document, "\n".join(filter(None, (text, sent))))


def show_versions(context: Context) -> Outcome:
    """Show every file that the document has been, newest first."""
    words = context.words
    with cancellable() as cancel:
        versions = context.services.credentials.versions(context.options.id, cancel)
    rows = [
        (
            str(each.number),
            words.state("version", each.state),
            words.time(each.uploaded_at),
            each.uploaded_by,
            words.time(each.decided_at),
            each.reason,
        )
        for each in versions
    ]
    names = ("no", "state", "uploaded", "who", "decided", "reason")
    headings = [words(f"column.{name}") for name in names]
    text = table_text(headings, rows, context.output.width)
    return Outcome({"versions": [_form(each) for each in versions]}, text)


def _form(version: CredentialVersion) -> dict[str, object]:
    return {
        "number": version.number,
        "state": version.state.value,
        "uploaded_at": moment(version.uploaded_at),
        "uploaded_by": version.uploaded_by,
        "sha256": version.sha256,
        "size": version.size,
        "decided_at": moment(version.decided_at),
        "reason": version.reason or None,
    }

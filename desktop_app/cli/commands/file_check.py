"""`nmo documents check`: files are looked at before they are signed and uploaded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desktop_app.cli.arguments import Commands
from desktop_app.cli.context import Context
from desktop_app.cli.exit_codes import ExitCode
from desktop_app.cli.file_texts import examination_form, examination_text, mended_form, mended_text
from desktop_app.cli.interruption import cancellable
from desktop_app.cli.outcome import Outcome
from desktop_app.core.cancellation import Cancellation
from desktop_app.core.diagnostics import CheckStatus
from desktop_app.core.errors.inputs import UsageError
from desktop_app.core.file_examinations import FileExamination, MendedFile

TURNS = (90, 180, 270)


def add_commands(commands: Commands) -> None:
    """Add the command that looks at files."""
    parser = commands.add("check", check)
    words = parser.words
    parser.add_argument(
        "files",
        metavar=words("metavar.file"),
        nargs="+",
        type=Path,
        help=words("option.check-files"),
    )
    parser.add_argument("--mend", action="store_true", help=words("option.mend"))
    parser.add_argument(
        "--out", metavar=words("metavar.folder"), type=Path, help=words("option.mend-out")
    )
    parser.add_argument("--turn", type=int, choices=TURNS, help=words("option.turn"))


def check(context: Context) -> Outcome:
    """Look at every file, and mend copies where that is asked for."""
    options = context.options
    wants_copies = options.mend or options.turn
    if wants_copies and options.out is None:
        raise UsageError(detail=context.words("usage.mend-out"))
    doctor = context.services.file_doctor
    with cancellable() as cancel:
        found = doctor.examine(options.files, progress=context.output.progress, cancel=cancel)
        mended = _mended(context, found, cancel) if wants_copies else ()
    return _outcome(context, found, mended)


def _mended(
    context: Context, found: Sequence[FileExamination], cancel: Cancellation
) -> tuple[MendedFile, ...]:
    """Mend what can be mended; ``--turn`` turns the scans that lie on their side."""
    options, doctor = context.options, context.services.file_doctor
    outcomes = []
    for examination in found:
        turns = dict.fromkeys(_sideways(examination), options.turn) if options.turn else {}
        if examination.mends or turns:
            outcomes.append(doctor.mend(examination, options.out, turns=turns, cancel=cancel))
    return tuple(outcomes)


def _sideways(examination: FileExamination) -> list[int]:
    pages: list[int] = []
    for finding in examination.findings:
        listed = finding.evidence.get("pages")
        if finding.cause == "file.sideways-scan" and isinstance(listed, list):
            pages += listed
    return pages


def _outcome(
    context: Context, found: Sequence[FileExamination], mended: Sequence[MendedFile]
) -> Outcome:
    words = context.words
    document = {
        "files": [examination_form(each, words) for each in found],
        "mended": [mended_form(each, words) for each in mended],
    }
    lines = [examination_text(each, words) for each in found]
    lines += [mended_text(each, words) for each in mended]
    bad = [each for each in found if each.status is CheckStatus.FAIL]
    good = {each.source for each in mended if _is_good(each)}
    lines.append(words("check.count", files=len(found), bad=len(bad)))
    still_bad = [each for each in bad if each.path not in good]
    return Outcome(document, "\n".join(lines), ExitCode.BAD if still_bad else ExitCode.DONE)


def _is_good(mended: MendedFile) -> bool:
    again = mended.examination
    return again is not None and again.status is not CheckStatus.FAIL

"""`nmo verify`: who signed, when, by which certificate, and whether it holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.cli.arguments import Commands, add_trust_options
from desktop_app.cli.context import Context
from desktop_app.cli.exit_codes import ExitCode, exit_code_of_codes, exit_code_of_verdict
from desktop_app.cli.interruption import cancellable
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.trust import trust_options, verdict_line, verdict_sign
from desktop_app.cli.words import Words
from desktop_app.core.cancellation import Progress
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.inputs import UsageError
from desktop_app.core.verdicts import Verdict

if TYPE_CHECKING:
    from desktop_app.services.file_verification import FileReport
    from desktop_app.services.verification_form import FileForm, SignatureForm, VerificationForm
    from desktop_app.services.verification_words import FailedVerification


def add_commands(commands: Commands) -> None:
    """Add `nmo verify`."""
    parser = commands.add("verify", verify)
    words = parser.words
    parser.add_argument(
        "files",
        metavar=words("metavar.file"),
        nargs="+",
        type=Path,
        help=words("option.verified"),
    )
    parser.add_argument(
        "--content", metavar=words("metavar.file"), type=Path, help=words("option.content")
    )
    parser.add_argument(
        "--report", metavar=words("metavar.file"), type=Path, help=words("option.verify-report")
    )
    add_trust_options(parser)
    parser.add_argument(
        "--tsa-anchors",
        metavar=words("metavar.folder"),
        type=Path,
        help=words("option.tsa-anchors"),
    )


def verify(context: Context) -> Outcome:
    """Verify each file; of several, one that cannot be read does not stop the others."""
    from desktop_app.services.verification_report import (  # noqa: PLC0415 - slow to import
        save_report,
        verification_document,
        writer_of,
    )
    from desktop_app.services.verification_words import VerificationWords  # noqa: PLC0415

    options = context.options
    if options.content is not None and len(options.files) > 1:
        raise UsageError(detail=context.words("usage.one-content"))
    if options.report is not None:
        writer_of(options.report)
    results = list(_results(context))
    catalogue, language = context.words.catalogue, context.words.language
    form = VerificationWords(catalogue, language).form(
        results, offline=options.offline, at=options.at
    )
    if options.report is not None:
        save_report(options.report, catalogue, form)
    whole = verification_document(form)
    signers = [each for file in whole["files"] for each in file["signatures"]]
    document = {"verdict": form.verdict.value, "signers": signers, **whole}
    return Outcome(document, _text(form, options.report, context.words), _exit_code(form))


def _results(context: Context) -> Iterator[FileReport | FailedVerification]:
    from desktop_app.services.verification_words import FailedVerification  # noqa: PLC0415

    options = context.options
    files, verifier = options.files, context.services.signature_forms.verifier
    trust = trust_options(options)
    with cancellable() as cancel:
        for done, file in enumerate(files):
            cancel.checkpoint()
            if len(files) > 1:
                context.output.progress(Progress(done, len(files), file.name))
            try:
                yield verifier.verify(file, options.content, trust, cancel)
            except NmoError as error:
                if len(files) == 1:
                    raise
                yield FailedVerification(str(file), error)


def _exit_code(form: VerificationForm) -> ExitCode:
    codes = [file.error.code for file in form.files if file.error is not None]
    if form.verdict is Verdict.BAD or not codes:
        return exit_code_of_verdict(form.verdict)
    return exit_code_of_codes(codes)


def _text(form: VerificationForm, report: Path | None, words: Words) -> str:
    parts = [verdict_line(form.verdict, words)] if len(form.files) == 1 else [form.sentence]
    for file in form.files:
        if len(form.files) > 1:
            parts.append(f"{verdict_sign(file.verdict)} {file.file}")
        parts += _file_lines(file, words)
    if report is not None:
        parts.append(words("verify.saved", path=str(report)))
    return "\n\n".join(parts)


def _file_lines(file: FileForm, words: Words) -> Iterator[str]:
    if file.error is not None:
        yield file.error.message
    for signature in file.signatures:
        yield "\n".join(_lines(signature, words))


def _lines(signature: SignatureForm, words: Words) -> Iterator[str]:
    if signature.kind == "time-stamp":
        yield words("verify.document-stamp", service=signature.subject)
    else:
        yield words("verify.signer", subject=signature.subject, snils=signature.snils)
        level, algorithm = signature.level, signature.algorithm
        yield "  " + words(
            "verify.details", level=level, algorithm=algorithm, time=signature.signing_time
        )
    for statement in signature.statements:
        yield f"  {verdict_sign(statement.verdict)} {statement.text}"
    for reason in signature.reasons:
        if reason.verdict is not Verdict.GOOD:
            yield f"  — {reason.message}"
    for link in signature.path:
        yield "  " + words(
            "path.link", subject=link.subject, issuer=link.issuer, ends=link.not_after
        )

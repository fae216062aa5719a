"""`nmo sign`, `nmo digest`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.cli.arguments import Commands, add_key_options
from desktop_app.cli.context import Context
from desktop_app.cli.exit_codes import exit_code_of_codes
from desktop_app.cli.interruption import cancellable
from desktop_app.cli.json_forms import Form, error_form, reasons_form
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.pin_entry import chosen_key, pin_for
from desktop_app.cli.signing_progress import SigningProgress
from desktop_app.cli.signing_ways import (
    Way,
    add_way_options,
    chosen_way,
    level_form,
    stamp_of,
    stamps_for,
)
from desktop_app.cli.words import Words
from desktop_app.core.errors.state import StateError
from desktop_app.services.signing_report import SigningReport, TrustOptions

if TYPE_CHECKING:
    from desktop_app.core.tokens import Token, TokenCertificate
    from desktop_app.services.signature_stamps import StampingReport

DIGESTS = ("sha256", "sha384", "sha512", "streebog256", "streebog512")


def add_commands(commands: Commands) -> None:
    """Add the commands that work on files."""
    sign_parser = commands.add("sign", sign)
    words = sign_parser.words
    sign_parser.add_argument(
        "files", metavar=words("metavar.file"), nargs="+", type=Path, help=words("option.files")
    )
    add_key_options(sign_parser)
    sign_parser.add_argument(
        "--out", metavar=words("metavar.folder"), type=Path, help=words("option.out")
    )
    add_way_options(sign_parser)
    digest_parser = commands.add("digest", digest)
    digest_parser.add_argument(
        "file", metavar=words("metavar.file"), type=Path, help=words("option.digest-file")
    )
    digest_parser.add_argument(
        "--algorithm", choices=DIGESTS, default="sha256", help=words("option.algorithm")
    )


def sign(context: Context) -> Outcome:
    """Sign every file with one login; a file that fails does not stop the others."""
    token, found = chosen_key(context, "sign")
    context.services.signatures.refuse_unfit(found.certificate.id)
    report = _signed(context, chosen_way(context, found.certificate.id), token, found)
    stamps = stamps_for(context, report)
    path = _path_reasons(context, found.certificate.der) if report.signed else []
    document = {**_signing_form(report, stamps, context.words), "path_reasons": path}
    reasons = [str(each["message"]) for each in path]
    text = _signing_text(report, stamps, reasons, context.words)
    errors = [*report.failed, *(stamps.failed if stamps else ())]
    return Outcome(document, text, exit_code_of_codes(each.error.code for each in errors))


def _signed(context: Context, way: Way, token: Token, found: TokenCertificate) -> SigningReport:
    if way.sign is None:
        return SigningReport((), way.failed)
    from desktop_app.services.batch_login import Control  # noqa: PLC0415 - not needed for --help

    progress = SigningProgress(context, len(context.options.files))
    with pin_for(context, token) as given, progress.told_when_cancelled(), cancellable() as cancel:
        report = way.sign(found.certificate.id, given, Control(progress.show, None, cancel))
    return SigningReport(report.signed, (*way.failed, *report.failed))


def _path_reasons(context: Context, der: bytes) -> list[Form]:
    """Return why the signer's path cannot be completed here; revocation is left to the reader."""
    options = TrustOptions(offline=True)
    try:
        reasons = context.services.signatures.check_certificate(der, options, "sign").reasons
    except StateError as error:
        return [error_form(error, context.words)]
    known = [reason for reason in reasons if not reason.code.startswith("path.revocation")]
    return reasons_form(known, context.words)


def _signing_form(report: SigningReport, stamps: StampingReport | None, words: Words) -> Form:
    failed = [{"file": str(each.file), **error_form(each.error, words)} for each in report.failed]
    signed = [
        {
            "file": str(each.file),
            "signature": str(each.signature),
            "digest": each.digest,
            "algorithm": each.algorithm,
            **level_form(each, stamps, words),
        }
        for each in report.signed
    ]
    return {"signed": signed, "failed": failed}


def digest(context: Context) -> Outcome:
    """Compute the digest of a file."""
    path, algorithm = context.options.file, context.options.algorithm
    value = context.services.signatures.digest(path, algorithm)
    document = {"file": str(path), "algorithm": algorithm, "digest": value}
    return Outcome(document, f"{value}  {path}")


def _signing_text(
    report: SigningReport, stamps: StampingReport | None, path: Sequence[str], words: Words
) -> str:
    lines = []
    for each in report.signed:
        lines.append(words("sign.signed", file=str(each.file), signature=str(each.signature)))
        stamped, error = stamp_of(each.signature, stamps)
        if stamped is not None:
            lines.append("  " + words("sign.stamped", time=stamped.time))
        elif error is not None:
            lines.append("  " + words("sign.not-stamped", reason=words.error_text(error)))
    lines += [
        words("sign.failed", file=str(each.file), reason=words.error_text(each.error))
        for each in report.failed
    ]
    lines.append(words("sign.count", signed=len(report.signed), failed=len(report.failed)))
    if path:
        lines.append(words("sign.path"))
        lines += [f"— {reason}" for reason in path]
    return "\n".join(lines)

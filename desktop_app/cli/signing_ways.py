"""How `nmo sign` signs: into a file of its own, beside others, or inside the PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.cli.arguments import Parser
from desktop_app.cli.attendance import attendant_at
from desktop_app.cli.context import Context
from desktop_app.cli.interruption import cancellable
from desktop_app.cli.json_forms import Form, error_form, moment
from desktop_app.cli.words import Words
from desktop_app.core.errors import NmoError
from desktop_app.core.pin import PinGiven
from desktop_app.services.signing_report import FailedFile, SignedFile, SigningReport

if TYPE_CHECKING:
    from desktop_app.services.batch_login import Control
    from desktop_app.services.cosigning import SignedBefore
    from desktop_app.services.file_signing import PlacedItem
    from desktop_app.services.signature_stamps import StampedFile, StampingReport
    from desktop_app.services.signing_batch import SigningBatch


Sign = Callable[[str, PinGiven, "Control"], SigningReport]
"""Signs all files with the key of a certificate, by its identifier, with one login."""


@dataclass(frozen=True, slots=True)
class Way:
    """What is to be done with the PIN, and what failed before."""

    sign: Sign | None
    """None when there is nothing to sign."""
    failed: tuple[FailedFile, ...] = ()


def add_way_options(parser: Parser) -> None:
    """Add the options that choose among the forms of a signature."""
    words = parser.words
    forms = parser.add_mutually_exclusive_group()
    for name in ("attached", "cosign", "pades"):
        forms.add_argument(f"--{name}", action="store_true", help=words(f"option.{name}"))
    parser.add_argument("--level", choices=("bes", "t"), default="bes", help=words("option.level"))
    add_service_option(parser)


def add_service_option(parser: Parser) -> None:
    """Add the option that names a time-stamp service."""
    words = parser.words
    parser.add_argument("--tsa", metavar="URL", default="", help=words("option.tsa"))


def chosen_way(context: Context, certificate_id: str) -> Way:
    """Return how to sign; everything that can be refused without a PIN is refused here."""
    options = context.options
    if options.level == "t":
        context.services.signature_forms.stamps.require_service(options.tsa)
    if options.cosign:
        return _beside_others(context)
    if options.pades:
        return _inside_pdfs(context, certificate_id)
    return Way(partial(_into_files, context))


def stamps_for(context: Context, report: SigningReport) -> StampingReport | None:
    """Add time stamps where they were asked for; None where they were not."""
    if context.options.level != "t" or not report.signed:
        return None
    with cancellable() as cancel:
        return context.services.signature_forms.stamps.stamp_files(
            [each.signature for each in report.signed],
            context.options.tsa,
            progress=context.output.progress,
            cancel=cancel,
        )


def level_form(signed: SignedFile, stamps: StampingReport | None, words: Words) -> Form:
    """Return the level that a signature reached, and why not a higher one."""
    stamped, error = stamp_of(signed.signature, stamps)
    return {
        "level": "BES" if stamped is None else "T",
        "timestamp": None if stamped is None else moment(stamped.time),
        "timestamp_error": None if error is None else error_form(error, words),
    }


def stamp_of(
    signature: Path, stamps: StampingReport | None
) -> tuple[StampedFile | None, NmoError | None]:
    """Return the stamp of a signature, or why it has none."""
    for stamped in stamps.stamped if stamps else ():
        if stamped.signature == signature:
            return stamped, None
    for failed in stamps.failed if stamps else ():
        if failed.file == signature:
            return None, failed.error
    return None, None


def _into_files(
    context: Context, certificate_id: str, given: PinGiven, control: Control
) -> SigningReport:
    options = context.options
    return context.services.signatures.sign_files(
        options.files,
        certificate_id,
        given.pin,
        out=options.out,
        attached=options.attached,
        last_try_confirmed=given.last_try_confirmed,
        attendant=attendant_at(context),
        progress=control.progress,
        cancel=control.cancel,
    )


def _beside_others(context: Context) -> Way:
    cosigner = context.services.signature_forms.cosigner
    read: list[SignedBefore] = []
    failed: list[FailedFile] = []
    for file in context.options.files:
        try:
            read.append(cosigner.read(file))
        except NmoError as error:
            failed.append(FailedFile(file, error))
    sign = partial(_signed_batch, context, cosigner.batch(read, context.options.out))
    return Way(sign if read else None, tuple(failed))


def _inside_pdfs(context: Context, certificate_id: str) -> Way:
    from desktop_app.services.pdf_signing import PdfWish  # noqa: PLC0415 - only where asked for

    options, pdfs = context.options, context.services.signature_forms.pdfs
    pdfs.refuse_unfit(certificate_id)
    wish = PdfWish(options.out, room_for_stamp=options.level == "t")
    return Way(partial(_signed_batch, context, pdfs.batch(options.files, wish)))


def _signed_batch(
    context: Context,
    batch: SigningBatch[PlacedItem],
    certificate_id: str,
    given: PinGiven,
    control: Control,
) -> SigningReport:
    from desktop_app.services.file_signing import file_report  # noqa: PLC0415 - as above

    attendant = attendant_at(context)
    context.services.signatures.sign_batch(batch, certificate_id, given, control, attendant)
    return file_report(batch)

"""`nmo trust`: what this program trusts by itself, and the list of accredited authorities."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.cli.arguments import Commands, Parser
from desktop_app.cli.context import Context
from desktop_app.cli.files import read_small_file
from desktop_app.cli.interruption import cancellable
from desktop_app.cli.json_forms import Form, moment
from desktop_app.cli.mending import applied_form, carry_out, plan_form, take_back
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.table_text import table_text
from desktop_app.cli.words import Words
from desktop_app.core.diagnostics import CheckStatus, Finding

if TYPE_CHECKING:
    from desktop_app.services.accreditation import HeldList
    from desktop_app.services.pins_of_trust import Pin
    from desktop_app.services.trust_store import Kept

_PLACES = {
    "own": ("trust.install-own", "CRT-20"),
    "system": ("trust.install-system", "CRT-22"),
    "browser": ("trust.install-browser", "CRT-23"),
}
_LIST_LIMIT = 128 * 1024 * 1024
_SHOWN = 16


def add_commands(commands: Commands) -> None:
    """Add `nmo trust` and what it can do."""
    _parser, inner = commands.group("trust")
    inner.add("list", show)
    file = inner.add("import", take_file)
    words = file.words
    file.add_argument(
        "file", metavar=words("metavar.file"), type=Path, help=words("option.trust-file")
    )
    file.add_argument("--older", action="store_true", help=words("option.older"))
    _add_fingerprint(file)
    inner.add("fetch", fetch)
    install_parser = inner.add("install", install)
    install_parser.add_argument("sha256", metavar="SHA-256", help=words("option.pin"))
    install_parser.add_argument(
        "--to", choices=tuple(_PLACES), default="own", help=words("option.place")
    )
    install_parser.add_argument("--yes", action="store_true", help=words("option.yes"))
    _add_fingerprint(install_parser)
    undo = inner.add("undo", take_back)
    undo.add_argument("undo", metavar="ID", nargs="?", default="", help=words("option.undo"))


def show(context: Context) -> Outcome:
    """Show what was added, what is known by fingerprint, and the saved list."""
    trust, words = context.services.trust, context.words
    kept, pins, held = trust.kept(), trust.pins(), trust.accredited_list()
    document: Form = {
        "certificates": [_kept_form(each) for each in kept],
        "pins": [_pin_form(pin) for pin in pins],
        "accredited_list": None if held is None else _list_form(held),
    }
    parts = [
        _kept_text(kept, words),
        _pins_text(pins, words),
        words("trust.no-list") if held is None else _list_text(held, words),
    ]
    return Outcome(document, "\n\n".join(parts))


def take_file(context: Context) -> Outcome:
    """Keep the list in a file, or add its certificate to the program."""
    path: Path = context.options.file
    start = read_small_file(path, _LIST_LIMIT)[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<"):
        held = context.services.trust.import_list(path, allow_older=context.options.older)
        return _kept_list(held, context)
    evidence = {"file": str(path), "sha256": _hexadecimal(context.options.fingerprint)}
    return _mended(context, "own", evidence, agreed=True)


def fetch(context: Context) -> Outcome:
    """Fetch the list of accredited authorities."""
    with cancellable() as cancel:
        held = context.services.trust.fetch_list(cancel)
    return _kept_list(held, context)


def install(context: Context) -> Outcome:
    """Show how a known certificate would be installed; with ``--yes`` install it."""
    options = context.options
    pin = _pin_of(context, _hexadecimal(options.sha256))
    evidence = {"sha256": pin.sha256, "purpose": pin.purpose}
    return _mended(context, options.to, evidence, agreed=options.yes)


def _mended(
    context: Context, place: str, evidence: Mapping[str, object], *, agreed: bool
) -> Outcome:
    """Show the plan; carry it out when the person has agreed."""
    from desktop_app.cli.diagnosis_text import plan_text  # noqa: PLC0415 - not for the list

    fix, check = _PLACES[place]
    finding = Finding(CheckStatus.OK, "path.root-missing", evidence, fix=fix)
    plan = context.services.diagnostics.plan_fix(check, finding)
    context.output.say(plan_text(plan, context.words))
    applied = carry_out(context, [plan]) if agreed else []
    document: Form = {
        "plan": plan_form(plan),
        "applied": [applied_form(each) for each in applied],
    }
    return Outcome(document, "" if agreed else context.words("doctor.say-yes"))


def _pin_of(context: Context, beginning: str) -> Pin:
    """Return the known certificate whose SHA-256 begins so.

    Raises ``CertificateNotFoundError``, ``CertificateAmbiguousError``.
    """
    from desktop_app.core.errors.inputs import (  # noqa: PLC0415 - only when it is needed
        CertificateAmbiguousError,
        CertificateNotFoundError,
    )

    pins = context.services.trust.pins()
    found = [pin for pin in pins if beginning and pin.sha256.startswith(beginning)]
    if not found:
        raise CertificateNotFoundError(id=context.options.sha256)
    if len(found) > 1:
        raise CertificateAmbiguousError(id=context.options.sha256)
    return found[0]


def _kept_list(held: HeldList, context: Context) -> Outcome:
    return Outcome({"accredited_list": _list_form(held)}, _list_text(held, context.words))


def _kept_form(kept: Kept) -> Form:
    certificate, provenance = kept.certificate, kept.provenance
    return {
        "sha256": certificate.id,
        "shelf": kept.shelf.value,
        "subject": certificate.subject,
        "issuer": certificate.issuer,
        "serial": certificate.serial_number,
        "not_after": moment(certificate.not_after),
        "source": provenance.source if provenance else None,
        "added_at": moment(provenance.added_at) if provenance else None,
        "confirmed": provenance.confirmed if provenance else None,
    }


def _pin_form(pin: Pin) -> Form:
    return {
        "sha256": pin.sha256,
        "name": pin.name,
        "purpose": pin.purpose,
        "root": pin.is_root,
        "confirmed": pin.confirmed,
        "bundled": pin.file is not None,
    }


def _list_form(held: HeldList) -> Form:
    now = datetime.now(UTC)
    return {
        "version": held.version,
        "dated": moment(held.dated),
        "imported_at": moment(held.imported_at),
        "source": held.source,
        "sha256": held.sha256,
        "authorities": held.authorities,
        "certificates": held.certificates,
        "age_days": held.age(now).days,
        "stale": held.is_stale(now),
        "signed": held.signed,
        "signature": held.signature,
    }


def _kept_text(kept: tuple[Kept, ...], words: Words) -> str:
    if not kept:
        return words("trust.nothing-added")
    headings = [words(f"column.{name}") for name in ("sha256", "shelf", "authority", "ends", "why")]
    rows = [
        (
            each.certificate.id[:_SHOWN],
            words.state("shelf", each.shelf),
            each.certificate.subject,
            words.date(each.certificate.not_after),
            words.state("confirmed", each.provenance.confirmed if each.provenance else "unknown"),
        )
        for each in kept
    ]
    return f"{words('trust.added')}\n{table_text(headings, rows)}"


def _pins_text(pins: tuple[Pin, ...], words: Words) -> str:
    headings = [words(f"column.{name}") for name in ("sha256", "authority", "purpose", "confirmed")]
    rows = [
        (
            pin.sha256[:_SHOWN],
            pin.name,
            words.state("pin-purpose", pin.purpose),
            words("yes" if pin.confirmed else "no"),
        )
        for pin in pins
    ]
    return f"{words('trust.pins')}\n{table_text(headings, rows)}"


def _list_text(held: HeldList, words: Words) -> str:
    key = "trust.list-stale" if held.is_stale(datetime.now(UTC)) else "trust.list-kept"
    return words(key, dated=held.dated, version=held.version, count=held.authorities)


def _add_fingerprint(parser: Parser) -> None:
    parser.add_argument("--fingerprint", metavar="SHA-256", help=parser.words("option.fingerprint"))


def _hexadecimal(text: str | None) -> str:
    return "".join(each for each in (text or "").lower() if each in "0123456789abcdef")

"""`nmo certificate show|check`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.cli.arguments import Commands, Parser, add_trust_options
from desktop_app.cli.certificate_text import certificate_text
from desktop_app.cli.context import Context
from desktop_app.cli.exit_codes import exit_code_of_verdict
from desktop_app.cli.files import read_small_file
from desktop_app.cli.json_forms import certificate_form, path_report_form, token_certificate_form
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.trust import trust_options, verdict_line

if TYPE_CHECKING:
    from desktop_app.core.certificates import Certificate
    from desktop_app.core.tokens import TokenCertificate


def add_commands(commands: Commands) -> None:
    """Add the commands of one certificate."""
    _parser, inner = commands.group("certificate")
    _add_subject(inner.add("show", show))
    check_parser = inner.add("check", check)
    _add_subject(check_parser)
    add_trust_options(check_parser)
    check_parser.add_argument(
        "--purpose",
        choices=("sign", "login", "any"),
        default="any",
        help=check_parser.words("option.purpose"),
    )


def show(context: Context) -> Outcome:
    """Show one certificate in full, with the fields of Russian qualified ones named."""
    from desktop_app.signing.qualified import describe_certificate  # noqa: PLC0415 - slow import

    certificate, found = _certificate(context)
    words = context.words
    on_token = {} if found is None else token_certificate_form(found, words)
    description = describe_certificate(certificate.der)
    uses = {
        "key_usage": sorted(certificate.key_usage),
        "extended_key_usage": sorted(certificate.extended_key_usage),
    }
    text = certificate_text(certificate, description, found, words)
    return Outcome(
        {**certificate_form(certificate), **on_token, **uses, "fields": asdict(description)}, text
    )


def check(context: Context) -> Outcome:
    """Judge the path of a certificate, with a reason for each link that does not hold."""
    options = context.options
    certificate, _found = _certificate(context)
    report = context.services.signatures.check_certificate(
        certificate.der, trust_options(options), options.purpose
    )
    words = context.words
    lines = [verdict_line(report.verdict, words)]
    lines += [f"— {words.reason(reason)}" for reason in report.reasons]
    lines += [
        words("path.link", subject=link.subject, issuer=link.issuer, ends=link.not_after)
        for link in report.path
    ]
    document = path_report_form(report, words)
    return Outcome(document, "\n".join(lines), exit_code_of_verdict(report.verdict))


def _add_subject(parser: Parser) -> None:
    parser.add_argument(
        "certificate",
        metavar=parser.words("metavar.id-or-file"),
        help=parser.words("option.id-or-file"),
    )


def _certificate(context: Context) -> tuple[Certificate, TokenCertificate | None]:
    """Return the certificate of a file when there is one of that name, else of a token."""
    from desktop_app.signing.certificates import read_certificate  # noqa: PLC0415 - slow import

    name: str = context.options.certificate
    path = Path(name)
    if path.exists() or len(path.parts) > 1 or path.suffix:
        return read_certificate(read_small_file(path)), None
    _token, found = context.services.tokens.find(name)
    return found.certificate, found

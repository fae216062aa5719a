"""Domain values in the JSON shapes that scripts rely on (design/cli.md)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from desktop_app.cli.words import Words
from desktop_app.core.accounts import Account
from desktop_app.core.certificates import Certificate
from desktop_app.core.consents import ConsentEvent, ConsentState
from desktop_app.core.credentials import Credential
from desktop_app.core.errors import NmoError
from desktop_app.core.tokens import DriverReport, Token, TokenCertificate
from desktop_app.core.verdicts import Reason

if TYPE_CHECKING:
    from desktop_app.signing.chain import PathReport

Form = dict[str, object]


def moment(value: datetime | None) -> str | None:
    """Return a time as RFC 3339 UTC."""
    if value is None:
        return None
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def day(value: date | None) -> str | None:
    """Return a date as ISO 8601."""
    return None if value is None else value.isoformat()


def error_form(error: NmoError, words: Words) -> Form:
    """Return an error as ``{"code", "message", "remedy", "data"}``."""
    return {
        "code": error.code,
        "message": words.error_text(error),
        "remedy": words.error(error).remedy,
        "data": error.data(),
    }


def reason_form(reason: Reason, words: Words) -> Form:
    """Return a reason with its words."""
    return {
        "code": reason.code,
        "certificate": reason.certificate,
        "verdict": reason.verdict.value,
        "message": words.reason(reason),
        "data": reason.data,
    }


def reasons_form(reasons: Sequence[Reason], words: Words) -> list[Form]:
    """Return reasons with their words."""
    return [reason_form(reason, words) for reason in reasons]


def certificate_form(certificate: Certificate) -> Form:
    """Return what a certificate says about its owner, issuer and term."""
    return {
        "id": certificate.id,
        "subject": certificate.subject,
        "organisation": certificate.organisation,
        "snils": certificate.snils,
        "issuer": certificate.issuer,
        "serial_number": certificate.serial_number,
        "not_before": moment(certificate.not_before),
        "not_after": moment(certificate.not_after),
        "key_not_after": moment(certificate.key_not_after),
        "algorithm": certificate.algorithm,
    }


def driver_form(driver: DriverReport, words: Words) -> Form:
    """Return a driver with its state."""
    error = None if driver.error is None else error_form(driver.error, words)
    return {
        "path": driver.path,
        "name": driver.name,
        "state": driver.state.value,
        "error": error,
    }


def token_form(token: Token, words: Words) -> Form:
    """Return a token with its certificates."""
    return {
        "serial": token.serial,
        "label": token.label,
        "model": token.model,
        "manufacturer": token.manufacturer,
        "reader": token.reader,
        "drivers": list(token.drivers),
        "pin_state": token.pin_state.value,
        "tries_left": token.tries_left,
        "pin_pad": token.pin_pad,
        "certificates": [token_certificate_form(each, words) for each in token.certificates],
    }


def token_certificate_form(found: TokenCertificate, words: Words) -> Form:
    """Return a certificate on a token with what it can be used for."""
    return {
        **certificate_form(found.certificate),
        "has_private_key": found.has_private_key,
        "key_known": found.key_known,
        "can_sign": found.fitness.can_sign,
        "can_sign_in": found.fitness.can_sign_in,
        "reasons": reasons_form(found.fitness.reasons, words),
    }


def path_form(path: Sequence[Certificate]) -> list[Form]:
    """Return a certification path, signer first."""
    return [certificate_form(certificate) for certificate in path]


def path_report_form(report: PathReport, words: Words) -> Form:
    """Return the judgement on a path."""
    return {
        "verdict": report.verdict.value,
        "reasons": reasons_form(report.reasons, words),
        "path": path_form(report.path),
    }


def account_form(account: Account) -> Form:
    """Return the account."""
    return {
        "id": account.id,
        "full_name": account.full_name,
        "snils": account.snils,
        "level": account.level.value,
        "roles": [role.value for role in account.roles],
        "speciality": account.speciality,
        "organisation": account.organisation,
    }


def consent_event_form(event: ConsentEvent) -> Form:
    """Return one line of the consent's history."""
    return {
        "id": event.id,
        "happened_at": moment(event.happened_at),
        "kind": event.kind.value,
        "version": event.version,
        "document_sha256": event.document_sha256,
        "certificate_id": event.certificate_id,
    }


def consent_form(state: ConsentState) -> Form:
    """Return text in force, status and history."""
    text, subject = state.text, state.subject
    names = ("version", "title", "operator", "processor", "purpose", "data_items", "actions")
    more = ("legal_ground", "term", "withdrawal", "refusal", "after_withdrawal")
    of_subject = ("full_name", "snils", "address", "identity_document")
    return {
        "status": state.status.value,
        "text": {name: getattr(text, name) for name in (*names, *more)},
        "subject": None if subject is None else {n: getattr(subject, n) for n in of_subject},
        "history": [consent_event_form(event) for event in state.history],
    }


def credential_form(credential: Credential) -> Form:
    """Return one row of the table."""
    check = credential.check
    return {
        "id": credential.id,
        "name": credential.name,
        "issued_on": day(credential.issued_on),
        "valid_from": day(credential.valid_from),
        "valid_until": day(credential.valid_until),
        "status": credential.status.value,
        "number": credential.number,
        "organisation": credential.organisation,
        "organisation_accredited": credential.organisation_accredited,
        "has_document": credential.has_document,
        "checked_at": None if check is None else moment(check.checked_at),
        "verdict": None if check is None else check.verdict.value,
        "reason": None if check is None else check.reason,
        "review": None if credential.review is None else credential.review.value,
        "holder": credential.holder or None,
    }

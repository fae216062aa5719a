"""What the program knows already of the person who writes a paper."""

from __future__ import annotations

from desktop_app.core.accounts import Account
from desktop_app.core.certificates import Certificate
from desktop_app.core.errors.inputs import NotCertificateError
from desktop_app.core.field_checks.numbers import check_snils
from desktop_app.core.papers import Known
from desktop_app.signing.qualified import describe_certificate


def of_account(account: Account) -> dict[Known, str]:
    """Return what the portal's account says."""
    return _filled(
        {
            Known.FULL_NAME: account.full_name,
            Known.SNILS: check_snils(account.snils).shown,
            Known.SPECIALITY: account.speciality,
            Known.ORGANISATION: account.organisation,
        }
    )


def of_certificate(certificate: Certificate) -> dict[Known, str]:
    """Return what a certificate says of its owner; nothing where it is no person's."""
    try:
        subject = describe_certificate(certificate.der).subject
    except NotCertificateError:
        return {}
    attributes = {attribute.name: attribute.value for attribute in subject}
    if "surname" not in attributes:
        return {}
    return _filled(
        {
            Known.FULL_NAME: certificate.subject,
            Known.SNILS: check_snils(certificate.snils).shown,
            Known.ORGANISATION: certificate.organisation,
            Known.POSITION: attributes.get("title", ""),
            Known.CERTIFICATE: certificate.id,
        }
    )


def _filled(values: dict[Known, str]) -> dict[Known, str]:
    return {what: value for what, value in values.items() if value}

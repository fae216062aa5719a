"""Forms of ``resources/forms``: read, filled in with what is known, checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date

from desktop_app.core.accounts import Account
from desktop_app.core.errors.registers import FormFieldUnknownError, FormIncompleteError
from desktop_app.core.forms import Form
from desktop_app.core.papers import PaperCheck
from desktop_app.core.resources import resource_path
from desktop_app.services.papers.filling import check_values
from desktop_app.services.papers.known_values import of_account
from desktop_app.signing.decoding import convert


def read_form(name: str) -> Form:
    """Return one of the program's own forms."""
    declared = tomllib.loads(resource_path("forms", f"{name}.toml").read_text("utf-8"))
    return convert({**declared, "id": name}, Form)


def known_values(form: Form, account: Account | None) -> dict[str, str]:
    """Return what the account says already, by the field's name."""
    known = {} if account is None else of_account(account)
    return {field.name: known[field.known] for field in form.fields if field.known in known}


def check_form(form: Form, values: Mapping[str, str], today: date) -> PaperCheck:
    """Return what the values are worth. Raises ``FormFieldUnknownError``."""
    for name in values:
        if form.field(name) is None:
            raise FormFieldUnknownError(name, [field.name for field in form.fields])
    return check_values(form, values, today, _can_send)


def accepted_values(form: Form, values: Mapping[str, str], today: date) -> dict[str, str]:
    """Return the values in their canonical forms; an empty field is left out.

    Raises ``FormIncompleteError``, ``FormFieldUnknownError``.
    """
    check = check_form(form, values, today)
    if not check.is_complete:
        flaws = {name: found[0].code for name, found in check.flaws.items()}
        raise FormIncompleteError(list(flaws), flaws)
    return {name: each.value for name, each in check.fields.items() if each.value}


def _can_send(_sign: str) -> bool:
    """Nothing is printed, so that every sign that a field takes will do."""
    return True

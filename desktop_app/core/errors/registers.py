"""Errors of the passport check, the registration and the registers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from desktop_app.core.errors.inputs import ChoiceError
from desktop_app.core.errors.portal import RefusedError


@dataclass(eq=False)
class FormFieldUnknownError(ChoiceError):
    """The form has no field of this name."""

    code: ClassVar[str] = "form.field-unknown"
    field: str = ""
    """The name as given."""
    known: list[str] | None = None
    """The names that there are."""


@dataclass(eq=False)
class FormIncompleteError(ChoiceError):
    """Fields are empty or hold something that cannot be; nothing was sent."""

    code: ClassVar[str] = "form.incomplete"
    fields: list[str] | None = None
    """Names of the fields."""
    flaws: dict[str, str] | None = None
    """Code of the heaviest flaw by the field's name."""


@dataclass(eq=False)
class PassportChecksBlockedError(RefusedError):
    """Too many mismatches: the passport is not compared again for a while."""

    code: ClassVar[str] = "identity.blocked"
    seconds: int | None = None
    """How long it stays blocked, where the portal says."""

"""Errors of the confirmation of an account, and of a consent by code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from desktop_app.core.errors.inputs import InputError
from desktop_app.core.errors.portal import RefusedError


@dataclass(eq=False)
class ContactMissingError(RefusedError):
    """The portal knows no telephone or mailbox of the person."""

    code: ClassVar[str] = "contact.none"


@dataclass(eq=False)
class ConfirmationClosedError(RefusedError):
    """The confirmation is with the operator or done; nothing can be changed."""

    code: ClassVar[str] = "confirmation.closed"


@dataclass(eq=False)
class ConfirmationIncompleteError(RefusedError):
    """An earlier step is missing."""

    code: ClassVar[str] = "confirmation.incomplete"
    step: str = ""
    """``ConfirmationStep.value`` of what is missing."""


@dataclass(eq=False)
class PaperUnfitError(InputError):
    """A file cannot be attached."""

    code: ClassVar[str] = "confirmation.paper-unfit"
    path: str = ""
    cause: str = ""
    """``kind``, ``empty``, ``broken`` or ``large``."""
    limit: int = 0
    """Most bytes of a document."""

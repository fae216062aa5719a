"""Errors of requests to a support service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from desktop_app.core.errors.inputs import ChoiceError, InputError
from desktop_app.core.errors.state import StateError


@dataclass(eq=False)
class TicketNotKeptError(StateError):
    """There is no lasting place for the key, so a request that cannot leave now would be lost."""

    code: ClassVar[str] = "ticket.not-kept"


@dataclass(eq=False)
class TicketUnknownError(ChoiceError):
    """No request, kept or sent, has this number or identifier."""

    code: ClassVar[str] = "ticket.unknown"
    id: str = ""
    """As it was given."""


@dataclass(eq=False)
class TicketLeavingError(StateError):
    """The request is being sent in this moment, so it can neither be changed nor dropped."""

    code: ClassVar[str] = "ticket.leaving"


@dataclass(eq=False)
class TicketArrivedError(StateError):
    """The service has the request as it was before; what is added to it is a comment."""

    code: ClassVar[str] = "ticket.arrived"


@dataclass(eq=False)
class TicketTooMuchError(ChoiceError):
    """More files or times than one request may carry, or more requests than are kept."""

    code: ClassVar[str] = "ticket.too-much"
    limit: int = 0


@dataclass(eq=False)
class TicketFileUnfitError(InputError):
    """A file is not what support services take: a picture, a PDF, a ZIP archive or plain text."""

    code: ClassVar[str] = "ticket.file-unfit"
    path: str = ""
    limit: int = 0
    """Most bytes, where it is too large; 0 where it is of another kind."""

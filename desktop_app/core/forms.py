"""Forms: what the program asks a person for, and in which order dates have to stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from desktop_app.core.field_checks.dates import DateOrder
from desktop_app.core.papers import Bilingual, PaperField


class Questions(Protocol):
    """Fields to fill in: a form, or the template of a paper."""

    @property
    def fields(self) -> tuple[PaperField, ...]:
        """The fields in the order in which they are asked."""

    @property
    def order(self) -> tuple[DateOrder, ...]:
        """Which dates are not before which."""

    def field(self, name: str) -> PaperField | None:
        """Return the field of this name."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form that is sent to the portal, not printed."""

    id: str
    title: Bilingual
    fields: tuple[PaperField, ...]
    order: tuple[DateOrder, ...] = ()

    def field(self, name: str) -> PaperField | None:
        """Return the field of this name."""
        return next((field for field in self.fields if field.name == name), None)

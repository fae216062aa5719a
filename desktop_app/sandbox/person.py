"""Who a training certificate is for, and what time it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Person:
    """The subject of a personal certificate."""

    surname: str
    given_names: str
    """First name and patronymic."""
    snils: str
    """Eleven digits."""
    inn: str
    """Twelve digits."""
    title: str = ""
    organisation: str = ""

    @property
    def full_name(self) -> str:
        """Surname, first name, patronymic."""
        return f"{self.surname} {self.given_names}"


def utc_now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)

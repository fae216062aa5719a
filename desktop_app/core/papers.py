"""Papers: documents that a person writes from a template and signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from desktop_app.core.field_checks.dates import DateOrder
from desktop_app.core.field_checks.field import FieldCheck, FieldFlaw, FieldKind


@dataclass(frozen=True, slots=True)
class Bilingual:
    """Words in both languages of the program."""

    ru: str
    en: str

    def of(self, language: str) -> str:
        """Return the words in ``ru`` or ``en``."""
        return self.en if language == "en" else self.ru


SIGNER = "full_name"
"""Name of the field, in every template, that says who signs."""


class Known(StrEnum):
    """What the program may know of the person already."""

    FULL_NAME = "full-name"
    SNILS = "snils"
    SPECIALITY = "speciality"
    ORGANISATION = "organisation"
    POSITION = "position"
    CERTIFICATE = "certificate"
    """SHA-256 of the signing certificate."""


@dataclass(frozen=True, slots=True)
class PaperField:
    """One thing that a person fills in."""

    name: str
    kind: FieldKind
    label: Bilingual
    help: Bilingual = Bilingual("", "")
    required: bool = True
    default: str = ""
    """What stands there unless the person writes something else."""
    known: Known | None = None


class BlockForm(StrEnum):
    """How a part of a paper is laid out."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    """The template's heading."""
    TO = "to"
    """A line of the addressee and the sender, at the right."""
    CLAUSE = "clause"
    """A numbered paragraph with a label."""
    SIGN = "sign"
    """Date and time, and who signs."""


@dataclass(frozen=True, slots=True)
class PaperBlock:
    """One part of a paper."""

    form: BlockForm = BlockForm.PARAGRAPH
    label: str = ""
    text: str = ""
    """With placeholders of ``core.message_format``; ``[[…{name}…]]`` may be left out."""
    items: str = ""
    """Name of the field whose lines are listed here."""
    when: str = ""
    """Name of the field without which the block is left out."""


@dataclass(frozen=True, slots=True)
class PaperTemplate:
    """A template: what is asked, and what is printed."""

    id: str
    version: str
    """Edition of the text, printed on the paper."""
    title: Bilingual
    summary: Bilingual
    heading: str
    file_name: str
    """Beginning of the file's name, Latin letters."""
    fields: tuple[PaperField, ...]
    blocks: tuple[PaperBlock, ...]
    order: tuple[DateOrder, ...] = ()

    def field(self, name: str) -> PaperField | None:
        """Return the field of this name."""
        return next((field for field in self.fields if field.name == name), None)


@dataclass(frozen=True, slots=True)
class PaperCheck:
    """What a paper's values are worth."""

    fields: Mapping[str, FieldCheck]
    """By the field's name, every field of the template."""
    flaws: Mapping[str, tuple[FieldFlaw, ...]]
    """What stands in the way, by the field's name; empty when the paper can be written."""

    @property
    def is_complete(self) -> bool:
        """True when the paper can be written."""
        return not self.flaws


@dataclass(frozen=True, slots=True)
class PrintedBlock:
    """A part of a paper with the values put in."""

    form: BlockForm
    label: str
    text: str
    items: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A written paper: what is shown is these bytes, and these are signed."""

    template: str
    title: str
    """In Russian, as printed."""
    file_name: str
    content: bytes = field(repr=False)
    """PDF."""
    sha256: str
    """Lower-case hexadecimal."""
    pages: int
    written_at: datetime

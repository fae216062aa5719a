"""How to reach the support services: ``resources/support.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from desktop_app.core.papers import Bilingual
from desktop_app.core.resources import resource_path
from desktop_app.core.tickets import ContactChannel, SupportDesk
from desktop_app.signing.decoding import convert


@dataclass(frozen=True, slots=True)
class _Row:
    kind: str
    value: str
    source: str
    note: Bilingual | None = None


def read_contacts(desk: SupportDesk, language: str) -> tuple[ContactChannel, ...]:
    """Return the ways to reach a desk, the quickest first."""
    declared = tomllib.loads(resource_path("support.toml").read_text("utf-8"))
    rows = convert(declared[desk.value], list[_Row])
    return tuple(
        ContactChannel(row.kind, row.value, row.note.of(language) if row.note else "")
        for row in rows
    )

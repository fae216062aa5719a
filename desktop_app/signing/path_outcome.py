"""What one run of the validator came to, and what it fetched on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyhanko_certvalidator.path import ValidationPath

if TYPE_CHECKING:
    from desktop_app.signing.fetching import PlainFetchers


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the validator came to: a path, or the exception that ended it."""

    path: ValidationPath | None
    error: Exception | None
    fetched: tuple[bytes, ...]
    """DER of the issuers that it fetched."""
    silent: tuple[str, ...] = ()
    """Addresses that gave nothing."""
    asked: bool = False
    """Some address was asked."""
    bodies: tuple[bytes, ...] = ()
    """What addresses gave: issuers, CRLs, OCSP responses, or anything."""


def plain_fetchers() -> PlainFetchers:
    """Return fetchers for one run of the validator; offline nobody pays for their import."""
    from desktop_app.signing.fetching import PlainFetch, PlainFetchers  # noqa: PLC0415

    return PlainFetchers(PlainFetch())


def outcome_of(
    path: ValidationPath | None, failure: Exception | None, fetchers: PlainFetchers | None
) -> Outcome:
    """Return the outcome with what the fetchers brought; None where nothing might be fetched."""
    if fetchers is None:
        return Outcome(path, failure, fetched=())
    fetch = fetchers.fetch
    return Outcome(
        path,
        failure,
        fetched=tuple(fetchers.issuers),
        silent=tuple(fetch.silent),
        asked=fetch.requests > 0,
        bodies=tuple(fetch.bodies),
    )

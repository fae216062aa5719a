"""The list of accredited authorities as data (the ministry's own XML, facts of 2026)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property


class Accreditation(StrEnum):
    """What an authority is on a day."""

    IN_FORCE = "in-force"
    ENDED = "ended"
    ANNULLED = "annulled"
    UNKNOWN = "unknown"
    """The list says nothing of that day, or says it in a word that is not known."""


@dataclass(frozen=True, slots=True)
class StatusChange:
    """From when on an authority has a status."""

    status: Accreditation
    since: datetime


@dataclass(frozen=True, slots=True)
class ListedCertificate:
    """One certificate of an authority."""

    sha1: str
    """Of the DER, lower-case hexadecimal: the list's own identifier."""
    key_id: str
    """subjectKeyIdentifier of the authority's key, lower-case hexadecimal."""
    der: bytes = field(default=b"", repr=False)
    """Empty where the list leaves it out."""


@dataclass(frozen=True, slots=True)
class Authority:
    """One accredited authority, or one that was."""

    name: str
    short_name: str = ""
    ogrn: str = ""
    inn: str = ""
    history: tuple[StatusChange, ...] = ()
    """By time; the status in force today is among them."""
    certificates: tuple[ListedCertificate, ...] = ()
    passed_to_ogrn: str = ""
    """ОГРН of the authority that took over its duties."""

    def status_on(self, moment: datetime) -> Accreditation:
        """Return what the authority was at a moment: the last change before it counts."""
        before = [change for change in self.history if change.since <= moment]
        return before[-1].status if before else Accreditation.UNKNOWN

    def ended_at(self) -> datetime | None:
        """Return when its accreditation ended; None while it is in force."""
        if not self.history or self.history[-1].status is Accreditation.IN_FORCE:
            return None
        ended = self.history[-1].since
        for change in reversed(self.history):
            if change.status is Accreditation.IN_FORCE:
                break
            ended = change.since
        return ended


@dataclass(frozen=True)
class AccreditedList:
    """The whole list. Its signature is XMLDSig over ГОСТ and is not verified here."""

    version: int
    dated: datetime
    authorities: tuple[Authority, ...] = ()
    signed: bool = False
    """There is a signature in it, whatever it is worth."""

    def issuer_of(self, key_id: str, moment: datetime | None = None) -> Authority | None:
        """Return the authority that a key belongs to, by its identifier.

        A key may stand under several entries, as when an authority was accredited anew: the one
        in force at the moment goes before the others.
        """
        found = self._by_key.get(key_id.lower(), ())
        if moment is not None:
            for authority in found:
                if authority.status_on(moment) is Accreditation.IN_FORCE:
                    return authority
        return found[0] if found else None

    def certificates_of(self, key_id: str) -> tuple[ListedCertificate, ...]:
        """Return the certificates of one key; there can be several."""
        wanted = key_id.lower()
        listed = (each for owner in self._by_key.get(wanted, ()) for each in owner.certificates)
        return tuple(dict.fromkeys(each for each in listed if each.key_id == wanted))

    def certificate(self, sha1: str) -> ListedCertificate | None:
        """Return a certificate by the SHA-1 of its DER."""
        wanted = sha1.lower()
        return next((each for each in self._certificates() if each.sha1 == wanted), None)

    @cached_property
    def _by_key(self) -> dict[str, list[Authority]]:
        found: dict[str, list[Authority]] = {}
        for authority in self.authorities:
            for key_id in dict.fromkeys(each.key_id for each in authority.certificates):
                found.setdefault(key_id, []).append(authority)
        return found

    def _certificates(self) -> Iterator[ListedCertificate]:
        for authority in self.authorities:
            yield from authority.certificates


def moment_of(text: str) -> datetime | None:
    """Read a date of the list: ISO 8601, UTC where no zone is given; None for anything else."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)

"""A ready text for the portal's support about what ФРМР, account and certificate disagree on."""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.core.accounts import Account
from desktop_app.core.catalogue import Catalogue
from desktop_app.core.message_format import masked_snils
from desktop_app.core.name_places import NameRelation
from desktop_app.core.register_sync import SyncState, TicketText


def register_ticket(state: SyncState, account: Account | None, catalogue: Catalogue) -> TicketText:
    """Return the text, always in Russian: who reads it works in Russian.

    It holds names, the masked СНИЛС and exact times, and no number that is not needed.
    """
    serious = state.names is not None and state.names.relation in (
        NameRelation.SURNAME,
        NameRelation.OTHER,
    )
    kind = "name" if serious else "refusal" if state.refusals else "differences"
    subject = catalogue.phrase(f"ticket.register-{kind}", "ru")
    return TicketText(subject, "\n".join(_lines(state, account, catalogue)))


def _lines(state: SyncState, account: Account | None, catalogue: Catalogue) -> Iterator[str]:
    def words(key: str, **data: object) -> str:
        return catalogue.phrase(f"ticket.{key}", "ru", **data)

    if account is not None:
        yield words("who", name=account.full_name, snils=masked_snils(account.snils))
    report = state.report
    if report is None:
        return
    local = report.finished_at.astimezone()
    yield words(
        "when",
        utc=f"{report.finished_at:%Y-%m-%d %H:%M:%S} UTC",
        local=f"{local:%d.%m.%Y %H:%M:%S %z}",
        id=report.id,
    )
    if state.names is not None and state.names.differing:
        yield words("names")
        for each in state.names.names:
            place = catalogue.word("name-place", each.place.value, "ru")
            yield f"— {place}: {each.full_name}"
    if state.refusals:
        yield words("refusals")
        yield from (f"— {each.text}" for each in state.refusals)
    if report.waiting:
        yield words("waiting")
        for line in report.waiting:
            section = catalogue.word("record-section", line.section.value, "ru")
            yield f"— {section}: {line.title}, {line.profile_value}"
    yield words("please")

"""A person's page: the telephone, the mailbox, and how the applications stand."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Response

from desktop_app.core.confirmations import CodeChannel
from desktop_app.sandbox.portal.context import PortalHere
from desktop_app.sandbox.portal.mailbox import Letter
from desktop_app.sandbox.web.kinds import PERSON_SECTIONS
from desktop_app.sandbox.web.layout import button, form, page
from desktop_app.sandbox.web.markup import Markup, tag
from desktop_app.sandbox.web.times import moscow_time
from desktop_app.sandbox.web.visitors import VisitorHere

REFRESH_SECONDS: Final = 5
_CHANNELS: Final = {CodeChannel.SMS: "СМС", CodeChannel.EMAIL: "Письмо"}
router = APIRouter(prefix="/person")


@router.get("")
def show_person(portal: PortalHere, visitor: VisitorHere) -> Response:
    """Show the messages of the person, newest first, and every section that says something."""
    letters = portal.mailbox.letters(visitor.account.id)
    sections = []
    with portal.store.reading() as session:
        for section in PERSON_SECTIONS:
            facts = section.facts(portal, session, visitor.account)
            rows = [tag("tr", tag("th", each.name), tag("td", each.value)) for each in facts]
            if rows:
                sections += [tag("h2", section.title), tag("table", *rows)]
    return page(
        "Телефон и почта",
        tag("p", visitor.account.full_name),
        *_messages(letters),
        *sections,
        form("/sign-out", button("Выйти")),
        refresh_seconds=REFRESH_SECONDS,
    )


def _messages(letters: tuple[Letter, ...]) -> list[Markup]:
    if not letters:
        return [tag("p", "Сообщений пока нет. Новые появятся здесь сами.", class_="muted")]
    return [
        tag(
            "section",
            tag(
                "p",
                f"{_CHANNELS[each.channel]} · {each.address} · {moscow_time(each.sent_at)}",
                class_="muted",
            ),
            tag("p", each.text),
        )
        for each in letters
    ]

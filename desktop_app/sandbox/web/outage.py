"""The operator's switch for outages: how the portal answers from now on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final, cast

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from desktop_app.core.accounts import Role
from desktop_app.sandbox.portal.context import Portal, PortalHere
from desktop_app.sandbox.scenario import Scenario
from desktop_app.sandbox.web.layout import button, form
from desktop_app.sandbox.web.markup import Markup, tag
from desktop_app.sandbox.web.visitors import (
    PageRefused,
    Visitor,
    VisitorHere,
    require_form_token,
)

PutScenario = Callable[[Scenario], None]
"""Puts a scenario in force that concerns the portal's answers only."""
OUTAGES: Final = {
    Scenario.NORMAL: "портал работает",
    Scenario.PORTAL_SLOW: "каждый ответ идёт несколько секунд",
    Scenario.PORTAL_BUSY: "портал перегружен и просит подождать",
    Scenario.PORTAL_ERROR: "каждая запись один раз получает ошибку 500",
    Scenario.ANSWER_LOST: "запись выполнена, а ответ потерян",
    Scenario.UPLOAD_CUT: "связь рвётся посреди загрузки файла",
    Scenario.TRUNCATED_ANSWER: "ответы обрываются на середине",
    Scenario.SESSION_EXPIRED: "все сеансы закончились",
    Scenario.LEVEL_INSUFFICIENT: "учётные записи не подтверждены",
    Scenario.SURNAME_CHANGED: "на портале у всех другая фамилия",
    Scenario.CLOCK_WRONG: "часы портала спешат на сутки",
}
"""What can be switched here; scenarios of tokens and roots need `nmo training scenario`."""
FormText = Annotated[str, Form(max_length=60)]
router = APIRouter(prefix="/operator")


def outage_section(portal: Portal, visitor: Visitor) -> list[Markup]:
    """Return the switch for who may use it; else nothing."""
    if Role.ADMINISTRATOR not in visitor.roles:
        return []
    heading = tag("h2", "Сбои портала")
    if portal.scenario not in OUTAGES:
        words = f"Действует сценарий {portal.scenario.value}: его меняет nmo training scenario."
        return [heading, tag("p", words)]
    options = [
        tag("option", words, value=scenario.value, selected=scenario is portal.scenario)
        for scenario, words in OUTAGES.items()
    ]
    choice = tag("select", *options, id="scenario", name="scenario")
    label = tag("label", "Как портал отвечает", for_="scenario")
    switch = form("/operator/outage", label, choice, button("Включить"), token=visitor.form_token)
    return [heading, switch]


@router.post("/outage")
def switch_outage(
    request: Request,
    portal: PortalHere,
    visitor: VisitorHere,
    scenario: FormText = "",
    token: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Put the chosen outage in force, or end it."""
    require_form_token(visitor, token)
    if Role.ADMINISTRATOR not in visitor.roles:
        raise PageRefused(403, "Вашей роли это недоступно", "Войдите под логином оператора.")
    chosen = next((each for each in OUTAGES if each.value == scenario), None)
    if chosen is None or portal.scenario not in OUTAGES:
        raise PageRefused(422, "Переключить нельзя", "Откройте страницу заново.")
    cast("PutScenario", request.app.state.put_scenario)(chosen)
    return RedirectResponse("/operator", 303)

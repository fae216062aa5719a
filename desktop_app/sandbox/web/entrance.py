"""The first page and signing in to the pages."""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from desktop_app.sandbox.portal.context import PortalHere
from desktop_app.sandbox.training_logins import training_logins
from desktop_app.sandbox.web.known_logins import known_login
from desktop_app.sandbox.web.layout import STYLE, button, fault, field, form, hidden, page
from desktop_app.sandbox.web.markup import Markup, tag
from desktop_app.sandbox.web.visitors import VisitsHere

FormText = Annotated[str, Form(max_length=200)]
router = APIRouter()


@router.get("/style.css")
def style() -> Response:
    """Return how the pages look."""
    return Response(STYLE, media_type="text/css")


@router.get("/")
def first_page() -> Response:
    """Say what there is, and who."""
    return page(
        "Учебный портал НМО",
        tag("p", "Здесь видно то, что в жизни приходит на телефон и решается на стороне портала."),
        tag(
            "ul",
            tag("li", tag("a", "Телефон и почта человека, его заявления", href="/person")),
            tag(
                "li",
                tag("a", "Оператор портала: заявления, которые ждут решения", href="/operator"),
            ),
        ),
        tag("h2", "Люди"),
        people_table(),
    )


def people_table() -> Markup:
    """Return everybody with login and password: these are no secrets."""
    rows = [
        tag(
            "tr",
            tag("td", each.person.person.full_name),
            tag("td", tag("code", each.email)),
            tag("td", tag("code", each.password)),
            tag("td", each.person.note),
        )
        for each in training_logins()
    ]
    head = tag(
        "tr", *(tag("th", text) for text in ("Человек", "Логин", "Пароль", "Чем примечателен"))
    )
    return tag("table", head, *rows)


@router.get("/sign-in")
def ask_to_sign_in(next_page: str = "/person") -> Response:
    """Ask for login and password."""
    return _sign_in_page(next_page)


@router.post("/sign-in")
def sign_in(
    portal: PortalHere,
    visits: VisitsHere,
    login: FormText = "",
    password: FormText = "",
    next_page: FormText = "/person",
) -> Response:
    """Let a person in who gives the right password."""
    known = known_login(portal, login)
    given, right = password.encode(), (known.password if known else "").encode()
    if known is None or not hmac.compare_digest(given, right):
        return _sign_in_page(next_page, "Логин или пароль не подходят.", status=403)
    answer = RedirectResponse(_own(next_page), 303)
    visits.begin(answer, known.account_id, portal.now())
    return answer


@router.post("/sign-out")
def sign_out(request: Request, visits: VisitsHere) -> Response:
    """Let the browser's person out."""
    answer = RedirectResponse("/", 303)
    visits.end(request, answer)
    return answer


def _sign_in_page(next_page: str, complaint: str = "", status: int = 200) -> Response:
    return page(
        "Вход на страницы учебного портала",
        fault(complaint),
        form(
            "/sign-in",
            field("login", "Логин (почта, телефон или СНИЛС)", autocomplete="username"),
            field("password", "Пароль", "password", autocomplete="current-password"),
            hidden("next_page", _own(next_page)),
            tag("p", button("Войти", primary=True)),
        ),
        tag("h2", "Люди"),
        people_table(),
        status=status,
    )


def _own(next_page: str) -> str:
    """Return an address of ours, whatever was asked for."""
    return next_page if next_page in ("/person", "/operator") else "/person"

"""How the pages of the training ЕСИА look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fastapi import Response

from desktop_app.core.accounts import AccountLevel
from desktop_app.sandbox.training_logins import TrainingLogin
from desktop_app.sandbox.web.entrance import people_table
from desktop_app.sandbox.web.esia_errors import ESIA_ERRORS
from desktop_app.sandbox.web.layout import button, fault, field, form, hidden, page
from desktop_app.sandbox.web.markup import Markup, joined, tag
from desktop_app.sandbox.web.password_rules import RULES
from desktop_app.services.portal.contract import Problem
from desktop_app.services.portal.problem_codes import ProblemCode

HEADLINE: Final = "Учебные «Госуслуги»: ненастоящие, настоящий пароль здесь не вводите"
_LEVELS: Final = {
    AccountLevel.SIMPLE: "упрощённая",
    AccountLevel.STANDARD: "стандартная",
    AccountLevel.CONFIRMED: "подтверждённая",
}
_PROBLEMS: Final = {
    ProblemCode.CODE_EXPIRED: "Код больше не действует. Запросите новый.",
    ProblemCode.CODE_TOO_SOON: "Код отправлен только что. Новый можно запросить через минуту.",
    ProblemCode.CODE_TOO_MANY: "Кодов было слишком много. Попробуйте через час.",
}


def password_page(flow: str, *, wrong: bool = False) -> Response:
    """Ask for login and password."""
    return page(
        "Вход на Госуслуги",
        fault("Логин или пароль не подходят." if wrong else ""),
        form(
            "/login",
            hidden("flow", flow),
            field("login", "Почта, телефон или СНИЛС", autocomplete="username", autofocus=True),
            field("password", "Пароль", "password", autocomplete="current-password"),
            tag("p", button("Войти", primary=True)),
        ),
        tag("details", tag("summary", "Логины и пароли учебных людей"), people_table()),
        _refusals(flow),
        headline=HEADLINE,
    )


def new_password_page(flow: str, faults: Sequence[str]) -> Response:
    """Ask for another password; ``faults`` are rules that the one given breaks."""
    complaint = f"Пароль не подходит. Нужно: {'; '.join(faults)}." if faults else ""
    return page(
        "Пароль устарел",
        tag("p", "Паролю больше 90 дней: придумайте новый."),
        fault(complaint),
        form(
            "/login/password",
            hidden("flow", flow),
            field("password", "Новый пароль", "password", autocomplete="new-password"),
            tag("p", button("Сменить и продолжить", primary=True)),
        ),
        tag("ul", *(tag("li", rule) for rule in RULES)),
        headline=HEADLINE,
    )


def code_page(flow: str, phone: str, problem: Problem | None) -> Response:
    """Ask for the code of the second factor."""
    return page(
        "Подтвердите вход",
        tag("p", f"Код отправлен на телефон {phone}."),
        fault(_complaint(problem)),
        form(
            "/login/code",
            hidden("flow", flow),
            field("code", "Код из СМС", inputmode="numeric", autocomplete="one-time-code"),
            tag("p", button("Продолжить", primary=True)),
        ),
        form("/login/again", hidden("flow", flow), button("Отправить код ещё раз")),
        tag("p", tag("a", "Открыть учебный телефон", href="/person", target="_blank")),
        headline=HEADLINE,
    )


def permission_page(flow: str, login: TrainingLogin, level: AccountLevel) -> Response:
    """Ask for permission to pass data to the portal."""
    items = ("фамилия, имя, отчество", "СНИЛС", "дата рождения", "уровень учётной записи")
    return page(
        "Портал НМО просит доступ",
        tag("p", login.person.person.full_name),
        tag("p", f"Учётная запись: {_LEVELS[level]}."),
        tag("p", "Портал получит:"),
        tag("ul", *(tag("li", item) for item in items)),
        form(
            "/login/permission",
            hidden("flow", flow),
            button("Предоставить", "answer", "allow", primary=True),
            button("Отказать", "answer", "refuse"),
        ),
        joined() if level is AccountLevel.CONFIRMED else _service_centre(flow),
        headline=HEADLINE,
    )


def _service_centre(flow: str) -> Markup:
    return tag(
        "details",
        tag("summary", "Подтвердить личность"),
        tag("p", "В жизни: в банке, МФЦ, на почте или квалифицированной подписью."),
        form("/login/identity", hidden("flow", flow), button("Сходить в учебный МФЦ")),
    )


def _complaint(problem: Problem | None) -> str:
    if problem is None:
        return ""
    if problem.code == ProblemCode.CODE_WRONG:
        return f"Код не подходит. Осталось попыток: {problem.tries_left}."
    return _PROBLEMS[ProblemCode(problem.code)]


def _refusals(flow: str) -> Markup:
    options = [tag("option", f"{code}: {text}", value=code) for code, text in ESIA_ERRORS.items()]
    return tag(
        "details",
        tag("summary", "Разыграть отказ Госуслуг"),
        form(
            "/login/refusal",
            hidden("flow", flow),
            tag("label", "Чем ответить", for_="code"),
            tag("select", *options, id="code", name="code"),
            tag("p", button("Ответить отказом")),
        ),
    )

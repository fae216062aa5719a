"""The operator's page: what waits for a decision, and deciding."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Response
from fastapi.responses import RedirectResponse

from desktop_app.sandbox.portal.context import PortalHere
from desktop_app.sandbox.web.desk import DecisionKind, PendingDecision, Verdict
from desktop_app.sandbox.web.kinds import DECISION_KINDS
from desktop_app.sandbox.web.layout import button, fault, form, page
from desktop_app.sandbox.web.markup import Markup, joined, tag
from desktop_app.sandbox.web.outage import outage_section
from desktop_app.sandbox.web.times import moscow_time
from desktop_app.sandbox.web.visitors import (
    PageRefused,
    Visitor,
    VisitorHere,
    require_form_token,
)

router = APIRouter(prefix="/operator")
Comment = Annotated[str, Form(max_length=1000)]
FormText = Annotated[str, Form(max_length=200)]


@router.get("")
def show_desk(portal: PortalHere, visitor: VisitorHere, complaint: str = "") -> Response:
    """Show everything that this operator's roles may decide."""
    kinds = _kinds_for(visitor)
    parts: list[Markup] = []
    with portal.store.reading() as session:
        for kind in kinds:
            waiting = [_decision(kind, each, visitor) for each in kind.pending(portal, session)]
            nothing = tag("p", "Ничего не ждёт решения.", class_="muted")
            parts += [tag("h2", kind.title), *(waiting or [nothing])]
    words = "Напишите, что исправить: человек увидит это." if complaint == "comment" else ""
    words = "По этому заявлению решение уже есть." if complaint == "decided" else words
    return page(
        "Оператор портала",
        tag("p", visitor.account.full_name),
        fault(words),
        *parts,
        *outage_section(portal, visitor),
        form("/sign-out", button("Выйти")),
    )


@router.post("/{kind_name}/{decision_id}")
def decide(
    kind_name: str,
    decision_id: str,
    portal: PortalHere,
    visitor: VisitorHere,
    choice: FormText = "",
    comment: Comment = "",
    token: FormText = "",
) -> Response:
    """Carry out what the operator decided."""
    require_form_token(visitor, token)
    kind = _kind(visitor, kind_name)
    chosen = next((each for each in kind.choices if each.value == choice), None)
    if chosen is None:
        raise PageRefused(422, "Такого решения нет", "Откройте страницу заново.")
    comment = comment.strip()
    if chosen.needs_comment and not comment:
        return RedirectResponse("/operator?complaint=comment", 303)
    verdict = Verdict(decision_id, chosen.value, comment, visitor.account)
    with portal.store.writing() as session:
        done = kind.decide(portal, session, verdict)
    return RedirectResponse("/operator" if done else "/operator?complaint=decided", 303)


@router.get("/{kind_name}/{decision_id}/{attachment_id}")
def show_attachment(
    kind_name: str,
    decision_id: str,
    attachment_id: str,
    portal: PortalHere,
    visitor: VisitorHere,
) -> Response:
    """Return a file that belongs to what waits."""
    kind = _kind(visitor, kind_name)
    with portal.store.reading() as session:
        file = kind.attachment(session, decision_id, attachment_id)
    if file is None:
        raise PageRefused(404, "Файла нет", "Возможно, заявление уже рассмотрено.")
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
    return Response(file.content, media_type=file.media_type, headers=headers)


def _kinds_for(visitor: Visitor) -> list[DecisionKind]:
    kinds = [kind for kind in DECISION_KINDS if kind.roles & visitor.roles]
    if not kinds:
        raise PageRefused(
            403,
            "Вашей роли эта страница недоступна",
            "Решает оператор портала: войдите под его логином.",
            "/operator",
        )
    return kinds


def _kind(visitor: Visitor, name: str) -> DecisionKind:
    for kind in _kinds_for(visitor):
        if kind.name == name:
            return kind
    raise PageRefused(404, "Такой страницы нет", "Откройте страницу оператора заново.")


def _decision(kind: DecisionKind, pending: PendingDecision, visitor: Visitor) -> Markup:
    address = f"/operator/{kind.name}/{pending.id}"
    facts = [tag("tr", tag("th", each.name), tag("td", each.value)) for each in pending.facts]
    files = [
        tag("li", tag("a", each.name, href=f"{address}/{each.id}", target="_blank"))
        for each in pending.attachments
    ]
    name = f"comment-{pending.id}"
    answer = form(
        address,
        tag("label", "Что исправить или почему отказано", for_=name),
        tag("textarea", id=name, name="comment", rows="2"),
        tag("div", *(button(each.label, "choice", each.value) for each in kind.choices)),
        token=visitor.form_token,
    )
    lead = tag("p", tag("strong", pending.applicant), f" · {moscow_time(pending.asked_at)}")
    return tag(
        "section",
        lead,
        tag("table", *facts),
        tag("ul", *files) if files else joined(),
        answer,
    )

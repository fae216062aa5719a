"""Pages of the training ЕСИА: password, second factor, permission, and a switch for refusals."""

from __future__ import annotations

import hmac
from typing import Annotated, Final, cast
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from desktop_app.core.confirmations import CodeChannel
from desktop_app.sandbox.portal.confirmation_codes import CodePurpose, judge_code, masked, send_code
from desktop_app.sandbox.portal.context import Portal, PortalHere
from desktop_app.sandbox.portal.problems import Refusal
from desktop_app.sandbox.tables import AccountRow
from desktop_app.sandbox.training_logins import TrainingLogin
from desktop_app.sandbox.web import esia_forms
from desktop_app.sandbox.web.esia import Esia, Flow
from desktop_app.sandbox.web.esia_errors import ESIA_ERRORS, oauth_error_of
from desktop_app.sandbox.web.known_logins import known_login
from desktop_app.sandbox.web.password_rules import password_faults
from desktop_app.sandbox.web.visitors import PageRefused, VisitsHere
from desktop_app.services.portal.problem_codes import ProblemCode

FormText = Annotated[str, Form(max_length=200)]
router = APIRouter()
SECOND_FACTOR: Final = "esia-second-factor"


def esia_of(request: Request) -> Esia:
    """Return the training ЕСИА of the application that serves this request."""
    return cast("Esia", request.app.state.esia)


@router.get("/aas/oauth2/v2/ac")
def begin(request: Request, portal: PortalHere) -> Response:
    """Take a system's request for a code and ask who is there."""
    esia, asked = esia_of(request), request.query_params
    redirect_uri = asked.get("redirect_uri", "")
    if not esia.is_registered(redirect_uri):
        raise PageRefused(400, "Вход невозможен", f"ESIA-007023: {ESIA_ERRORS['ESIA-007023']}")
    flow = Flow(redirect_uri, asked.get("state", ""), asked.get("code_challenge", ""), portal.now())
    fault = esia.fault_of(asked, portal.now())
    if fault:
        return _refuse(flow, fault)
    return esia_forms.password_page(esia.begin(flow))


@router.post("/login")
def take_password(
    request: Request,
    portal: PortalHere,
    visits: VisitsHere,
    flow: FormText = "",
    login: FormText = "",
    password: FormText = "",
) -> Response:
    """Judge login and password, then send the code of the second factor."""
    esia, under_way = esia_of(request), _flow(request, portal, flow)
    known = known_login(portal, login)
    right = esia.password_of(known) if known is not None else ""
    if known is None or not hmac.compare_digest(password.encode(), right.encode()):
        under_way.password_tries -= 1
        if not under_way.password_tries:
            esia.end(flow)
            return _refuse(under_way, "ESIA-007004")
        return esia_forms.password_page(flow, wrong=True)
    under_way.login = known
    if esia.must_change_password(known):
        return esia_forms.new_password_page(flow, ())
    return _second_factor(portal, visits, flow, known)


@router.post("/login/password")
def take_new_password(
    request: Request,
    portal: PortalHere,
    visits: VisitsHere,
    flow: FormText = "",
    password: FormText = "",
) -> Response:
    """Take another password where the old one is too old."""
    known = _known(_flow(request, portal, flow))
    faults = password_faults(password)
    if faults or password == esia_of(request).password_of(known):
        return esia_forms.new_password_page(flow, faults or ("не такой, как прежний",))
    esia_of(request).change_password(known, password)
    return _second_factor(portal, visits, flow, known)


@router.post("/login/again")
def send_again(
    request: Request, portal: PortalHere, visits: VisitsHere, flow: FormText = ""
) -> Response:
    """Send another code of the second factor."""
    known = _known(_flow(request, portal, flow))
    return _second_factor(portal, visits, flow, known, again=True)


@router.post("/login/code")
def take_code(
    request: Request, portal: PortalHere, flow: FormText = "", code: FormText = ""
) -> Response:
    """Judge the code, then ask for permission."""
    under_way = _flow(request, portal, flow)
    known = _known(under_way)
    try:
        judge_code(portal, _account(portal, known), SECOND_FACTOR, code.strip())
    except Refusal as refusal:
        return esia_forms.code_page(flow, masked(known.phone), refusal.problem)
    under_way.proven = True
    return esia_forms.permission_page(flow, known, esia_of(request).level_of(known))


@router.post("/login/identity")
def confirm_identity(request: Request, portal: PortalHere, flow: FormText = "") -> Response:
    """Act out a visit to a bank or a service centre."""
    under_way, esia = _flow(request, portal, flow), esia_of(request)
    known = _known(under_way)
    if under_way.proven:
        esia.confirm_identity(known)
    return esia_forms.permission_page(flow, known, esia.level_of(known))


@router.post("/login/permission")
def take_permission(
    request: Request, portal: PortalHere, flow: FormText = "", answer: FormText = ""
) -> Response:
    """Send the browser back with a code, or with the person's refusal."""
    esia, under_way = esia_of(request), _flow(request, portal, flow)
    if answer != "allow" or not under_way.proven:
        esia.end(flow)
        return _refuse(under_way, "ESIA-007004")
    return _back(under_way, {"code": esia.deal_code(flow)})


@router.post("/login/refusal")
def act_out_refusal(
    request: Request, portal: PortalHere, flow: FormText = "", code: FormText = ""
) -> Response:
    """Answer with the chosen code, as the real ЕСИА would."""
    under_way = _flow(request, portal, flow)
    esia_of(request).end(flow)
    return _refuse(under_way, code if code in ESIA_ERRORS else "ESIA-007007")


@router.get("/idp/ext/Logout")
def leave(request: Request, visits: VisitsHere) -> Response:
    """End what this browser remembers."""
    answer = RedirectResponse("/", 303)
    visits.end(request, answer)
    return answer


def _second_factor(
    portal: Portal, visits: VisitsHere, flow: str, known: TrainingLogin, *, again: bool = False
) -> Response:
    account = _account(portal, known)
    purpose = CodePurpose(SECOND_FACTOR, CodeChannel.SMS, known.phone, "Вход на Госуслуги")
    problem = None
    try:
        with portal.store.writing() as session:
            send_code(portal, session, account, purpose)
    except Refusal as refusal:
        # A code that was sent a moment ago still works.
        too_many = refusal.problem.code == ProblemCode.CODE_TOO_MANY
        problem = refusal.problem if again or too_many else None
    answer = esia_forms.code_page(flow, masked(known.phone), problem)
    # Who knows the password may look at the training telephone.
    visits.begin(answer, account.id, portal.now())
    return answer


def _flow(request: Request, portal: Portal, name: str) -> Flow:
    flow = esia_of(request).flow(name, portal.now())
    if flow is None:
        raise PageRefused(400, "Вход устарел", "Вернитесь в программу и начните вход заново.")
    return flow


def _known(flow: Flow) -> TrainingLogin:
    if flow.login is None:
        raise PageRefused(400, "Сначала пароль", "Вернитесь в программу и начните вход заново.")
    return flow.login


def _account(portal: Portal, login: TrainingLogin) -> AccountRow:
    with portal.store.reading() as session:
        return session.get_one(AccountRow, login.account_id)


def _refuse(flow: Flow, code: str) -> Response:
    return _back(flow, oauth_error_of(code))


def _back(flow: Flow, values: dict[str, str]) -> Response:
    joint = "&" if "?" in flow.redirect_uri else "?"
    query = urlencode({**values, "state": flow.state})
    return RedirectResponse(f"{flow.redirect_uri}{joint}{query}", 303)

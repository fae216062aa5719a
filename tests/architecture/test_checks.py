"""Is every check of the first cut there, in words, and placed where it can be found?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from desktop_app.core.catalogue import LANGUAGES, Catalogue
from desktop_app.core.errors import concrete_errors
from desktop_app.core.errors.inputs import CertificateUnfitError
from desktop_app.core.errors.portal import PortalError, RefusedError
from desktop_app.core.errors.state import StateError
from desktop_app.core.errors.tokens import PinError, TokenError
from desktop_app.core.resources import resource_path
from desktop_app.services.diagnostics import checks as checks_package
from desktop_app.services.diagnostics.check import Check
from desktop_app.services.diagnostics.profiles import GROUPS, group_of, in_order
from desktop_app.services.diagnostics.walking import all_checks

# The rows of the catalogue that the first cut must have; DOC rows belong to documents.
FIRST_CUT = re.findall(
    r"\S+",
    """
SYS-07 SYS-08 SYS-09 SYS-10 SYS-14 USB-01 USB-02 RDR-01 RDR-02 RDR-03 RDR-04 SVC-01 SVC-05 SVC-06
SVC-07 SVC-08 SVC-09 DRV-01 DRV-02 DRV-03 DRV-04 DRV-05 DRV-06 DRV-07 DRV-09 TOK-01 TOK-03 TOK-04
SYS-16 TOK-07 TOK-08 TOK-09 PIN-01 PIN-02 PIN-03 PIN-05 PIN-06 PIN-07 PIN-08 PIN-09 CRT-01 CRT-02
CRT-04 CRT-05 CRT-06 CRT-07 CRT-09 CRT-10 CRT-11 CRT-13 CRT-16 CRT-20 CRT-21 CRT-22 CRT-23 CRT-27
CRT-30 CRT-31 CSP-01 CSP-06 NET-01 NET-02 NET-04 NET-06 NET-07 NET-09 NET-10 NET-11 NET-13 NET-16
NET-19 APP-01 APP-03 APP-04 APP-05 APP-08 ACC-01 ACC-02 ACC-06
""",
)
NOTHING_TO_EXPLAIN = {
    # What the person just did, said completely where it happened.
    "pin.required",
    "settings.invalid",
    "training.failed",
    "training.not-running",
    "login.browser-timeout",
    # No port of this computer, which no check may take either.
    "login.browser-port",
    # The portal's answer to one request, not a state of anything here.
    "code.refused",
    "confirmation.closed",
    "confirmation.incomplete",
    "consent.refused",
    "contact.none",
    "identity.blocked",
    "login.browser-missing",
    "login.browser-untrusted",
    "login.esia-refused",
    "login.no-account",
    "registration.refused",
    "document.conflict",
    "document.refused",
    "portal.not-found",
    "portal.refused",
    "ticket.arrived",
    "ticket.leaving",
}
PROPER_NAMES = ("Рутокен", "Минцифры", "Госуслуги", "КриптоПро", "Россия", "Русский")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.read(resource_path("messages"))


def causes() -> Iterator[tuple[Check, str]]:
    return ((check, cause) for check in all_checks() for cause in check.causes)


def test_the_first_cut_is_complete() -> None:
    absent = set(FIRST_CUT) - {check.id for check in all_checks()}
    assert not absent


def test_each_identifier_is_of_a_known_group() -> None:
    for check in all_checks():
        assert re.fullmatch(r"[A-Z]{3}-\d{2}", check.id)
        assert group_of(check.id) in GROUPS


def test_the_checks_can_be_put_in_order() -> None:
    places = {check.id: place for place, check in enumerate(in_order(all_checks()))}
    for check in all_checks():
        assert all(places[each] < places[check.id] for each in check.depends_on)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_check_has_a_title(catalogue: Catalogue, language: str) -> None:
    for check in all_checks():
        assert catalogue.phrase(f"check.{check.id}", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_cause_says_what_why_and_what_to_do(catalogue: Catalogue, language: str) -> None:
    for check, cause in causes():
        message = catalogue.message(cause, {}, language)
        assert message.title, (check.id, cause)
        assert message.text, (check.id, cause)
        assert message.remedy, (check.id, cause)


def test_a_title_can_follow_because(catalogue: Catalogue) -> None:
    for check, cause in causes():
        title = catalogue.message(cause, {}, "ru").title
        assert not title.startswith(PROPER_NAMES), (check.id, title)
        assert not title.endswith((".", "!")), (check.id, title)


def test_what_a_check_explains_is_an_error_or_a_reason(catalogue: Catalogue) -> None:
    known = concrete_errors().keys() | set(catalogue.codes)
    for check in all_checks():
        assert not set(check.explains) - known, check.id


def test_no_error_is_explained_by_two_checks() -> None:
    explained = [code for check in all_checks() for code in check.explains]
    assert len(explained) == len(set(explained))


def test_every_failure_of_token_pin_portal_and_computer_leads_to_a_check() -> None:
    explained = {code for check in all_checks() for code in (*check.causes, *check.explains)}
    kinds = (TokenError, PinError, PortalError, RefusedError, StateError, CertificateUnfitError)
    failures = {code for code, kind in concrete_errors().items() if issubclass(kind, kinds)}
    assert failures - explained == NOTHING_TO_EXPLAIN


def test_each_module_asks_a_question() -> None:
    for found in iter_modules(checks_package.__path__, f"{checks_package.__name__}."):
        first = (import_module(found.name).__doc__ or "").strip().splitlines()[0]
        assert first.endswith("?"), found.name


def test_each_cause_is_asked_for_by_a_test() -> None:
    tests = Path(__file__).parents[1]
    text = "".join(path.read_text("utf-8") for path in tests.rglob("test_*.py"))
    assert [(check.id, cause) for check, cause in causes() if f'"{cause}"' not in text] == []

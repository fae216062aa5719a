"""The registration: draft, scans, electronic check, operator, activation, second factor."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from desktop_app.core.confirmations import CodeChannel
from desktop_app.core.errors.portal import PortalUnavailableError
from desktop_app.core.errors.registers import (
    CodeRefusedError,
    FormIncompleteError,
    RegistrationRefusedError,
    ScansMissingError,
    ScanUnfitError,
)
from desktop_app.core.identity import PassportStanding
from desktop_app.core.registrations import CheckItem, RegistrationStatus, ScanKind
from desktop_app.sandbox.official_identity import official_identity
from desktop_app.sandbox.people import OPERATOR_NUMBER
from desktop_app.sandbox.scenario import Scenario
from desktop_app.sandbox.training_logins import training_logins
from desktop_app.services.identity import PassportChecks
from desktop_app.services.portal.document_contract import PART_LIMIT
from desktop_app.services.registration import SpecialistRegistration
from desktop_app.services.registration_draft import RegistrationDrafts
from desktop_app.services.registration_memory import RegistrationMemory
from desktop_app.services.storage.sealed import Sealer
from desktop_app.services.storage.sealed_records import SealedRecords
from tests.contract.portal.at_home import AtHome, sit_down

APPLICANT, OTHER = 8, 12
PDF = b"%PDF-1.7\n" + b"scan " * (PART_LIMIT // 2)
"""More than two parts."""
PICTURE = b"\x89PNG\r\n\x1a\n" + b"scan"


@pytest.fixture
def person(portal: Any, tmp_path: Path) -> Iterator[AtHome]:
    person = sit_down(portal, APPLICANT, tmp_path / "home")
    yield person
    person.close()


def registration_at(person: AtHome) -> SpecialistRegistration:
    folder, sealer = person.home.folder("registration"), Sealer(person.secrets)
    records = SealedRecords(folder, sealer)
    drafts = RegistrationDrafts(folder, records, sealer)
    return SpecialistRegistration(person.session, drafts, RegistrationMemory(records), person.audit)


def values(number: int, **others: str) -> dict[str, str]:
    born = official_identity(f"person-{number}").birth_date
    return {
        "birth_date": f"{born:%d.%m.%Y}",
        "phone": "8 912 345-67-89",
        "email": "doctor@clinic.example",
        "category": "врач",
        "diploma": "107704 0012345",
        **others,
    }


def files(folder: Path) -> dict[ScanKind, Path]:
    scans = {ScanKind.DIPLOMA: ("Диплом.PDF", PDF), ScanKind.ACCREDITATION: ("акк.png", PICTURE)}
    for name, content in scans.values():
        (folder / name).write_bytes(content)
    return {kind: folder / name for kind, (name, _content) in scans.items()}


def fill(registration: SpecialistRegistration, folder: Path, number: int, **others: str) -> None:
    registration.keep_values({**registration.known_values(), **values(number, **others)})
    for kind, file in files(folder).items():
        registration.add_scan(kind, file)


def decide(portal: Any, number: str, choice: str, comment: str) -> str:
    """Decide on the operator's own page; return the page before the decision."""
    url = portal.configuration.web_url
    login = training_logins()[OPERATOR_NUMBER - 1]
    with requests.Session() as browser:
        browser.trust_env = False
        form = {"login": login.email, "password": login.password, "next_page": "/operator"}
        desk = browser.post(f"{url}/sign-in", data=form, timeout=30).text
        section = next(part for part in desk.split("<section") if number in part)
        action = re.search(r'action="(/operator/registrations/\w+)"', section)
        token = re.search(r'name="token" value="([^"]+)"', section)
        scan = re.search(r'href="(/operator/registrations/\w+/\w+)"', section)
        assert action
        assert token
        assert scan
        seen = browser.get(url + scan.group(1), timeout=30)
        assert (seen.content, seen.headers["Content-Type"]) == (PDF, "application/pdf")
        answer = {"choice": choice, "comment": comment, "token": token.group(1)}
        done = browser.post(url + action.group(1), data=answer, timeout=30)
        assert done.status_code == 200
        assert number not in done.text
    return section


def test_from_an_offline_draft_to_an_active_account(
    portal: Any, person: AtHome, tmp_path: Path
) -> None:
    registration = registration_at(person)
    fill(registration, tmp_path, APPLICANT, speciality="Алхимия")
    draft = registration_at(person).kept().draft
    assert [scan.file_name for scan in draft.scans] == ["Диплом.PDF", "акк.png"]
    assert not any(
        PDF in file.read_bytes() for file in person.home.folder("registration").iterdir()
    )

    submitted = registration.submit()
    assert submitted.registration is not None
    assert submitted.registration.status is RegistrationStatus.SUBMITTED
    assert submitted.registration.expected_by is not None
    assert submitted.draft.is_empty
    assert not list(person.home.folder("registration").glob("*.scan"))

    returned = registration.state()
    known = returned.registration
    assert known is not None
    assert known.status is RegistrationStatus.REWORK
    failed = {line.item for line in known.checks if not line.passed}
    assert failed == {CheckItem.PASSPORT, CheckItem.SPECIALITY}
    assert [event.status for event in returned.news] == [RegistrationStatus.REWORK]
    registration.look()
    assert registration.state().news == ()

    state = official_identity(f"person-{APPLICANT}")
    PassportChecks(
        person.session, person.audit, person.answers("passport", PassportStanding)
    ).compare(
        {
            "full_name": "Кузнецова Ольга Викторовна",
            "birth_date": state.birth_date.isoformat(),
            "passport": state.passport,
        }
    )
    registration.keep_values({**registration.known_values(), "speciality": "Эндокринология"})
    again = registration.submit().registration
    assert again is not None
    assert (again.id, len(again.scans)) == (known.id, 2)
    processing = registration.state().registration
    assert processing is not None
    assert processing.status is RegistrationStatus.PROCESSING

    section = decide(portal, processing.number, "return", "Скан диплома обрезан снизу.")
    assert "107704 0012345" in section
    known = registration.state().registration
    assert known is not None
    assert (known.status, known.events[0].comment) == (
        RegistrationStatus.REWORK,
        "Скан диплома обрезан снизу.",
    )
    registration.submit()
    registration.state()
    decide(portal, processing.number, "activate", "")
    active = registration.state()
    assert active.registration is not None
    assert active.registration.is_activated
    assert active.registration.status is RegistrationStatus.CLOSED
    assert active.news[0].status is RegistrationStatus.CLOSED

    sent = registration.send_code()
    assert sent.channel is CodeChannel.SMS
    assert sent.address.endswith("89")
    with pytest.raises(CodeRefusedError) as caught:
        registration.confirm_code("000000")
    assert caught.value.tries_left == 2
    with pytest.raises(CodeRefusedError) as caught:
        registration.send_code()
    assert caught.value.detail == "code.too-soon"
    assert caught.value.seconds
    confirmed = registration.confirm_code(code_of(portal)).registration
    assert confirmed is not None
    assert confirmed.has_second_factor


def code_of(portal: Any) -> str:
    """Read the newest code on the person's own page."""
    url, login = portal.configuration.web_url, training_logins()[APPLICANT - 1]
    with requests.Session() as browser:
        browser.trust_env = False
        form = {"login": login.email, "password": login.password, "next_page": "/person"}
        page = browser.post(f"{url}/sign-in", data=form, timeout=30).text
    assert "Заявка на регистрацию специалиста" in page
    assert "закрыта" in page
    found = re.search(r"Код: (\d{6})", page)
    assert found
    return found.group(1)


def test_a_lost_answer_begins_and_submits_nothing_twice(portal: Any, tmp_path: Path) -> None:
    person = sit_down(portal, OTHER, tmp_path / "home")
    registration = registration_at(person)
    fill(registration, tmp_path, OTHER)
    portal.play(Scenario.ANSWER_LOST)
    try:
        state = registration.submit()
    finally:
        portal.play(Scenario.NORMAL)
    assert state.registration is not None
    assert [scan.is_whole for scan in state.registration.scans] == [True, True]
    items = portal.get(portal.signed_in(OTHER)[0], "registrations").json()["items"]
    assert len(items) == 1
    registration.keep_values({"full_name": "Одно"})
    with pytest.raises(FormIncompleteError):
        registration.submit()
    withdrawn = registration.withdraw().registration
    assert withdrawn is not None
    assert withdrawn.status is RegistrationStatus.CLOSED
    assert not withdrawn.is_activated
    with pytest.raises(RegistrationRefusedError) as caught:
        registration.withdraw()
    assert caught.value.detail == "registration.wrong-state"
    with pytest.raises(RegistrationRefusedError):
        registration.send_code()
    person.close()


def test_while_the_portal_is_not_there_the_draft_is_filled_and_the_last_state_shown(
    portal: Any, tmp_path: Path
) -> None:
    person = sit_down(portal, 3, tmp_path / "home")
    registration = registration_at(person)
    registration.state()
    portal.play(Scenario.PORTAL_BUSY)
    try:
        fill(registration, tmp_path, 3)
        state = registration.state()
        with pytest.raises(PortalUnavailableError):
            registration.submit()
    finally:
        portal.play(Scenario.NORMAL)
    assert state.offline
    assert state.as_of is not None
    assert len(state.draft.scans) == 2
    registration.remove_scan(state.draft.scans[0].sha256)
    with pytest.raises(ScansMissingError):
        registration.submit()
    registration.discard()
    assert registration.kept().draft.is_empty
    person.close()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("scan.pdf", b"MZ program", "type"),
        ("scan.pdf", b"", "empty"),
        ("scan.png", PICTURE + bytes(10 * 1024 * 1024), "size"),
    ],
)
def test_a_file_that_is_no_scan_is_refused_before_it_leaves(
    person: AtHome, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(ScanUnfitError) as caught:
        registration_at(person).add_scan(ScanKind.DIPLOMA, file)
    assert caught.value.reason == reason


def test_the_portal_looks_at_a_scan_itself(portal: Any) -> None:
    client, _ = portal.signed_in(11)
    body = {
        **values(11),
        "full_name": "Лебедев Артём Викторович",
        "birth_date": "1990-01-01",
        "snils": "11223344595",
        "phone": "+79123456789",
        "speciality": "Рентгенология",
        "organisation": "Клиника",
        "position": "",
        "accreditation": "",
    }
    begun = portal.write(client, "registrations", body)
    assert begun.status_code == 201, begun.text
    second = portal.write(client, "registrations", body)
    assert (second.status_code, second.json()["code"]) == (409, "registration.open")
    path = f"registrations/{begun.json()['id']}"
    content = b"not a picture at all"
    scan = {
        "kind": "diploma",
        "file_name": "scan.png",
        "media_type": "image/png",
        "size": len(content),
        "sha256": digest(content),
    }
    assert portal.write(client, f"{path}/scans", scan).json()["offset"] == 0
    answer = put(portal, client, f"{path}/scans/{scan['sha256']}", content)
    assert (answer.status_code, answer.json()["code"]) == (409, "registration.scan-type-other")
    other = {**scan, "sha256": digest(b"something else")}
    portal.write(client, f"{path}/scans", other)
    answer = put(portal, client, f"{path}/scans/{other['sha256']}", content)
    assert (answer.status_code, answer.json()["code"]) == (409, "delivery.digest-other")
    missing = portal.write(client, f"{path}/submission")
    assert (missing.status_code, missing.json()["code"]) == (409, "registration.scans")
    stranger, _ = portal.signed_in(2)
    assert portal.get(stranger, path).status_code == 404


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def put(portal: Any, client: requests.Session, path: str, content: bytes) -> requests.Response:
    part = base64.b64encode(hashlib.sha256(content).digest()).decode()
    return client.put(
        f"{portal.origin}/api/v1/{path}/content",
        params={"offset": 0},
        data=content,
        headers={"Content-Digest": f"sha-256=:{part}:", "Content-Type": "application/octet-stream"},
        timeout=30,
    )

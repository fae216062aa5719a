"""Does `nmo support` ask for what is missing, attach what was agreed to, and say what waits?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image

from desktop_app.cli.exit_codes import ExitCode
from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors.portal import PortalUnreachableError
from desktop_app.core.forms import Form
from desktop_app.core.papers import PaperCheck
from desktop_app.core.tickets import (
    ContactChannel,
    KeptTicket,
    SupportDesk,
    Ticket,
    TicketDraft,
    TicketList,
    TicketMessage,
    TicketStatus,
    TicketTopic,
)
from desktop_app.services.diagnostics.bundle import BundleEntry, Redaction, sealed
from desktop_app.services.forms import check_form, read_form
from desktop_app.services.portal.ticket_contract import FILE_LIMIT
from desktop_app.services.support import SupportRound
from desktop_app.services.support_contacts import read_contacts
from tests.unit.cli.conftest import Ran, StubConsole

Nmo = Callable[..., Ran]
MOMENT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
TICKET = Ticket(
    id="ab" * 16,
    number=17,
    desk=SupportDesk.NMO,
    topic=TicketTopic.LOGIN,
    status=TicketStatus.NEEDS_ANSWER,
    subject="Не войти",
    text="Окно закрывается",
    created_at=MOMENT,
    changed_at=MOMENT,
    expected_at=MOMENT,
    messages=(TicketMessage(1, "Служба поддержки", True, "Какой токен?", MOMENT),),
)
KEPT = KeptTicket("cd" * 16, SupportDesk.NMO, "Не войти", MOMENT, (), "portal.unreachable")
FIELDS = (
    *("--field", "full_name=Иванова Мария Петровна"),
    *("--field", "subject=Не войти"),
    *("--field", "text=Окно закрывается"),
)


class StubSupport:
    """Keeps what it is given and answers as told."""

    def __init__(self) -> None:
        self.filed: list[TicketDraft] = []
        self.kept_at: datetime | None = None
        self.round = SupportRound((TICKET,), ())
        self.waiting: tuple[KeptTicket, ...] = ()
        self.changed: list[tuple[str, TicketDraft]] = []
        self.comments: list[tuple[int, str]] = []

    def form(self, desk: SupportDesk) -> Form:
        return read_form(f"support-{desk.value}")

    def known_values(self, desk: SupportDesk) -> dict[str, str]:
        return {"account_number": "person-1"}

    def check(self, desk: SupportDesk, values: Mapping[str, str]) -> PaperCheck:
        return check_form(self.form(desk), values, MOMENT.date())

    def file(self, draft: TicketDraft, cancel: Cancellation | None) -> SupportRound:
        self.filed.append(draft)
        return self.round

    def open(self, beginning: str) -> tuple[KeptTicket, TicketDraft]:
        return KEPT, self.filed[-1]

    def change(
        self, kept: KeptTicket, draft: TicketDraft, cancel: Cancellation | None
    ) -> SupportRound:
        self.changed.append((kept.id, draft))
        return self.round

    def send(self, cancel: Cancellation | None) -> SupportRound:
        return self.round

    def kept(self) -> tuple[KeptTicket, ...]:
        return self.waiting

    def tickets(self, cancel: Cancellation | None) -> tuple[Ticket, ...]:
        return (TICKET,)

    def latest(self, cancel: Cancellation | None) -> TicketList:
        return TicketList(self.tickets(cancel), self.kept_at)

    def find(self, name: str, cancel: Cancellation | None) -> Ticket:
        return TICKET

    def comment(self, ticket: Ticket, text: str, cancel: Cancellation | None) -> Ticket:
        self.comments.append((ticket.number, text))
        return ticket

    def contacts(self, desk: SupportDesk, language: str) -> tuple[ContactChannel, ...]:
        return read_contacts(desk, language)


@pytest.fixture(autouse=True)
def support(services: SimpleNamespace) -> StubSupport:
    made = StubSupport()
    services.support = made
    entry = BundleEntry("report.json", b"{}", (Redaction("name", "Иванова", "…"),))
    services.diagnostics = SimpleNamespace(
        run=lambda *, cancel: None, bundle=lambda report: sealed([entry])
    )
    return made


def test_a_request_carries_fields_times_and_files(
    nmo: Nmo, support: StubSupport, tmp_path: Path
) -> None:
    (tmp_path / "снимок.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    ran = nmo(
        *("support", "new", "--desk", "nmo", "--topic", "login", *FIELDS),
        *("--at", "2026-03-01T12:30:00+03:00", "--attach", str(tmp_path / "снимок.png")),
    )
    (draft,) = support.filed
    assert (draft.topic, draft.moments) == (TicketTopic.LOGIN, (MOMENT,))
    assert draft.values["account_number"] == "person-1"
    assert [(each.name, each.media_type) for each in draft.files] == [("снимок.png", "image/png")]
    assert (ran.exit_code, "Заявка № 17 принята" in ran.out) == (ExitCode.DONE, True)


def test_a_waiting_request_is_changed_only_where_options_say_so(
    nmo: Nmo, support: StubSupport, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("что было")
    attached = ("--attach", str(tmp_path / "a.txt"))
    nmo("support", "new", "--desk", "nmo", "--topic", "login", *FIELDS, *attached)
    (before,) = support.filed
    ran = nmo("support", "change", "cdcd", "--field", "subject=Не войти совсем", *attached)
    ((identifier, draft),) = support.changed
    values = {**before.values, "subject": "Не войти совсем"}
    assert draft == replace(before, values=values, files=before.files * 2)
    assert (identifier, ran.exit_code) == (KEPT.id, ExitCode.DONE)
    nmo("support", "change", "cdcd", "--detach", "--topic", "upload")
    _identifier, draft = support.changed[-1]
    assert draft == replace(before, topic=TicketTopic.UPLOAD, files=())


def test_what_is_missing_is_asked_for(nmo: Nmo, support: StubSupport, console: StubConsole) -> None:
    console.lines = ["+7 900 123-45-67"]
    nmo("support", "new", "--desk", "gosuslugi", *FIELDS)
    assert [asked.splitlines()[0] for asked in console.asked] == ["Телефон для связи"]
    assert support.filed[0].values["phone"] == "+7 900 123-45-67"


def test_a_file_of_another_kind_is_refused(nmo: Nmo, support: StubSupport, tmp_path: Path) -> None:
    (tmp_path / "program.exe").write_bytes(b"MZ\0\0")
    ran = nmo("support", "new", "--desk", "nmo", *FIELDS, "--attach", str(tmp_path / "program.exe"))
    assert (ran.exit_code, support.filed) == (ExitCode.INPUT, [])
    (tmp_path / "huge.txt").write_bytes(b"a" * (1024 * 1024 + 1))
    ran = nmo("support", "new", "--desk", "nmo", *FIELDS, "--attach", str(tmp_path / "huge.txt"))
    assert "1 МБ" in ran.err


def test_a_large_picture_is_made_smaller_and_the_person_is_told(
    nmo: Nmo, support: StubSupport, tmp_path: Path
) -> None:
    picture = tmp_path / "снимок.png"
    Image.effect_noise((1400, 1000), 60).save(picture)
    assert picture.stat().st_size > FILE_LIMIT
    ran = nmo("support", "new", "--desk", "nmo", *FIELDS, "--attach", str(picture))
    (file,) = support.filed[0].files
    assert (file.name, file.media_type) == ("снимок.jpg", "image/jpeg")
    assert len(file.content) <= FILE_LIMIT < file.reduced_from == picture.stat().st_size
    assert "Снимок снимок.jpg уменьшен: было" in ran.err + ran.out


def test_a_broken_large_picture_is_refused_by_name(nmo: Nmo, tmp_path: Path) -> None:
    (tmp_path / "снимок.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(FILE_LIMIT))
    ran = nmo("support", "new", "--desk", "nmo", *FIELDS, "--attach", str(tmp_path / "снимок.png"))
    assert ran.exit_code == ExitCode.INPUT
    assert "снимок.png" in ran.err


@pytest.mark.parametrize(("word", "count"), [("да", 1), ("нет", 0)])
def test_the_diagnosis_goes_along_only_after_it_was_shown(
    nmo: Nmo, support: StubSupport, console: StubConsole, word: str, count: int
) -> None:
    console.lines = [word]
    ran = nmo("support", "new", "--desk", "nmo", *FIELDS, "--diagnosis")
    assert "report.json" in ran.err
    assert "скрыто личных данных: 1" in ran.err
    assert len(support.filed[0].files) == count


def test_what_cannot_leave_is_said_to_wait(nmo: Nmo, support: StubSupport) -> None:
    support.round = SupportRound((), (KEPT,), PortalUnreachableError(host="portal"))
    ran = nmo("support", "send")
    assert ran.exit_code == ExitCode.PORTAL
    assert "сохранено зашифрованным" in ran.out
    document = nmo("--json", "support", "send").document
    assert document["waiting"][0]["error"] == "portal.unreachable"


def test_my_requests_are_shown_with_status_and_answers(nmo: Nmo, support: StubSupport) -> None:
    support.waiting = (KEPT,)
    listed = nmo("support", "list")
    assert "нужен ваш ответ" in listed.out
    assert "ждёт отправки" in listed.err
    shown = nmo("support", "show", "17").out
    for words in ("Заявка № 17", "Ответ ожидается", "Какой токен?"):
        assert words in shown
    nmo("support", "comment", "17", "Рутокен")
    assert support.comments == [(17, "Рутокен")]
    support.kept_at = MOMENT
    assert "показано сохранённое на 01.03.2026" in nmo("support", "list").out
    assert nmo("--json", "support", "show", "17").document["kept_at"] == "2026-03-01T09:30:00Z"


def test_contacts_are_those_of_the_configuration(nmo: Nmo) -> None:
    ran = nmo("support", "contacts", "--desk", "gosuslugi")
    assert "8 800 100-70-10" in ran.out
    assert "555-35-35" not in ran.out

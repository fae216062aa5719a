"""Does `nmo documents list|add|send|…` show, keep and send what it should?"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from desktop_app.cli.exit_codes import ExitCode
from desktop_app.core.cancellation import Cancellation
from desktop_app.core.documents import DocumentVersion, Receipt
from desktop_app.core.errors.outbox import (
    OutboxDuplicateError,
    OutboxMaybeArrivedError,
    PassphraseWrongError,
)
from desktop_app.core.errors.portal import NotSignedInError, PortalUnreachableError
from desktop_app.core.errors.state import DatabaseSetAsideError
from desktop_app.core.outbox_item import OutboxCounts, OutboxItem, OutboxState
from desktop_app.services.outbox_service import (
    About,
    OutboxPage,
    PackageReport,
    SendListener,
    SendProgress,
    SendReport,
)
from tests.unit.cli.conftest import Ran, StubConsole
from tests.unit.services.storage.outbox_place import MOMENT, SIGNER

Nmo = Callable[..., Ran]
ITEM = OutboxItem(
    number=1,
    id="ab" * 16,
    state=OutboxState.WAITING,
    accepted_at=MOMENT,
    changed_at=MOMENT,
    title="Обращение",
    file_name="letter.pdf",
    size=1000,
    sha256="cd" * 32,
    signer=SIGNER,
)


class StubOutbox:
    """Answers as told and remembers what was asked."""

    def __init__(self) -> None:
        self.items: list[OutboxItem] = [ITEM]
        self.report = SendReport(())
        self.finding: DatabaseSetAsideError | None = None
        self.asked: list[tuple[Any, ...]] = []
        self.sealed = True
        self.failing: Exception | None = None

    def page(
        self, states: Sequence[OutboxState] = (), *, limit: int = 9, before: int | None = None
    ) -> OutboxPage:
        self.asked.append(("page", *states))
        counts = OutboxCounts({OutboxState.WAITING: len(self.items)})
        return OutboxPage(tuple(self.items[:limit]), counts, None, self.finding)

    def find(self, beginning: str) -> OutboxItem:
        return self.items[int(beginning) - 1]

    def add_signed(
        self,
        file: Path,
        signature: Path | None,
        about: About,
        *,
        again: bool = False,
        to_sign: bool = False,
    ) -> OutboxItem:
        beside = "" if signature is None else signature.name
        self.asked.append(("add", file.name, beside, about, again, *["to sign"] * to_sign))
        if file.name == "known.pdf":
            raise OutboxDuplicateError(id="x", state="delivered")
        return replace(ITEM, title=file.stem)

    def send(
        self, identifiers: Sequence[str], *, progress: SendListener, cancel: Cancellation | None
    ) -> SendReport:
        self.asked.append(("send", *identifiers))
        progress(SendProgress(0, 1, ITEM, 500))
        return self.report

    def retry(self, identifier: str) -> OutboxItem:
        return self._changed("retry", identifier, OutboxState.WAITING)

    def drop(self, identifier: str, *, confirmed: bool = False) -> OutboxItem:
        if not confirmed:
            raise OutboxMaybeArrivedError(id=identifier)
        return self._changed("drop", identifier, OutboxState.DROPPED)

    def decide(self, identifier: str, *, keep_mine: bool) -> OutboxItem:
        state = OutboxState.WAITING if keep_mine else OutboxState.DROPPED
        return self._changed("decide", identifier, state)

    def export(
        self,
        folder: Path,
        identifiers: Sequence[str],
        *,
        passphrase: str | None,
        cancel: Cancellation | None,
    ) -> PackageReport:
        self.asked.append(("export", *identifiers, passphrase))
        return PackageReport(folder / "package", (ITEM,))

    def package_is_sealed(self, folder: Path) -> bool:
        return self.sealed

    def import_package(
        self, folder: Path, *, passphrase: str | None, cancel: Cancellation | None
    ) -> PackageReport:
        self.asked.append(("import", passphrase))
        if passphrase == "wrong":
            raise PassphraseWrongError
        return PackageReport(folder, (ITEM,), (ITEM,))

    def _changed(self, what: str, identifier: str, state: OutboxState) -> OutboxItem:
        self.asked.append((what, identifier))
        return replace(ITEM, state=state)


@pytest.fixture(autouse=True)
def outbox(services: SimpleNamespace) -> StubOutbox:
    made = StubOutbox()
    services.outbox = made
    return made


def test_the_list_says_what_is_where_and_why(nmo: Nmo, outbox: StubOutbox) -> None:
    theirs = DocumentVersion("d1", 2, "Новая", "new.pdf", 5, "ef" * 32, "Петров", MOMENT)
    outbox.items = [
        replace(ITEM, state=OutboxState.CONFLICT, error_code="document.conflict", theirs=theirs),
        replace(ITEM, number=2, state=OutboxState.DELIVERED, receipt=Receipt("d2", 1, MOMENT)),
        replace(ITEM, number=3, readable=False),
    ]
    ran = nmo("documents", "list", "--state", "conflict", "--state", "delivered")
    assert outbox.asked[-1] == ("page", OutboxState.CONFLICT, OutboxState.DELIVERED)
    for words in ("на портале другая версия", "доставлен", "(нет ключа)", "Иванова Мария"):
        assert words in ran.out
    documents = nmo("--json", "documents", "list").document["documents"]
    assert documents[0]["error"]["code"] == "document.conflict"
    assert (documents[0]["theirs"]["version"], documents[1]["receipt"]["document"]) == (2, "d2")
    assert documents[2]["readable"] is False


def test_a_database_that_was_set_aside_is_told(nmo: Nmo, outbox: StubOutbox) -> None:
    outbox.finding = DatabaseSetAsideError(path="p", kept_as="kept")
    assert "Сохранённые данные повреждены" in nmo("documents", "list").err


def test_files_are_added_with_the_signatures_beside_them(nmo: Nmo, outbox: StubOutbox) -> None:
    ran = nmo("--json", "documents", "add", "a.pdf", "known.pdf", "--kind", "appeal")
    assert [asked[1:3] for asked in outbox.asked if asked[0] == "add"] == [
        ("a.pdf", "a.pdf.sig"),
        ("known.pdf", "known.pdf.sig"),
    ]
    assert [each["title"] for each in ran.document["added"]] == ["a"]
    assert [each["code"] for each in ran.document["failed"]] == ["outbox.duplicate"]
    assert ran.exit_code == ExitCode.INPUT


def test_a_title_a_signature_and_a_version_can_be_named(nmo: Nmo, outbox: StubOutbox) -> None:
    nmo(
        *("documents", "add", "a.pdf", "--signature", "b.sig", "--title", "Заявление"),
        *("--document", "d1", "--replaces", "3", "--again"),
    )
    _, file, signature, about, again = outbox.asked[-1]
    assert (file, signature, again) == ("a.pdf", "b.sig", True)
    assert (about.title, about.document_id, about.base_version) == ("Заявление", "d1", 3)


@pytest.mark.parametrize(
    "wrong",
    [
        ["add", "a.pdf", "b.pdf", "--signature", "c.sig"],
        ["add", "a.pdf", "--document", "d1"],
        ["add"],
        ["decide", "1"],
        ["decide", "1", "--keep-mine", "--take-theirs"],
        ["export", "f", "--plain", "--passphrase-stdin"],
    ],
)
def test_what_does_not_fit_together_is_refused(nmo: Nmo, wrong: list[str]) -> None:
    assert nmo("documents", *wrong).exit_code == ExitCode.USAGE


def sent(state: OutboxState, code: str = "") -> OutboxItem:
    return replace(ITEM, state=state, error_code=code)


@pytest.mark.parametrize(
    ("report", "exit_code"),
    [
        (SendReport((sent(OutboxState.DELIVERED),)), ExitCode.DONE),
        (SendReport((), NotSignedInError(), 1), ExitCode.REFUSED),
        (SendReport((), PortalUnreachableError(), 1), ExitCode.PORTAL),
        (SendReport((sent(OutboxState.REFUSED, "document.refused"),)), ExitCode.REFUSED),
        (SendReport((sent(OutboxState.CONFLICT, "document.conflict"),)), ExitCode.REFUSED),
        (SendReport((sent(OutboxState.EXPIRED, "certificate.expired"),)), ExitCode.BAD),
        (SendReport((sent(OutboxState.WAITING, "portal.unavailable"),)), ExitCode.PORTAL),
    ],
)
def test_the_exit_code_says_what_became_of_sending(
    nmo: Nmo, outbox: StubOutbox, report: SendReport, exit_code: ExitCode
) -> None:
    outbox.report = report
    ran = nmo("--json", "documents", "send", "1")
    assert outbox.asked[-1] == ("send", ITEM.id)
    assert ran.exit_code == exit_code
    assert ran.document["left"] == report.left
    assert (ran.document["stopped_by"] is None) is (report.stopped_by is None)
    assert "0/1 Обращение 50 %" in ran.err


def test_without_names_everything_is_sent(nmo: Nmo, outbox: StubOutbox) -> None:
    nmo("documents", "send")
    assert outbox.asked[-1] == ("send",)


def test_a_document_that_may_have_arrived_is_dropped_on_a_word(
    nmo: Nmo, outbox: StubOutbox
) -> None:
    refused = nmo("documents", "drop", "1")
    assert refused.exit_code == ExitCode.USAGE
    assert "--yes" in refused.err
    assert "удалён" in nmo("documents", "drop", "1", "--yes").out


def test_retry_and_decide_name_their_documents(nmo: Nmo, outbox: StubOutbox) -> None:
    assert "ждёт отправки" in nmo("documents", "retry", "1").out
    assert "удалён" in nmo("documents", "decide", "1", "--take-theirs").out
    assert "ждёт отправки" in nmo("documents", "decide", "1", "--keep-mine").out


def test_a_package_is_sealed_with_a_phrase_that_is_typed_twice(
    nmo: Nmo, outbox: StubOutbox, console: StubConsole
) -> None:
    console.pins = ["a long enough phrase"] * 2
    assert nmo("documents", "export", "usb", "1").exit_code == ExitCode.DONE
    assert outbox.asked[-1] == ("export", ITEM.id, "a long enough phrase")
    console.pins = ["a long enough phrase", "another phrase"]
    assert "package.passphrase-differs" in nmo("documents", "export", "usb").err


def test_a_phrase_comes_from_standard_input_for_scripts(
    nmo: Nmo, outbox: StubOutbox, console: StubConsole
) -> None:
    console.piped = "phrase of a script"
    nmo("documents", "export", "usb", "--passphrase-stdin")
    assert outbox.asked[-1] == ("export", "phrase of a script")
    nmo("documents", "import", "usb", "--passphrase-stdin")
    assert outbox.asked[-1] == ("import", "phrase of a script")


def test_without_anybody_to_ask_a_phrase_is_needed(nmo: Nmo, outbox: StubOutbox) -> None:
    ran = nmo("--json", "documents", "export", "usb")
    assert ran.document["error"]["code"] == "package.passphrase-needed"
    assert ran.exit_code == ExitCode.USAGE
    assert nmo("documents", "export", "usb", "--plain").exit_code == ExitCode.DONE
    assert outbox.asked[-1] == ("export", None)


def test_an_open_package_asks_for_no_phrase(nmo: Nmo, outbox: StubOutbox) -> None:
    outbox.sealed = False
    ran = nmo("--json", "documents", "import", "usb")
    assert outbox.asked[-1] == ("import", None)
    assert (len(ran.document["documents"]), len(ran.document["known"])) == (1, 1)


def test_the_json_of_a_document_can_be_read_by_scripts(nmo: Nmo) -> None:
    (document,) = nmo("--json", "documents", "list").document["documents"]
    assert json.loads(json.dumps(document)) == document
    assert document["signer"]["certificate"] == SIGNER.certificate_id

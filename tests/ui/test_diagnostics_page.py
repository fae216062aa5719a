"""The page «Диагностика», with a diagnosis that answers from memory."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from desktop_app.core.diagnostics import CheckStatus, Finding, Profile
from desktop_app.core.errors.diagnosis import FixFailedError, FixUnavailableError
from desktop_app.core.errors.state import DiskFullError
from desktop_app.core.tokens import TokenOverview
from desktop_app.ui.background import Background
from desktop_app.ui.bundle_preview import BundlePreview
from desktop_app.ui.diagnostics_fixes import FixesDialog
from desktop_app.ui.diagnostics_model import DiagnosisRole
from desktop_app.ui.diagnostics_trial import TrialDialog
from desktop_app.ui.fix_dialog import FixDialog
from desktop_app.ui.pages.diagnostics import DiagnosticsPage
from desktop_app.ui.pin_change_dialog import PinChangeDialog
from desktop_app.ui.pin_change_presenter import PinTask
from desktop_app.ui.pin_dialog import PinDialog
from desktop_app.ui.theme import Theme
from tests.ui.diagnosis_services import HEALTHY, result
from tests.ui.window_samples import certificate, token, unfit
from tests.ui.window_services import Fakes

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Dialog = TypeVar("Dialog", bound=QDialog)
Checked = Callable[[], DiagnosticsPage]


@pytest.fixture
def page(fakes: Fakes, background: Background, theme: Theme, qtbot: QtBot) -> DiagnosticsPage:
    page = DiagnosticsPage(fakes.services(), background, theme)
    qtbot.addWidget(page)
    page.resize(1000, 760)
    page.show()
    qtbot.waitExposed(page)
    return page


@pytest.fixture
def checked(page: DiagnosticsPage, qtbot: QtBot) -> Checked:
    def check() -> DiagnosticsPage:
        page.run()
        qtbot.waitUntil(lambda: not page.presenter.running)
        return page

    return check


def rows(page: DiagnosticsPage) -> list[str]:
    """Return identifiers of checks and headings of groups, as they are shown."""
    indexes = [page.model.index(row) for row in range(page.model.rowCount())]
    return [str(each.data(DiagnosisRole.CHECK) or f"# {each.data()}") for each in indexes]


def shown(page: DiagnosticsPage, kind: type[Dialog], qtbot: QtBot) -> Dialog:
    """Return the dialog of this kind as soon as it is open."""

    def visible() -> list[Dialog]:
        return [each for each in page.findChildren(kind) if each.isVisible()]

    qtbot.waitUntil(lambda: bool(visible()))
    return visible()[0]


def test_before_the_first_check_it_says_what_it_would_do(page: DiagnosticsPage) -> None:
    assert "ни одна попытка" in page.state.text.text()
    assert not page.head.isVisible()
    assert not page.footer.report.isEnabled()


def test_the_button_of_the_empty_page_checks(
    page: DiagnosticsPage, fakes: Fakes, qtbot: QtBot
) -> None:
    page.state.button.click()
    qtbot.waitUntil(lambda: page.presenter.report is not None)
    assert fakes.diagnostics.runs == [(Profile.LOGIN, ())]


def test_the_head_sentence_names_the_first_cause(checked: Checked) -> None:
    page = checked()
    assert page.head.sentence.text().startswith(
        "Войти не получится, потому что служба смарт-карт остановлена."
    )
    assert page.head.remedy.isVisible()
    assert page.list.chosen() == "SVC-06"
    assert page.details.title.text() == "Служба смарт-карт остановлена"
    assert page.details.state.text() == "мешает работе · Служба смарт-карт (pcscd)"


def test_a_warning_alone_leads_to_its_remedy(checked: Checked, fakes: Fakes, qtbot: QtBot) -> None:
    over = Finding(CheckStatus.WARN, "session.expired")
    fakes.diagnostics.results = (*HEALTHY, result("ACC-08", CheckStatus.WARN, over))
    page = checked()
    assert page.head.sentence.text() == (
        "Входу ничего не мешает. Обратите внимание: сеанс закончился. Войдите снова."
    )
    assert page.list.chosen() == "ACC-08"
    with qtbot.waitSignal(page.login_requested):
        page.head.remedy.click()


def test_only_what_needs_attention_is_shown_first(checked: Checked) -> None:
    page = checked()
    assert page.only_troubles.isChecked()
    assert rows(page) == ["# Компьютер", "SYS-04", "# Служба смарт-карт", "SVC-06"]
    page.only_troubles.setChecked(False)
    assert [each for each in rows(page) if not each.startswith("#")] == [
        "SYS-04",
        "SYS-07",
        "SVC-06",
        "RDR-01",
    ]
    assert page.list.chosen() == "SVC-06"


def test_a_healthy_computer_shows_everything_and_no_remedy(checked: Checked, fakes: Fakes) -> None:
    fakes.diagnostics.results = HEALTHY
    page = checked()
    assert page.head.sentence.text() == "Входу ничего не мешает."
    assert not page.head.remedy.isVisible()
    assert not page.only_troubles.isChecked()
    assert not page.only_troubles.isEnabled()
    assert "SYS-07" in rows(page)


def test_rows_are_there_before_their_results_and_the_run_can_be_cancelled(
    page: DiagnosticsPage, fakes: Fakes, qtbot: QtBot
) -> None:
    fakes.diagnostics.gate = threading.Event()
    page.run()
    qtbot.waitUntil(lambda: page.model.done == 1)
    assert page.model.total == 4
    assert page.head.sentence.text() == "Проверяем: 1 из 4. PIN не нужен."
    page.head.cancel.click()
    qtbot.waitUntil(lambda: not page.presenter.running)
    assert page.head.sentence.text() == "Проверка остановлена: сделано 1 из 4."
    fakes.diagnostics.gate.set()
    page.head.remedy.click()
    qtbot.waitUntil(lambda: page.presenter.report is not None)


def test_one_row_is_checked_again(checked: Checked, fakes: Fakes, qtbot: QtBot) -> None:
    page = checked()
    fakes.diagnostics.results = HEALTHY
    page.details.again.click()
    qtbot.waitUntil(lambda: not page.presenter.running)
    assert fakes.diagnostics.runs[-1] == (Profile.LOGIN, ("SVC-06",))
    assert page.list.chosen() == "SVC-06"
    assert page.details.state.text() == "в порядке"
    assert page.head.sentence.text().startswith("Входу ничего не мешает.")


def test_experts_find_code_and_evidence(checked: Checked) -> None:
    page = checked()
    assert not page.details.facts.isVisible()
    page.details.more.click()
    facts = page.details.facts.toPlainText()
    assert page.details.facts.isVisible()
    for part in ("SVC-06", "service.stopped", "0x8010001D", "12 ms"):
        assert part in facts


def test_who_can_mend_it_is_said(checked: Checked) -> None:
    page = checked()
    assert page.details.findings[0].who.text() == "Кто может это сделать: ИТ-специалист"


def test_another_purpose_checks_at_once(page: DiagnosticsPage, fakes: Fakes, qtbot: QtBot) -> None:
    page.bar.purpose.setCurrentIndex(1)
    page.bar.purpose.activated.emit(1)
    qtbot.waitUntil(lambda: page.presenter.report is not None)
    assert fakes.diagnostics.runs == [(Profile.SIGN, ())]


def test_an_error_of_the_diagnosis_itself_is_said(
    page: DiagnosticsPage, fakes: Fakes, qtbot: QtBot
) -> None:
    fakes.diagnostics.failing = DiskFullError("/home")
    page.run()
    qtbot.waitUntil(page.message.isVisible)
    assert page.message.code.text() == "state.disk-full"
    assert not page.presenter.running


def test_a_fix_is_shown_agreed_to_done_and_checked_again(
    checked: Checked, fakes: Fakes, qtbot: QtBot
) -> None:
    page = checked()
    page.head.remedy.click()
    dialog = shown(page, FixDialog, qtbot)
    assert "systemctl enable --now pcscd.socket" in dialog.changes.toPlainText()
    assert dialog.admin.isVisible()
    assert fakes.diagnostics.asked == ["plan SVC-06 service.start"]
    dialog.apply_button.click()
    qtbot.waitUntil(dialog.outcome.isVisible)
    qtbot.waitUntil(lambda: page.head.sentence.text().startswith("Входу ничего не мешает."))
    assert fakes.diagnostics.runs[-1][1] == ("SVC-06",)
    assert dialog.outcome.title.text() == "Проверено снова: в порядке"
    dialog.undo_button.click()
    qtbot.waitUntil(lambda: "undo 1" in fakes.diagnostics.asked)
    qtbot.waitUntil(lambda: page.head.sentence.text().startswith("Войти не получится"))


def test_a_fix_that_is_declined_changes_nothing(
    checked: Checked, fakes: Fakes, qtbot: QtBot
) -> None:
    page = checked()
    page.details.findings[0].button.click()
    dialog = shown(page, FixDialog, qtbot)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert fakes.diagnostics.asked == ["plan SVC-06 service.start"]


def test_a_fix_that_fails_says_so_and_can_be_tried_again(
    checked: Checked, fakes: Fakes, qtbot: QtBot
) -> None:
    page = checked()
    page.head.remedy.click()
    dialog = shown(page, FixDialog, qtbot)
    fakes.diagnostics.failing = FixFailedError("service.start", "no")
    dialog.apply_button.click()
    qtbot.waitUntil(dialog.error.isVisible)
    assert dialog.error.code.text() == "fix.failed"
    assert dialog.apply_button.isEnabled()
    assert not dialog.undo_button.isVisible()


def test_a_fix_that_is_not_to_be_had_is_said_on_the_page(
    checked: Checked, fakes: Fakes, qtbot: QtBot
) -> None:
    page = checked()
    fakes.diagnostics.failing = FixUnavailableError("service.start")
    page.head.remedy.click()
    qtbot.waitUntil(page.message.isVisible)
    assert page.message.code.text() == "fix.unavailable"
    assert page.head.isVisible()


def test_fixes_carried_out_are_listed_and_taken_back(
    checked: Checked, fakes: Fakes, qtbot: QtBot
) -> None:
    page = checked()
    fakes.diagnostics.apply_fix(fakes.diagnostics.plan)
    page.bar.fixes.click()
    dialog = shown(page, FixesDialog, qtbot)
    qtbot.waitUntil(lambda: dialog.list.count() == 1)
    assert "systemctl" in dialog.details.toPlainText()
    dialog.undo_button.click()
    qtbot.waitUntil(dialog.empty.isVisible)
    assert fakes.diagnostics.asked[-1] == "undo 1"


def choose_file(page: DiagnosticsPage, path: Path, qtbot: QtBot) -> None:
    dialog = shown(page, QFileDialog, qtbot)
    dialog.fileSelected.emit(str(path))
    dialog.close()


@pytest.mark.parametrize(
    ("name", "content"), [("r.html", "<!doctype html>"), ("r.json", '"redacted": true')]
)
def test_the_report_is_saved_redacted(
    checked: Checked, qtbot: QtBot, tmp_path: Path, name: str, content: str
) -> None:
    page = checked()
    page.footer.report.click()
    choose_file(page, tmp_path / name, qtbot)
    qtbot.waitUntil(page.notice.isVisible)
    assert content in (tmp_path / name).read_text("utf-8")
    assert name in page.notice.text.text()


def test_the_json_report_is_json(checked: Checked, qtbot: QtBot, tmp_path: Path) -> None:
    page = checked()
    page.footer.report.click()
    choose_file(page, tmp_path / "r.json", qtbot)
    qtbot.waitUntil(page.notice.isVisible)
    assert json.loads((tmp_path / "r.json").read_text("utf-8")) == {"redacted": True}


def test_a_bundle_is_looked_into_before_it_is_saved(
    checked: Checked, fakes: Fakes, qtbot: QtBot, tmp_path: Path
) -> None:
    page = checked()
    page.footer.bundle.click()
    dialog = shown(page, BundlePreview, qtbot)
    assert dialog.files.count() == 2
    assert dialog.content.toPlainText() == "x"
    dialog.as_it_is.setChecked(True)
    assert dialog.content.toPlainText() == "<p>x</p>"
    model = dialog.hidden.model()
    cells = [model.index(0, column).data() for column in range(3)]
    assert cells == ["СНИЛС", "112-233-445 95", "[snils]"]
    dialog.files.setCurrentRow(1)
    assert dialog.hidden.rowCount() == 0
    assert fakes.diagnostics.written == []
    dialog.save_button.click()
    choose_file(page, tmp_path / "b.zip", qtbot)
    qtbot.waitUntil(page.notice.isVisible)
    assert fakes.diagnostics.written == [tmp_path / "b.zip"]


def test_a_trial_signature_takes_a_certificate_and_a_pin(
    page: DiagnosticsPage, fakes: Fakes, qtbot: QtBot
) -> None:
    fakes.tokens.now = TokenOverview(
        tokens=(token(certificate(), certificate(2, fitness=unfit("certificate.expired"))),)
    )
    page.footer.trial.click()
    choice = shown(page, TrialDialog, qtbot)
    choice.list.setCurrentIndex(choice.model.index(1))
    assert not choice.go_button.isEnabled()
    choice.list.setCurrentIndex(choice.model.index(0))
    choice.go_button.click()
    dialog = shown(page, PinDialog, qtbot)
    assert "ни к чему не обязывает" in dialog.statement.toPlainText()
    dialog.field.edit.setText("12345678")
    dialog.sign_button.click()
    qtbot.waitUntil(lambda: page.list.chosen() == "CRT-30")
    assert fakes.diagnostics.pins == ["12345678"]
    assert page.details.state.text() == "в порядке"


def test_without_a_certificate_that_signs_the_checks_say_why(
    page: DiagnosticsPage, fakes: Fakes, qtbot: QtBot
) -> None:
    page.footer.trial.click()
    qtbot.waitUntil(lambda: page.presenter.report is not None)
    assert fakes.diagnostics.runs == [(Profile.SIGN, ())]
    assert not page.findChildren(TrialDialog)


def test_a_fingerprint_is_shown_in_groups_that_a_line_can_break(
    checked: Checked, fakes: Fakes
) -> None:
    evidence = {"subject": "УЦ", "sha256": "0123456789abcdef" * 4}
    found = Finding(CheckStatus.FAIL, "path.root-not-trusted", evidence)
    fakes.diagnostics.results = (result("CRT-20", CheckStatus.FAIL, found),)
    assert "0123 4567 89ab cdef 0123" in checked().details.findings[0].text.text()


def test_a_missing_certificate_can_be_taken_from_a_file(
    checked: Checked, fakes: Fakes, qtbot: QtBot, tmp_path: Path
) -> None:
    missing = Finding(CheckStatus.FAIL, "path.root-missing", {"issuer": "УЦ", "key_id": "ab"})
    fakes.diagnostics.results = (result("CRT-20", CheckStatus.FAIL, missing),)
    page = checked()
    assert page.head.remedy.text() == "Взять сертификат из файла…"
    page.head.remedy.click()
    choose_file(page, tmp_path / "root.cer", qtbot)
    shown(page, FixDialog, qtbot).reject()
    assert fakes.diagnostics.asked == ["plan CRT-20 trust.install-own"]
    planned = fakes.diagnostics.planned_for[-1]
    assert planned.evidence == {**missing.evidence, "file": str(tmp_path / "root.cer")}


@pytest.mark.parametrize(("purpose", "offered"), [("servers", True), ("", False)])
def test_a_root_of_the_portal_from_a_file_is_offered_only_where_it_would_count(
    checked: Checked, fakes: Fakes, purpose: str, offered: bool
) -> None:
    missing = Finding(CheckStatus.FAIL, "tls.root-missing", {"purpose": purpose})
    fakes.diagnostics.results = (result("NET-10", CheckStatus.FAIL, missing),)
    assert checked().details.findings[0].button.isVisible() is offered


def test_signing_in_is_offered_where_it_is_the_remedy(
    checked: Checked, fakes: Fakes, qtbot: QtBot
) -> None:
    finding = Finding(CheckStatus.FAIL, "session.expired")
    fakes.diagnostics.results = (result("ACC-01", CheckStatus.FAIL, finding),)
    page = checked()
    with qtbot.waitSignal(page.login_requested):
        page.head.remedy.click()


def test_the_list_is_walked_by_arrows_past_the_headings(checked: Checked) -> None:
    page = checked()
    page.list.choose("SYS-04")
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert page.list.chosen() == "SVC-06"
    QTest.keyClick(page.list, Qt.Key.Key_Up)
    assert page.list.chosen() == "SYS-04"


def test_a_screen_reader_hears_check_state_and_finding(checked: Checked) -> None:
    page = checked()
    index = page.list.currentIndex()
    spoken = str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    assert "мешает работе" in spoken
    assert "Служба смарт-карт остановлена" in spoken


@pytest.mark.parametrize(
    ("cause", "task"), [("pin.locked", PinTask.UNBLOCK), ("pin.must-change", PinTask.CHANGE)]
)
def test_a_pin_that_stands_in_the_way_leads_to_its_dialog(
    checked: Checked, fakes: Fakes, qtbot: QtBot, cause: str, task: PinTask
) -> None:
    fakes.tokens.now = TokenOverview(
        tokens=(token(label="Другой"), replace(token(label="Он"), serial="beef"))
    )
    finding = Finding(CheckStatus.FAIL, cause, {"token_serial": "beef"})
    fakes.diagnostics.results = (result("PIN-01", CheckStatus.FAIL, finding),)
    page = checked()
    page.head.remedy.click()
    dialog = shown(page, PinChangeDialog, qtbot)
    assert dialog.token.serial == "beef"
    assert dialog._task is task


def test_a_new_pin_is_said_and_the_checks_run_again(
    checked: Checked, fakes: Fakes, qtbot: QtBot
) -> None:
    fakes.tokens.now = TokenOverview(tokens=(token(),))
    page = checked()
    page.footer.change_pin.trigger()
    dialog = shown(page, PinChangeDialog, qtbot)
    for field, text in zip(dialog.form.fields, ("12345678", "84617295", "84617295"), strict=True):
        field.edit.setText(text)
    qtbot.waitUntil(dialog.form.go_button.isEnabled)
    dialog.form.go_button.click()
    qtbot.waitUntil(lambda: len(fakes.diagnostics.runs) == 2)
    qtbot.waitUntil(lambda: not page.presenter.running)
    assert page.notice.title.text() == "PIN сменён"


def test_without_a_token_there_is_no_pin_to_change(page: DiagnosticsPage, qtbot: QtBot) -> None:
    page.footer.change_pin.trigger()
    qtbot.waitUntil(page.message.isVisible)
    assert page.message.code.text() == "token.missing"

"""Is the English window English, and is every text of the sources translated?"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET  # our own files
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.credentials import CredentialList
from desktop_app.core.documents import Receipt
from desktop_app.core.errors.tokens import PinIncorrectError
from desktop_app.core.file_examinations import FileExamination, FileKind
from desktop_app.core.outbox_item import OutboxState
from desktop_app.core.resources import resource_path
from desktop_app.core.tokens import PinState, TokenOverview
from desktop_app.services.batch_signing import TokenGone
from desktop_app.services.checked_files import CheckedFile
from desktop_app.ui.application import Translations
from desktop_app.ui.background import Background
from desktop_app.ui.bundle_preview import BundlePreview
from desktop_app.ui.certificate_words import CertificateWords
from desktop_app.ui.consent_dialogs import DocumentDialog, WithdrawDialog
from desktop_app.ui.diagnostics_fixes import FixesDialog
from desktop_app.ui.diagnostics_trial import TrialDialog
from desktop_app.ui.documents_batch_dialog import BatchDialog
from desktop_app.ui.documents_certificate import CertificateDialog
from desktop_app.ui.documents_dropping import DropQuestion
from desktop_app.ui.documents_words import DocumentWords
from desktop_app.ui.file_check_dialog import FileCheckDialog
from desktop_app.ui.fix_dialog import FixDialog
from desktop_app.ui.history_dialog import HistoryDialog
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.new_document_dialog import NewDocumentDialog
from desktop_app.ui.package_dialogs import HandOverDialog, TakeInDialog
from desktop_app.ui.page_table import PageKey
from desktop_app.ui.pages.consent import ConsentPage
from desktop_app.ui.pages.credentials import CredentialsPage
from desktop_app.ui.pages.diagnostics import DiagnosticsPage
from desktop_app.ui.pages.documents import DocumentsPage
from desktop_app.ui.pin_change_dialog import PinChangeDialog
from desktop_app.ui.pin_change_presenter import PinTask
from desktop_app.ui.pin_dialog import PinDialog
from desktop_app.ui.pin_presenter import PinRequest
from desktop_app.ui.signature_options import SignatureOptions
from desktop_app.ui.theme import Theme
from tests.ui.credential_samples import credential
from tests.ui.diagnosis_services import BUNDLE, PLAN
from tests.ui.document_services import document
from tests.ui.file_services import BAD_NAME, EMPTY
from tests.ui.widget_words import words_of
from tests.ui.window_samples import certificate, token, unfit
from tests.ui.window_services import NOW, SIGNED_IN, Fakes

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
ROOT = Path(__file__).parents[2]
LUPDATE = Path(sys.executable).with_name("pyside6-lupdate")
CYRILLIC = re.compile("[А-Яа-яЁё]+")
# Data of portal, tokens and people is shown as it is; a language names itself in its own words.
DATA = re.compile(
    "Русский|Иванова Мария Петровна|Абрамов|Рутокен ЭЦП|Учебный УЦ|Минздрав|Учёт|ФИО|СНИЛС"
    "|Передача|152-ФЗ|До отзыва|В программе|Ничего не меняет|Останется журнал|Согласие"
    "|Первая помощь|Сеченовский Университет|Найдено в реестре|Я согласна"
)


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    subprocess.run([ROOT / "scripts" / "translations"], check=True, timeout=60)


@pytest.fixture
def english(qapp: QApplication) -> Iterator[Translations]:
    words = Translations(qapp)
    words.use("en")
    yield words
    words.remove()


@pytest.mark.parametrize(
    ("language", "options"), [("ru", ["-pluralonly"]), ("en", ["-no-obsolete"])]
)
def test_every_text_of_the_sources_is_translated(
    tmp_path: Path, language: str, options: list[str]
) -> None:
    file = tmp_path / f"nmo_{language}.ts"
    shutil.copyfile(resource_path("translations", file.name), file)
    sources = sorted((ROOT / "desktop_app" / "ui").rglob("*.py"))
    command: list[str | Path] = [
        LUPDATE,
        *sources,
        "-silent",
        "-locations",
        "none",
        *options,
        "-ts",
        file,
    ]
    subprocess.run(command, check=True, timeout=60)
    missing = [
        message.findtext("source")
        for message in ET.parse(file).iter("message")
        if (translation := message.find("translation")) is None
        or translation.get("type") == "unfinished"
        or not "".join(translation.itertext()).strip()
    ]
    assert not missing, "run scripts/translations --update and translate"


def test_qts_own_file_dialog_speaks_russian(qapp: QApplication, qtbot: QtBot) -> None:
    words = Translations(qapp)
    words.use("ru")
    dialog = QFileDialog()
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.show()
    texts = [each.text() for each in dialog.findChildren(QLabel)]
    words.remove()
    assert len(texts) >= 3
    assert all(map(CYRILLIC.search, filter(None, texts))), texts


def test_english_texts_keep_the_placeholders_and_hold_no_cyrillic() -> None:
    for message in ET.parse(resource_path("translations", "nmo_en.ts")).iter("message"):
        source, translation = message.findtext("source", ""), message.find("translation")
        assert translation is not None
        for text in list(translation.itertext()) if len(translation) else [translation.text or ""]:
            if not text.strip():
                continue
            assert set(re.findall(r"{\w+}|%n", source)) == set(re.findall(r"{\w+}|%n", text))
            assert not CYRILLIC.search(text), text


@pytest.mark.parametrize(
    ("language", "count", "words"),
    [
        ("ru", 1, "Осталась 1 попытка"),
        ("ru", 3, "Осталось 3 попытки"),
        ("ru", 11, "Осталось 11 попыток"),
        ("en", 1, "1 try left"),
        ("en", 3, "3 tries left"),
    ],
)
def test_numbers_take_the_right_plural(
    qapp: QApplication, english: Translations, language: str, count: int, words: str
) -> None:
    english.use(language)
    assert qapp.translate("PinDialog", "Осталось попыток: %n", None, count) == words


def russian_words(window: QWidget) -> list[str]:
    return [
        f"{type(widget).__name__}: {words}"
        for widget, words in words_of(window)
        if CYRILLIC.search(DATA.sub("", words))
    ]


def test_the_english_window_has_no_russian_words(
    fakes: Fakes, background: Background, theme: Theme, qtbot: QtBot, english: Translations
) -> None:
    fakes.credentials.fetched = CredentialList((credential(1), credential(2)), NOW, offline=False)
    fakes.login.session = SIGNED_IN
    fakes.consent.files = (Path("consent.p7m"),)
    window = MainWindow(fakes.services(language="en", is_training=True), background, theme)
    qtbot.addWidget(window)
    window.show()
    assert not russian_words(window)
    unfit_one = certificate(2, owner="Абрамов", fitness=unfit("certificate.expired"))
    for state in PinState:
        fakes.tokens.show(token(certificate(), unfit_one, pin_state=state))
        qtbot.waitUntil(lambda: window.login.model.rowCount() == 2)
        for row in range(2):
            window.login.list.setCurrentIndex(window.login.model.index(row))
            assert not russian_words(window)
    qtbot.waitUntil(window.login.account.isVisible)
    window.show_page(PageKey.CREDENTIALS)
    qtbot.waitUntil(lambda: window.page(CredentialsPage).model.rowCount() == 2)
    qtbot.waitUntil(lambda: not window.page(CredentialsPage).presenter.state.refreshing)
    assert not russian_words(window)
    fakes.consent.withdraw()
    window.show_page(PageKey.CONSENT)
    qtbot.waitUntil(window.page(ConsentPage).view.isVisible)
    assert not russian_words(window)
    window.show_page(PageKey.DOCUMENTS)
    for stands in OutboxState:
        fakes.outbox.have(document(1, stands))
        with qtbot.waitSignal(window.page(DocumentsPage).presenter.page_read):
            window.page(DocumentsPage).refresh()
        assert not russian_words(window)
    window.show_page(PageKey.VERIFICATION)
    assert not russian_words(window)
    window.show_diagnosis()
    assert not russian_words(window.page(DiagnosticsPage))
    qtbot.waitUntil(lambda: window.page(DiagnosticsPage).presenter.report is not None)
    window.page(DiagnosticsPage).only_troubles.setChecked(False)
    for check in ("SVC-06", "RDR-01", "SYS-04"):
        window.page(DiagnosticsPage).list.choose(check)
        window.page(DiagnosticsPage).details.more.setChecked(True)
        assert not russian_words(window)
    window.login.session_changed.emit(fakes.login.state())
    window.show_page(PageKey.LOGIN)
    assert not russian_words(window)


def test_the_english_dialogs_of_documents_have_no_russian_words(
    fakes: Fakes,
    background: Background,
    theme: Theme,
    qtbot: QtBot,
    english: Translations,
    tmp_path: Path,
) -> None:
    services, items = fakes.services(language="en"), (document(1), document(2))
    window = QWidget()
    qtbot.addWidget(window)
    checked = tuple(
        CheckedFile(tmp_path, FileExamination(tmp_path, 1, "", FileKind.PDF, 1, (flaw,)), signed)
        for flaw, signed in ((EMPTY, False), (BAD_NAME, False), (BAD_NAME, True))
    )
    batch = BatchDialog([each.file_name for each in items], services, theme, window)
    paper = NewDocumentDialog(services, background, theme, window)
    files = FileCheckDialog(checked, tmp_path, services, background, theme, window)
    giving = HandOverDialog(2, (), services, background, theme, window)
    taking = TakeInDialog(tmp_path, services, background, theme, window)
    tokens = TokenOverview(tokens=(token(certificate()),))
    options = SignatureOptions([tmp_path], "")
    choice = CertificateDialog(["letter.pdf"], tokens, services, theme, window, options=options)
    receipt = Receipt("D-1", 1, NOW)
    fakes.outbox.have(document(1, OutboxState.DELIVERED, receipt=receipt))
    said = DocumentWords(services.catalogue, "en", window)
    history = HistoryDialog(said, services, background, theme, window)
    dialogs = (batch, paper, files, giving, taking, choice, history)
    for dialog in dialogs:
        dialog.show()
    qtbot.waitUntil(lambda: paper.form is not None)
    qtbot.waitUntil(lambda: history.model.rowCount() == 1)
    gone = TokenGone(token(certificate()), 1, 2)
    for step in (
        batch.show_running,
        lambda: batch.pause_button.setChecked(True),
        lambda: batch.show_gone(gone),
        batch.show_back,
        lambda: batch.show_result(PinIncorrectError(tries_left=2)),
        lambda: files.list.setCurrentIndex(files.model.index(2)),
    ):
        step()
        assert not [words for dialog in dialogs for words in russian_words(dialog)]


@pytest.mark.parametrize("state", PinState)
def test_the_english_dialogs_have_no_russian_words(
    fakes: Fakes,
    background: Background,
    theme: Theme,
    qtbot: QtBot,
    english: Translations,
    state: PinState,
) -> None:
    services = fakes.services(language="en")
    on = token(certificate(), pin_state=state, tries_left=1, pin_pad=state is PinState.LOW)
    words = CertificateWords(services.catalogue, "en")
    request = PinRequest(on, certificate(), "Sign in", "{}", lambda *_: None)
    dialogs = (
        PinDialog(request, background, theme, services.catalogue, "en"),
        DocumentDialog("{}", certificate()),
        WithdrawDialog("stays"),
        FixDialog(replace(PLAN, confirm_fingerprint="ab" * 32), services, background, theme),
        FixesDialog(services, background, theme),
        CertificateDialog(["report.pdf"], TokenOverview(tokens=(on,)), services, theme),
        DropQuestion("Report", None),
        BundlePreview(BUNDLE, services.catalogue, "en"),
        TrialDialog(TokenOverview(tokens=(on,)), words, theme),
        *(
            PinChangeDialog(task, (on,), 0, services, services.pins, background, theme)
            for task in PinTask
        ),
    )
    for dialog in dialogs:
        qtbot.addWidget(dialog)
        dialog.show()
        assert not russian_words(dialog)

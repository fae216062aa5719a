"""Can everything be reached, left and named without eyes and without a mouse?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.consents import ConsentState, ConsentStatus
from desktop_app.core.credentials import CredentialList
from desktop_app.core.file_examinations import FileExamination, FileKind
from desktop_app.core.outbox_item import OutboxState
from desktop_app.core.register_sync import TicketText
from desktop_app.core.tokens import PinState, TokenOverview
from desktop_app.services.checked_files import CheckedFile
from desktop_app.services.portal.contact import Contact
from desktop_app.ui.account_panel import AccountPanel
from desktop_app.ui.application import MINIMUM
from desktop_app.ui.background import Background
from desktop_app.ui.bundle_preview import BundlePreview
from desktop_app.ui.card_list import CardRole
from desktop_app.ui.certificate_words import CertificateWords
from desktop_app.ui.consent_dialogs import DocumentDialog, WithdrawDialog
from desktop_app.ui.consent_view import ConsentView
from desktop_app.ui.diagnostics_fixes import FixesDialog
from desktop_app.ui.diagnostics_trial import TrialDialog
from desktop_app.ui.documents_batch_dialog import BatchDialog
from desktop_app.ui.documents_certificate import CertificateDialog
from desktop_app.ui.documents_dropping import DropQuestion
from desktop_app.ui.file_check_dialog import FileCheckDialog
from desktop_app.ui.fix_dialog import FixDialog
from desktop_app.ui.focus_keeping import scroll_to_focus
from desktop_app.ui.history_dialog import HistoryDialog
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.message_view import MessageView
from desktop_app.ui.new_document_dialog import NewDocumentDialog
from desktop_app.ui.new_ticket_dialog import NewTicketDialog
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
from desktop_app.ui.status_line import StatusLine
from desktop_app.ui.theme import Theme
from tests.ui.credential_samples import credential
from tests.ui.diagnosis_services import BUNDLE, PLAN
from tests.ui.document_services import document
from tests.ui.file_services import BAD_NAME, EMPTY
from tests.ui.window_samples import certificate, token, unfit
from tests.ui.window_services import NOW, SIGNED_IN, TEXT, Fakes

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
_MOST_STOPS = 100
COMPARED = replace(PLAN, confirm_fingerprint="ab" * 32)


@pytest.fixture(autouse=True)
def scrolling(qapp: QApplication) -> Iterator[None]:
    qapp.focusObjectChanged.connect(scroll_to_focus)
    yield
    qapp.focusObjectChanged.disconnect(scroll_to_focus)


def stops(window: QWidget) -> list[QWidget]:
    """Return the shown parts that take the keyboard by Tab."""
    return [
        each
        for each in window.findChildren(QWidget)
        if each.isVisibleTo(window)
        and each.isEnabled()
        and each.window() is window
        and each.focusProxy() is None
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
    ]


def name_of(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None, widget
    return str(interface.text(QAccessible.Text.Name)).strip()


def walked(window: QWidget, key: Qt.Key) -> list[QWidget]:
    """Return where the keyboard goes until it comes round."""
    way: list[QWidget] = []
    for _ in range(_MOST_STOPS):
        focused = QApplication.focusWidget()
        if focused is not None and focused in way:
            return way
        if focused is not None:
            way.append(focused)
            assert not focused.visibleRegion().isEmpty(), f"{name_of(focused)}: out of view"
        QTest.keyClick(focused or window, key)
    raise AssertionError("Tab never comes round")


def check(window: QWidget, qtbot: QtBot) -> None:
    """Name every stop, and reach and leave each by Tab and by Shift+Tab."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    expected = stops(window)
    assert expected
    assert not [each for each in expected if not name_of(each)]
    expected[0].setFocus()
    for key in (Qt.Key.Key_Backtab, Qt.Key.Key_Tab):
        reached = walked(window, key)
        assert not [name_of(each) for each in expected if not _is_in(each, reached)]


def _is_in(widget: QWidget, reached: list[QWidget]) -> bool:
    """Radio-like groups are one stop: their other buttons are reached by arrows."""
    if widget in reached:
        return True
    group = getattr(widget, "group", lambda: None)()
    return group is not None and any(each in reached for each in group.buttons())


@pytest.fixture
def window(fakes: Fakes, background: Background, theme: Theme, qtbot: QtBot) -> MainWindow:
    fakes.credentials.fetched = CredentialList(
        tuple(credential(n) for n in range(1, 4)), NOW, offline=False
    )
    fakes.consent.now = ConsentState(TEXT, ConsentStatus.GRANTED)
    window = MainWindow(fakes.services(), background, theme)
    qtbot.addWidget(window)
    window.resize(*MINIMUM)
    window.show()
    fakes.tokens.show(token(certificate(), certificate(2, fitness=unfit("certificate.expired"))))
    qtbot.waitUntil(lambda: window.login.model.rowCount() == 2)
    return window


def test_the_login_is_walked_by_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    check(window, qtbot)


def test_an_empty_window_is_walked_by_keyboard(
    window: MainWindow, fakes: Fakes, qtbot: QtBot
) -> None:
    fakes.tokens.show()
    qtbot.waitUntil(lambda: window.login.model.rowCount() == 0)
    for page in PageKey:
        window.show_page(page)
        qtbot.waitUntil(lambda: not window.page(CredentialsPage).presenter.state.refreshing)
        check(window, qtbot)


@pytest.mark.parametrize("page", [PageKey.LOGIN, PageKey.CREDENTIALS, PageKey.CONSENT])
def test_each_page_of_a_person_is_walked_by_keyboard(
    window: MainWindow, fakes: Fakes, qtbot: QtBot, page: PageKey
) -> None:
    fakes.login.session = SIGNED_IN
    window.show_page(PageKey.LOGIN)
    qtbot.waitUntil(window.login.account.isVisible)
    window.show_page(page)
    qtbot.waitUntil(lambda: not window.page(CredentialsPage).presenter.state.refreshing)
    if page is PageKey.CREDENTIALS:
        qtbot.waitUntil(lambda: window.page(CredentialsPage).model.rowCount() == 3)
        window.page(CredentialsPage).table.selectRow(0)
    if page is PageKey.CONSENT:
        qtbot.waitUntil(window.page(ConsentPage).view.withdraw_button.isVisible)
    check(window, qtbot)


def test_documents_and_their_dialogs_are_walked_by_keyboard(
    window: MainWindow,
    fakes: Fakes,
    background: Background,
    theme: Theme,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    fakes.outbox.have(document(2, OutboxState.CONFLICT), document(1))
    window.show_page(PageKey.DOCUMENTS)
    page = window.page(DocumentsPage)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    qtbot.waitUntil(page.details.preview.forth.isEnabled)
    check(window, qtbot)
    services, items = fakes.services(), page.model.items
    names = [each.file_name for each in items]
    tokens = TokenOverview(tokens=(token(certificate()),))
    writing = NewDocumentDialog(services, window._background, theme, window)
    dialogs = (
        writing,
        CertificateDialog(names, tokens, services, theme),
        CertificateDialog(names, tokens, services, theme, options=SignatureOptions([], "")),
        BatchDialog(names, services, theme, window),
        DropQuestion("Report", None),
        HistoryDialog(page.words, services, background, theme),
        HandOverDialog(2, (), services, background, theme),
        TakeInDialog(tmp_path, services, background, theme),
        FileCheckDialog(_checked(tmp_path), tmp_path, services, background, theme),
    )
    for dialog in dialogs:
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: writing.form is not None)
        check(dialog, qtbot)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()


def test_a_request_longer_than_its_dialog_is_walked_by_keyboard(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.write_ticket(TicketText("Не войти", "Окно закрывается"))
    (dialog,) = window.window().findChildren(NewTicketDialog)
    qtbot.waitUntil(lambda: dialog.form is not None)
    dialog.resize(dialog.minimumSizeHint())
    check(dialog, qtbot)


def _checked(path: Path) -> tuple[CheckedFile, ...]:
    return tuple(
        CheckedFile(path, FileExamination(path, 1, "", FileKind.PDF, 1, (flaw,)))
        for flaw in (EMPTY, BAD_NAME)
    )


def test_a_diagnosis_is_walked_by_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    window.show_diagnosis()
    qtbot.waitUntil(lambda: window.page(DiagnosticsPage).presenter.report is not None)
    window.page(DiagnosticsPage).details.more.setChecked(True)
    check(window, qtbot)


def test_the_settings_are_walked_by_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    window.show_settings()
    check(window, qtbot)


def dialogs(background: Background, theme: Theme, fakes: Fakes) -> dict[str, Callable[[], QDialog]]:
    services = fakes.services()

    def pin(state: PinState, *, pin_pad: bool = False) -> QDialog:
        on = token(certificate(), pin_state=state, tries_left=1, pin_pad=pin_pad)
        request = PinRequest(on, certificate(), "Вход", "{}", lambda *_: None)
        return PinDialog(request, background, theme, services.catalogue, "ru")

    def new_pin(task: PinTask) -> QDialog:
        on = token(certificate(), pin_state=PinState.LAST_TRY, tries_left=1)
        return PinChangeDialog(task, (on,), 0, services, services.pins, background, theme)

    return {
        "pin": lambda: pin(PinState.OK),
        "pin-last-try": lambda: pin(PinState.LAST_TRY),
        "pin-locked": lambda: pin(PinState.LOCKED),
        "pin-pad": lambda: pin(PinState.OK, pin_pad=True),
        "document": lambda: DocumentDialog("Я согласна.", certificate()),
        "withdraw": lambda: WithdrawDialog("Останется журнал."),
        "fix": lambda: FixDialog(PLAN, services, background, theme),
        "fingerprint": lambda: FixDialog(COMPARED, services, background, theme),
        "fixes": lambda: FixesDialog(services, background, theme),
        "bundle": lambda: BundlePreview(BUNDLE, services.catalogue, "ru"),
        "trial": lambda: TrialDialog(
            TokenOverview(tokens=(token(certificate()),)),
            CertificateWords(services.catalogue, "ru"),
            theme,
        ),
        "change-pin": lambda: new_pin(PinTask.CHANGE),
        "unblock-pin": lambda: new_pin(PinTask.UNBLOCK),
    }


@pytest.mark.parametrize(
    "name",
    [
        *("pin", "pin-last-try", "pin-locked", "pin-pad", "document", "withdraw"),
        *("fix", "fingerprint", "fixes", "bundle", "trial", "change-pin", "unblock-pin"),
    ],
)
def test_each_dialog_is_walked_by_keyboard_and_left_by_escape(
    background: Background, theme: Theme, fakes: Fakes, qtbot: QtBot, name: str
) -> None:
    dialog = dialogs(background, theme, fakes)[name]()
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.windowTitle()
    if isinstance(dialog, PinDialog):
        dialog.field.edit.setText("1")
        dialog.last_try.setChecked(True)
        dialog.statement_button.click()
    check(dialog, qtbot)
    QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize("tone", ["fail", "warn", "info"])
def test_a_message_has_an_icon_and_words(
    theme: Theme, qtbot: QtBot, tone: str, fakes: Fakes
) -> None:
    view = MessageView(theme, tone)
    qtbot.addWidget(view)
    message = fakes.services().catalogue.message("token.missing", {}, "ru")
    view.show_message(message)
    assert not view._icon.pixmap().isNull()
    assert view.title.text() == view.accessibleName() == message.title


def test_states_of_the_consent_differ_in_icon_and_words(theme: Theme, qtbot: QtBot) -> None:
    view = ConsentView(theme)
    qtbot.addWidget(view)
    seen = set()
    for status in ConsentStatus:
        view.show_consent(ConsentState(TEXT, status), kept=False)
        picture = view._icon.pixmap().toImage().convertToFormat(QImage.Format.Format_Alpha8)
        seen.add((view.status.text(), bytes(picture.constBits())))
    assert len(seen) == len({words for words, _ in seen}) == len({shape for _, shape in seen}) == 3


def test_whether_a_certificate_fits_is_a_word_too(window: MainWindow) -> None:
    model = window.login.model
    words = {model.index(row).data(CardRole.STATE) for row in range(model.rowCount())}
    assert len(words) == 2
    for row in range(model.rowCount()):
        index = model.index(row)
        spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
        assert index.data(CardRole.STATE) in spoken


def test_states_of_the_line_at_the_bottom_differ_in_words(theme: Theme, qtbot: QtBot) -> None:
    line = StatusLine(theme)
    qtbot.addWidget(line)
    words = set()
    for contact in Contact:
        line.show_network(contact)
        words.add(line.network.text())
    for state in (PinState.OK, PinState.LOCKED, PinState.LAST_TRY, PinState.NOT_SET):
        line.show_tokens(TokenOverview(tokens=(token(pin_state=state),)))
        words.add(line.token.text())
    assert len(words) == 8


def test_the_account_panel_says_who_is_signed_in(theme: Theme, qtbot: QtBot) -> None:
    panel = AccountPanel(theme)
    qtbot.addWidget(panel)
    panel.show_session(SIGNED_IN, lasting=True)
    assert "Вы вошли" in panel.name.text()

"""The page «Согласия и настройки»: not given, given, withdrawn, and its dialogs."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog

from desktop_app.core.consents import ConsentStatus
from desktop_app.core.pin import Pin
from desktop_app.ui.consent_code_dialog import ConsentCodeDialog
from desktop_app.ui.consent_dialogs import DocumentDialog, WithdrawDialog
from desktop_app.ui.page_table import PageKey
from desktop_app.ui.pages.consent import ConsentPage
from scripts.page_pictures.camera import settle, wait_until
from scripts.page_pictures.stage import Stage


def consent_scenes(stage: Stage) -> None:
    """Give the consent and withdraw it."""
    page, consent = stage.window.page(ConsentPage), stage.services.consent
    if consent.state().status is ConsentStatus.GRANTED:
        consent.withdraw()
    stage.window.show_page(PageKey.CONSENT)
    wait_until("the consent", page.view.isVisible)
    stage.take("consent-none")
    stage.take_small("consent-none-small")
    page.view.code_button.click()
    _picture_dialog(stage, ConsentCodeDialog, "consent-code")
    page.view.grant_button.click()
    _picture_dialog(stage, DocumentDialog, "consent-document")
    person = stage.person(0)
    consent.sign(consent.compose(stage.certificate_of(person)), Pin(person.pin))
    page.refresh()
    wait_until("the given consent", page.view.withdraw_button.isVisible)
    stage.take("consent-granted")
    page.view.withdraw_button.click()
    _picture_dialog(stage, WithdrawDialog, "consent-withdraw")
    consent.withdraw()
    page.refresh()
    wait_until("the withdrawn consent", lambda: not page.view.withdraw_button.isVisible())
    stage.take("consent-withdrawn")


def _picture_dialog(stage: Stage, kind: type[QDialog], name: str) -> None:
    def shown() -> list[QDialog]:
        return [each for each in stage.window.findChildren(kind) if each.isVisible()]

    wait_until(name, lambda: bool(shown()))
    dialog = shown()[0]
    stage.camera.take(name, dialog)
    dialog.reject()
    settle()

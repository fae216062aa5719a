"""The page «Вход» with the training tokens, and the PIN dialog in its states."""

from __future__ import annotations

from dataclasses import replace

from desktop_app.core.tokens import PinState
from desktop_app.ui.pin_dialog import PinDialog
from desktop_app.ui.pin_presenter import PinRequest
from scripts.page_pictures.camera import settle, wait_until
from scripts.page_pictures.stage import Stage

WRONG_PIN = "00000000"


def login_scenes(stage: Stage) -> None:
    """Picture the list of certificates with one that fits and ones that do not."""
    login = stage.window.login
    wait_until("the training tokens", lambda: stage.token_labels <= _labels(stage))
    _choose(stage, fits=True)
    stage.take("login-certificates")
    stage.take_small("login-certificates-small")
    for row in range(login.model.rowCount()):
        _, each = login.model.row(row)
        if not each.fitness.can_sign_in:
            login.list.setCurrentIndex(login.model.index(row))
            stage.take(f"login-unfit-{row + 1}")
    _choose(stage, fits=True)
    login.signing_in.open_address = lambda _address: None
    login.browser_button.click()
    wait_until("the browser", login.waiting.isVisible)
    stage.take("login-browser")
    stage.take_small("login-browser-small")
    login.cancel_button.click()
    wait_until("the end of waiting", lambda: not login.waiting.isVisible())


def pin_scenes(stage: Stage) -> None:
    """Picture the PIN dialog: asked, refused, last try, locked, on the reader; then sign in."""
    login = stage.window.login
    login.sign_in_button.click()
    wait_until("the PIN dialog", lambda: _dialog(stage) is not None)
    dialog = _dialog(stage)
    assert dialog is not None
    stage.camera.take("pin-dialog", dialog)
    dialog.statement_button.click()
    stage.camera.take("pin-statement", dialog)
    dialog.statement_button.click()
    dialog.field.edit.setText(WRONG_PIN)
    dialog.sign_button.click()
    wait_until("the refusal", dialog.message.isVisible)
    stage.camera.take("pin-wrong", dialog)
    dialog.reject()
    settle()
    token, each = login.model.row(max(login.list.currentIndex().row(), 0))
    states = {
        "last-try": replace(token, pin_state=PinState.LAST_TRY, tries_left=1),
        "low": replace(token, pin_state=PinState.LOW, tries_left=3),
        "locked": replace(token, pin_state=PinState.LOCKED, tries_left=0),
        "not-set": replace(token, pin_state=PinState.NOT_SET),
        "must-change": replace(token, pin_state=PinState.MUST_CHANGE),
        "pin-pad": replace(token, pin_pad=True),
    }
    for name, changed in states.items():
        request = PinRequest(changed, each, login.title, "{}", lambda *_: None)
        _picture_dialog(stage, f"pin-{name}", request)


def _picture_dialog(stage: Stage, name: str, request: PinRequest) -> None:
    services = stage.services
    dialog = PinDialog(
        request,
        stage.background,
        stage.theme,
        services.catalogue,
        services.language,
        stage.window,
    )
    dialog.open()
    settle()
    stage.camera.take(name, dialog)
    dialog.reject()
    dialog.deleteLater()
    settle()


def _dialog(stage: Stage) -> PinDialog | None:
    dialogs = [each for each in stage.window.findChildren(PinDialog) if each.isVisible()]
    return dialogs[0] if dialogs else None


def _labels(stage: Stage) -> set[str]:
    model = stage.window.login.model
    return {model.row(number)[0].label for number in range(model.rowCount())}


def _choose(stage: Stage, *, fits: bool) -> None:
    """Choose the first person's certificate: the one that the README shows."""
    login = stage.window.login
    wanted = stage.person(0).token_label
    for row in range(login.model.rowCount()):
        token, each = login.model.row(row)
        if token.label == wanted and each.fitness.can_sign_in is fits:
            login.list.setCurrentIndex(login.model.index(row))
            settle()

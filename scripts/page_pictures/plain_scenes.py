"""The window as it is right after the installation: no token, no portal, nobody signed in."""

from __future__ import annotations

from desktop_app.ui.credentials_state import PageState
from scripts.page_pictures.camera import wait_until
from scripts.page_pictures.stage import CONSENT, CREDENTIALS, LOGIN, Stage


def plain_scenes(stage: Stage) -> None:
    """Picture every page without a token and without a session."""
    window = stage.window
    stage.take("login-searching")
    wait_until("the first look at tokens", lambda: window.login.model is not None)
    stage.take("login-no-token")
    stage.take_small("login-no-token-small")
    window.show_page(CREDENTIALS)
    wait_until("the empty cache", lambda: not window.credentials.presenter.state.refreshing)
    stage.take("credentials-signed-out")
    # No training person is without credentials: the page is told what the portal would say.
    window.credentials.presenter.state_changed.emit(PageState(read=True))
    stage.take("credentials-empty")
    window.show_page(CONSENT)
    stage.take("consent-signed-out")
    window.consent.tabs.setCurrentIndex(1)
    stage.take("settings")
    stage.take_small("settings-small")
    window.consent.tabs.setCurrentIndex(0)
    window.show_page(LOGIN)

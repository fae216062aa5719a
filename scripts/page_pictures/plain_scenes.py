"""The window as it is right after the installation: no token, no portal, nobody signed in."""

from __future__ import annotations

from desktop_app.ui.credentials_state import PageState
from desktop_app.ui.page_table import PageKey
from desktop_app.ui.pages.consent import ConsentPage
from desktop_app.ui.pages.credentials import CredentialsPage
from scripts.page_pictures.camera import wait_until
from scripts.page_pictures.stage import Stage


def plain_scenes(stage: Stage) -> None:
    """Picture every page without a token and without a session."""
    window = stage.window
    stage.take("login-searching")
    wait_until("the first look at tokens", lambda: window.login.model is not None)
    stage.take("login-no-token")
    stage.take_small("login-no-token-small")
    window.show_page(PageKey.CREDENTIALS)
    wait_until(
        "the empty cache", lambda: not window.page(CredentialsPage).presenter.state.refreshing
    )
    stage.take("credentials-signed-out")
    # No training person is without credentials: the page is told what the portal would say.
    window.page(CredentialsPage).presenter.state_changed.emit(PageState(read=True))
    stage.take("credentials-empty")
    window.show_page(PageKey.CONSENT)
    stage.take("consent-signed-out")
    window.page(ConsentPage).tabs.setCurrentIndex(1)
    stage.take("settings")
    stage.take_small("settings-small")
    window.page(ConsentPage).tabs.setCurrentIndex(0)
    window.show_page(PageKey.LOGIN)

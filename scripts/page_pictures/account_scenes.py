"""The page «Учётная запись»: the form and the documents of somebody who is not confirmed."""

from __future__ import annotations

from desktop_app.ui.page_table import PageKey
from desktop_app.ui.pages.account import AccountPage
from scripts.page_pictures.camera import settle, wait_until
from scripts.page_pictures.stage import Stage


def account_scenes(stage: Stage) -> None:
    """Picture the form with one field filled in, then the confirmed account."""
    page = stage.window.page(AccountPage)
    stage.scenario("level-insufficient")
    stage.window.show_page(PageKey.ACCOUNT)
    page.refresh()
    wait_until("the form", lambda: page.form is not None)
    assert page.form is not None
    page.form.form.fields["inn"].write("770012345671")
    settle()
    stage.take("account-form")
    stage.take_small("account-form-small")
    stage.scenario("normal")
    page.refresh()
    wait_until("the confirmed account", lambda: page.form is None)
    stage.take("account-confirmed")

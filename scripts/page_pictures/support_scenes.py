"""The page «Поддержка»: the telephones, a new request, one that waits and one that was sent."""

from __future__ import annotations

from desktop_app.ui.new_ticket_dialog import NewTicketDialog
from desktop_app.ui.page_table import PageKey
from desktop_app.ui.pages.support import SupportPage
from scripts.page_pictures.camera import settle, wait_until
from scripts.page_pictures.stage import Stage


def support_scenes(stage: Stage) -> None:
    """Write a request while the portal is busy, then let it leave."""
    page = stage.window.page(SupportPage)
    stage.window.show_page(PageKey.SUPPORT)
    wait_until("the telephones", lambda: bool(page.presenter.contacts))
    wait_until("the portal", lambda: not page.presenter.is_busy)
    before = page.model.rowCount()
    page.contacts_button.click()
    settle()
    stage.take("support-empty")
    stage.scenario("portal-busy")
    page.new_button.click()
    (dialog,) = stage.window.findChildren(NewTicketDialog)
    wait_until("the fields", lambda: dialog.form is not None)
    assert dialog.form is not None
    dialog.form.fields["subject"].write("Не загружается удостоверение")
    dialog.form.fields["text"].write("Нажимаю «Загрузить», вижу ошибку 500.")
    dialog.attachments.take_picture()
    settle()
    stage.camera.take("support-new", dialog)
    dialog.send_button.click()
    wait_until("a request that waits", lambda: page.model.rowCount() > before)
    stage.take("support-waiting")
    stage.scenario("normal")
    page.refresh()
    wait_until("a request that was sent", lambda: page.details.reply.isVisibleTo(page))
    stage.take("support-sent")
    stage.take_small("support-sent-small")

"""Putting the login through the browser together when somebody asks for it."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import requests

    from desktop_app.services.browser_login import BrowserLoginService
    from desktop_app.services.diagnostics.collecting import Access


def make_browser_login(
    access: Access, context: Callable[[], ssl.SSLContext]
) -> BrowserLoginService:
    """Return the login; its OAuth library is imported here."""
    from desktop_app.services.browser_login import BrowserLogin  # noqa: PLC0415
    from desktop_app.services.portal.authorization import AuthlibExchange  # noqa: PLC0415
    from desktop_app.services.portal.transport import secure  # noqa: PLC0415

    def prepare(session: requests.Session) -> None:
        secure(session, context(), access.portal_proxy)

    return BrowserLogin(
        access.session,
        AuthlibExchange(prepare),
        access.audit,
        allow_plain_loopback=access.is_training,
    )

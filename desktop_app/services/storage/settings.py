"""Settings: each declared once with its default and its rule, kept as JSON."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Generic, TypeVar

from desktop_app.core.errors.state import (
    FolderNotWritableError,
    SettingInvalidError,
    SettingsSetAsideError,
)
from desktop_app.services.storage.private_file import write_private

Value = TypeVar("Value", str, bool, int, list[str])


@dataclass(frozen=True, slots=True)
class Setting(Generic[Value]):
    """One setting."""

    name: str
    default: Value
    accepts: Callable[[Value], bool]
    """True for a value that the setting takes; the type is checked before."""


def _anything(_value: object) -> bool:
    return True


def _is_portal_address(value: str) -> bool:
    return not value or value.startswith("https://")


def _is_service_address(value: str) -> bool:
    """A stamp is signed, so that plain http may carry it."""
    return not value or value.startswith(("https://", "http://"))


def _is_proxy_address(value: str) -> bool:
    """A password in it would lie readable in the settings file, so none is taken."""
    return not value or (value.startswith(("http://", "https://")) and "@" not in value)


PORTAL_URL = Setting("portal.url", "", _is_portal_address)
"""``https://host[:port]`` of the portal; empty until someone sets it."""
PORTAL_PROXY = Setting("portal.proxy", "", _is_proxy_address)
"""``http://host:port`` of the proxy to the portal; empty: as the system says."""
PORTAL_ANCHORS = Setting("portal.anchors", "", _anything)
"""PEM file of the only anchors for the portal's TLS; empty: the system's trust store."""
LANGUAGE = Setting("language", "ru", lambda value: value in ("ru", "en"))
"""Language of the window and of messages."""
THEME = Setting("theme", "system", lambda value: value in ("system", "light", "dark"))
"""Colours of the window."""
KEEP_WITHOUT_KEYRING = Setting("privacy.keep-without-keyring", default=False, accepts=_anything)
"""Keep session and cache in files of this computer although it has no keyring."""
TIME_STAMP_SERVICE = Setting("time-stamp.service", "", _is_service_address)
"""Address of the time-stamp service (RFC 3161); empty: none."""
TIME_STAMP_ANCHORS = Setting("time-stamp.anchors", "", _anything)
"""Folder of trust anchors for time stamps alone, beside those for signatures; empty: none."""
TRUST_ANCHORS = Setting("trust.anchors", "", _anything)
"""Folder of trust anchors for verifying signatures; empty: the program's own."""
ACCREDITATION_LIST = Setting("accreditation.list", "", _is_portal_address)
"""Address of the list of accredited authorities; empty: the ministry's."""
LARGEST_UPLOAD = Setting("documents.largest", 0, lambda value: value >= 0)
"""Bytes of the largest file that the portal takes; 0: as the program's data say."""
TABLE_COLUMNS = Setting("table.columns", [], _anything)
"""Columns of the table in their order; a hidden one begins with ``-``; empty: the default."""
TABLE_WIDTHS = Setting("table.widths", [], _anything)
"""Widths of the columns as ``name=pixels``."""
REGISTER_SYNC_DAYS = Setting("register-sync.days", 7, lambda value: 0 <= value <= 90)
"""The program compares with ФРМР by itself after so many days; 0: only on demand."""
WINDOW_GEOMETRY = Setting("window.geometry", "", _anything)
"""Place and size of the window, in the window system's own base64 form."""


class SettingsStore:
    """The settings file.

    A file that cannot be read is kept under another name and named in ``finding``; unknown
    settings of a newer version are kept as they are.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self.finding: SettingsSetAsideError | None = None
        self._values = self._read()

    def get(self, setting: Setting[Value]) -> Value:
        """Return the value, or the default when it is absent or breaks the rule."""
        value = self._values.get(setting.name)
        if type(value) is type(setting.default) and setting.accepts(value):
            return value
        return setting.default

    def set(self, setting: Setting[Value], value: Value) -> None:
        """Keep a value. Raises ``SettingInvalidError``, ``StateError`` when not writable."""
        if type(value) is not type(setting.default) or not setting.accepts(value):
            raise SettingInvalidError(name=setting.name)
        with self._lock:
            self._values = {**self._read(), setting.name: value}
            text = json.dumps(self._values, ensure_ascii=False, indent=2, sort_keys=True)
            write_private(self._path, f"{text}\n".encode())

    def _read(self) -> dict[str, object]:
        try:
            values = json.loads(self._path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError):
            values = None
        if isinstance(values, dict):
            return values
        self.finding = SettingsSetAsideError(
            path=str(self._path), kept_as=str(set_aside(self._path))
        )
        return {}


def set_aside(path: Path) -> Path:
    """Rename a file that cannot be used and return its new name; nothing is lost.

    Raises ``FolderNotWritableError``.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    kept = path.with_name(f"{path.name}.broken-{stamp}")
    try:
        path.replace(kept)
    except OSError as error:
        raise FolderNotWritableError(path=str(path.parent)) from error
    return kept

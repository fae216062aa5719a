"""What differs between the real portal and the training one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.errors.portal import PortalNotConfiguredError
from desktop_app.core.resources import resource_path
from desktop_app.core.tokens import Driver
from desktop_app.services.own_trust import OwnTrust
from desktop_app.services.portal.origin import origin_of
from desktop_app.services.portal.transport import SYSTEM_PROXY
from desktop_app.services.storage.home import Home
from desktop_app.services.storage.settings import (
    KEEP_WITHOUT_KEYRING,
    PORTAL_ANCHORS,
    PORTAL_PROXY,
    PORTAL_URL,
    TIME_STAMP_ANCHORS,
    TIME_STAMP_SERVICE,
    TRUST_ANCHORS,
    SettingsStore,
)
from desktop_app.services.training import TrainingState
from desktop_app.signing.drivers import driver_for, installed_drivers

_TLS = "tls"
"""The shelf of roots for servers in the program's own trust store."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything that the services must know of where they run."""

    home: Home
    portal_origin: str
    """Empty when no portal is set."""
    portal_anchors: Path | None
    """The anchors of the portal's TLS; None: the system's trust store."""
    portal_added: Path | None
    """Folder of the roots that a person may add to them; None where they are the only ones."""
    portal_proxy: str
    """An address, ``SYSTEM_PROXY``, or empty for none."""
    drivers: tuple[Driver, ...]
    time_stamp_service: str
    """The address, or an empty string when no service is set."""
    trust: OwnTrust
    keep_without_keyring: bool
    is_training: bool


def training_profile(home: Home, state: TrainingState, drivers: Sequence[Path]) -> Profile:
    """Return the profile of a running training portal.

    Its data lies apart from the real data. Its secrets are worth nothing, so they may lie in
    a file where there is no keyring: commands of several processes then share one session.
    """
    return Profile(
        home=home.for_training(),
        portal_origin=origin_of(state.base_url),
        portal_anchors=state.ca_file,
        portal_added=home.for_training().trust / _TLS,
        portal_proxy="",
        drivers=tuple(_training_driver(path, state) for path in drivers) or state.drivers,
        time_stamp_service=state.time_stamp_url,
        trust=OwnTrust(
            anchors=state.anchors,
            intermediates=state.intermediates,
            added=home.for_training().trust,
        ),
        keep_without_keyring=True,
        is_training=True,
    )


def real_profile(home: Home, settings: SettingsStore, drivers: Sequence[Path]) -> Profile:
    """Return the profile that the settings describe."""
    anchors = settings.get(PORTAL_ANCHORS)
    return Profile(
        home=home,
        portal_origin=_origin(settings.get(PORTAL_URL)),
        portal_anchors=Path(anchors) if anchors else None,
        portal_added=None if anchors else home.trust / _TLS,
        portal_proxy=settings.get(PORTAL_PROXY) or SYSTEM_PROXY,
        drivers=tuple(driver_for(str(path)) for path in drivers) or installed_drivers(),
        time_stamp_service=settings.get(TIME_STAMP_SERVICE),
        trust=OwnTrust(
            anchors=_own_anchors(settings),
            added=home.trust,
            stamp_anchors=_folder(settings.get(TIME_STAMP_ANCHORS)),
        ),
        keep_without_keyring=settings.get(KEEP_WITHOUT_KEYRING),
        is_training=False,
    )


def _training_driver(path: Path, state: TrainingState) -> Driver:
    """Give a training driver its environment when somebody names its file."""
    own = (each for each in state.drivers if Path(each.path).resolve() == path.resolve())
    return next(own, None) or driver_for(str(path))


def _origin(url: str) -> str:
    try:
        return origin_of(url)
    except PortalNotConfiguredError:
        return ""


def _folder(name: str) -> Path | None:
    return Path(name) if name else None


def _own_anchors(settings: SettingsStore) -> Path | None:
    chosen = settings.get(TRUST_ANCHORS)
    if chosen:
        return Path(chosen)
    bundled = resource_path("anchors")
    return bundled if bundled.is_dir() else None

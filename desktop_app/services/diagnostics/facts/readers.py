"""The smart-card service and what it shows."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.core.readers import Reader, Readers, ServiceState

__all__ = ["Reader", "Readers", "ServiceState", "SmartCardService"]


@dataclass(frozen=True, slots=True)
class SmartCardService:
    """How the smart-card service is set up on this system, whether it answers or not."""

    installed: bool = True
    running: bool = True
    starts_by_itself: bool | None = None
    """Socket activation, start type; None where it cannot be told."""
    can_be_started: bool = False
    """Linux: systemd runs here and has the service, so that the program can start it."""
    may_use: bool = True
    """False when rights of its socket or polkit refuse this user."""
    sandbox: str = ""
    """``flatpak`` or ``snap`` when this program runs in one."""
    holders: tuple[str, ...] = ()
    """Programs beside the service that talk to readers, or have a reader's device open."""
    clients: tuple[str, ...] = ()
    """Programs that use the service now, as far as can be seen; not this one."""
    driver_ids: tuple[str, ...] = ()
    """``vid:pid`` (lower case) that the installed CCID driver knows; empty: cannot be told."""
    driver_version: str = ""
    version: str = ""
    rules_of_rights: bool = False
    """polkit has rules for this service, so that it can refuse a user after letting it in."""
    enumerates: bool | None = None
    """Windows: whether ScDeviceEnum, which announces new tokens, can run."""
    propagates: bool | None = None
    """Windows: whether CertPropSvc, which copies certificates for other programs, can run."""
    disabled_extensions: tuple[str, ...] = ()
    """macOS: extensions of tokens that are switched off."""

"""Crypto providers and the browser, which other ways of signing need."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Providers:
    """What is installed beside this program; it needs none of it for a token that signs."""

    cryptopro: bool = False
    cryptopro_version: str = ""
    licence: str = ""
    """``valid``, ``expired``; empty where it cannot be told."""
    vipnet: bool = False
    plugin_hosts: tuple[str, ...] = ()
    """Browser plug-ins for signatures whose host is registered."""
    broken_plugin_hosts: tuple[str, ...] = ()
    """Those whose file is gone."""
    browser: str = ""
    """The default browser; empty when none is set or it cannot be told."""
    browser_known: bool = False
    browser_sandboxed: bool = False

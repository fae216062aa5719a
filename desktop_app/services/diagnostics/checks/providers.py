"""Are the crypto providers and the browser there that a container or a web sign-in needs?"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.core.diagnostics import Finding, Who
from desktop_app.services.diagnostics.check import Check, fail, note, warn
from desktop_app.services.diagnostics.facts.csp import Providers
from desktop_app.services.diagnostics.facts.readers import Readers, ServiceState
from desktop_app.services.diagnostics.facts.tokens import TokenFacts
from desktop_app.services.diagnostics.facts.usb import Usb
from desktop_app.services.diagnostics.standing import is_fit
from desktop_app.services.diagnostics.surroundings import Surroundings, known_or
from desktop_app.signing.known_devices import device_of_atr, device_of_usb


def _cryptopro(surroundings: Surroundings) -> Iterator[Finding]:
    """It matters only where a key can be used through it alone."""
    providers = surroundings.of(Providers)
    if providers.cryptopro:
        yield note("csp.present", version=providers.cryptopro_version)
    elif _key_needs_it(surroundings):
        yield fail("csp.missing", Who.IT)


def _key_needs_it(surroundings: Surroundings) -> bool:
    tokens = known_or(surroundings, TokenFacts, TokenFacts()).tokens
    if any(is_fit(each) for each in tokens):
        return False
    usb = known_or(surroundings, Usb, Usb()).devices
    readers = known_or(surroundings, Readers, Readers(ServiceState.OK)).readers
    devices = (
        *(device_of_usb(each.vendor, each.product) for each in usb),
        *(device_of_atr(each.atr) for each in readers),
    )
    stores = any(each is not None and each.storage_only for each in devices)
    return stores or any(each.csp_containers for each in tokens)


def _licence(surroundings: Surroundings) -> Iterator[Finding]:
    providers = surroundings.of(Providers)
    if providers.licence == "expired":
        tell = warn if _key_needs_it(surroundings) else note
        yield tell("csp.licence-expired", Who.IT)


def _conflict(surroundings: Surroundings) -> Iterator[Finding]:
    providers = surroundings.of(Providers)
    if providers.cryptopro and providers.vipnet:
        yield warn("csp.conflict", Who.IT)


def _plugins(surroundings: Surroundings) -> Iterator[Finding]:
    for name in surroundings.of(Providers).broken_plugin_hosts:
        yield note("csp.plugin-broken", plugin=name)


def _browser(surroundings: Surroundings) -> Iterator[Finding]:
    providers = surroundings.of(Providers)
    if providers.browser_known and not providers.browser:
        yield note("csp.no-browser")


def _sandboxed(surroundings: Surroundings) -> Iterator[Finding]:
    providers = surroundings.of(Providers)
    if providers.browser_sandboxed:
        yield note("csp.browser-sandboxed", Who.IT, browser=providers.browser)


CHECKS = (
    Check("CSP-01", _cryptopro, ("csp.present", "csp.missing")),
    Check("CSP-02", _licence, ("csp.licence-expired",)),
    Check("CSP-06", _conflict, ("csp.conflict",)),
    Check("CSP-07", _plugins, ("csp.plugin-broken",)),
    Check("CSP-09", _browser, ("csp.no-browser",)),
    Check("CSP-10", _sandboxed, ("csp.browser-sandboxed",)),
)

"""The data of this very person and computer, from the facts: what a report must not show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar
from urllib.parse import urlsplit

from desktop_app.core.certificates import Certificate
from desktop_app.services.diagnostics.collecting import Access
from desktop_app.services.diagnostics.facts.certificates import OwnCertificates, Paths
from desktop_app.services.diagnostics.facts.computer import Computer
from desktop_app.services.diagnostics.facts.network import Network
from desktop_app.services.diagnostics.facts.portal import PortalFacts
from desktop_app.services.diagnostics.facts.tokens import TokenFacts
from desktop_app.services.diagnostics.redaction import Known, looks_like_a_person

_VARIABLES = (
    ("USER", "user"),
    ("LOGNAME", "user"),
    ("USERNAME", "user"),
    ("SUDO_USER", "user"),
    ("HOSTNAME", "host"),
    ("COMPUTERNAME", "host"),
    ("USERDOMAIN", "host"),
    ("HOME", "path"),
    ("USERPROFILE", "path"),
)
_Facts = TypeVar("_Facts")


def of_environment(environment: Mapping[str, str]) -> Iterator[Known]:
    """Yield what the variables of a process tell of its user and computer."""
    for variable, kind in _VARIABLES:
        if environment.get(variable):
            yield Known(kind, environment[variable])


def known_data(facts: Mapping[type, object], access: Access) -> tuple[Known, ...]:
    """Return everything personal that is known, each value once."""
    return tuple(
        dict.fromkeys(
            (
                *of_environment(access.machine.environment),
                Known("path", str(access.home.root)),
                *_of_computer(_fact(facts, Computer)),
                *_of_tokens(_fact(facts, TokenFacts)),
                *_of_certificates(facts),
                *_of_account(_fact(facts, PortalFacts)),
                *_of_network(_fact(facts, Network)),
            )
        )
    )


def public_hosts(facts: Mapping[type, object], access: Access) -> tuple[str, ...]:
    """Return the hosts that everybody uses and that a report may name."""
    network = _fact(facts, Network)
    hosts = () if network is None else network.hosts
    portal = urlsplit(access.portal_origin).hostname or ""
    return (portal, *(each.host for each in hosts if not each.private_address))


def _fact(facts: Mapping[type, object], kind: type[_Facts]) -> _Facts | None:
    found = facts.get(kind)
    return found if isinstance(found, kind) else None


def _of_computer(computer: Computer | None) -> Iterator[Known]:
    if computer is not None:
        yield Known("user", computer.user_name)
        yield Known("host", computer.host_name)
        yield Known("host", computer.host_name.partition(".")[0])
        yield Known("path", computer.home)


def _of_tokens(tokens: TokenFacts | None) -> Iterator[Known]:
    for inspection in () if tokens is None else tokens.tokens:
        token = inspection.token
        yield Known("token", token.serial)
        if looks_like_a_person(token.label):
            yield Known("name", token.label)
        for found in token.certificates:
            yield from _of_certificate(found.certificate)


def _of_certificates(facts: Mapping[type, object]) -> Iterator[Known]:
    own = _fact(facts, OwnCertificates)
    for each in () if own is None else own.certificates:
        yield Known("token", each.token.serial)
        yield Known("inn", each.inn)
        yield from _of_certificate(each.found.certificate)
    paths = _fact(facts, Paths)
    for path in () if paths is None else paths.paths:
        yield from _of_certificate(path.certificate)


def _of_certificate(certificate: Certificate) -> Iterator[Known]:
    yield Known("snils", certificate.snils)
    if certificate.snils or looks_like_a_person(certificate.subject):
        yield Known("name", certificate.subject)


def _of_account(portal: PortalFacts | None) -> Iterator[Known]:
    if portal is not None:
        yield Known("name", portal.account_name)
        yield Known("snils", portal.account_snils)


def _of_network(network: Network | None) -> Iterator[Known]:
    if network is None:
        return
    yield Known("host", network.proxy.partition(":")[0])
    yield Known("host", network.captive_portal)
    for each in network.hosts:
        if each.private_address:
            yield Known("host", each.host)

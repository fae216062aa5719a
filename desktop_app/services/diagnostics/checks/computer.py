"""Is this computer fit for the work: system, rights, memory, session, policies?"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.core.diagnostics import Finding, Who
from desktop_app.services.diagnostics.check import Check, fail, note, warn
from desktop_app.services.diagnostics.facts.computer import Computer
from desktop_app.services.diagnostics.facts.drivers import Drivers
from desktop_app.services.diagnostics.facts.tokens import TokenFacts
from desktop_app.services.diagnostics.surroundings import Surroundings, known_or

_OLDEST = {"windows": 10, "macos": 12}
"""The oldest systems that the window's library runs on (Qt 6.8)."""
_LITTLE_MEMORY = 200 * 1024 * 1024


def _system(surroundings: Surroundings) -> Iterator[Finding]:
    computer = surroundings.of(Computer)
    number = computer.version.partition(".")[0]
    oldest = _OLDEST.get(surroundings.system)
    if oldest is not None and number.isdigit() and int(number) < oldest:
        yield warn("computer.system-old", Who.IT, system=computer.name, oldest=oldest)
    else:
        yield note("computer.system", system=computer.name, kernel=computer.kernel)


def _architecture(surroundings: Surroundings) -> Iterator[Finding]:
    computer = surroundings.of(Computer)
    if computer.emulated:
        yield warn(
            "computer.emulated",
            Who.IT,
            own=computer.own_architecture,
            machine=computer.architecture,
        )


def _rights(surroundings: Surroundings) -> Iterator[Finding]:
    if surroundings.of(Computer).elevated:
        yield warn("computer.elevated")


def _encoding(surroundings: Surroundings) -> Iterator[Finding]:
    computer = surroundings.of(Computer)
    if computer.encoding not in {"utf-8", "utf8"}:
        yield warn("computer.encoding", Who.IT, encoding=computer.encoding)


def _memory(surroundings: Surroundings) -> Iterator[Finding]:
    free = surroundings.of(Computer).free_memory
    if free is not None and free < _LITTLE_MEMORY:
        yield warn("computer.memory-low", free=free)


def _remote(surroundings: Surroundings) -> Iterator[Finding]:
    kind = surroundings.of(Computer).remote_session
    if not kind:
        return
    if _token_is_seen(surroundings):
        yield note("computer.remote", kind=kind)
    else:
        yield warn("computer.remote-without-token", kind=kind)


def _session(surroundings: Surroundings) -> Iterator[Finding]:
    computer = surroundings.of(Computer)
    if computer.session_type or computer.virtual_machine:
        yield note("computer.session", kind=computer.session_type, machine=computer.virtual_machine)


def _reboot(surroundings: Surroundings) -> Iterator[Finding]:
    if surroundings.of(Computer).reboot_pending:
        yield warn("computer.reboot-pending")


def _security(surroundings: Surroundings) -> Iterator[Finding]:
    for product in surroundings.of(Computer).security_products:
        yield note("computer.security-product", Who.IT, product=product)


def _policy(surroundings: Surroundings) -> Iterator[Finding]:
    """A blocked driver matters when it is the one in use and shows no token."""
    used = {loaded.report.path for loaded in surroundings.of(Drivers).loaded}
    stands = not _token_is_seen(surroundings)
    for path in surroundings.of(Computer).blocked_by_policy:
        tell = fail if stands and path in used else note
        yield tell("computer.blocked-by-policy", Who.IT, path=path)


def _crypto_policy(surroundings: Surroundings) -> Iterator[Finding]:
    policy = surroundings.of(Computer).crypto_policy
    if policy:
        yield warn("computer.crypto-policy", Who.IT, policy=policy)


def _token_is_seen(surroundings: Surroundings) -> bool:
    """Without facts of tokens the worse is assumed: then the finding is told."""
    return bool(known_or(surroundings, TokenFacts, TokenFacts()).tokens)


CHECKS = (
    Check("SYS-01", _system, ("computer.system-old", "computer.system")),
    Check("SYS-02", _architecture, ("computer.emulated",)),
    Check("SYS-03", _rights, ("computer.elevated",)),
    Check("SYS-05", _encoding, ("computer.encoding",)),
    Check("SYS-06", _memory, ("computer.memory-low",)),
    Check("SYS-10", _remote, ("computer.remote", "computer.remote-without-token")),
    Check("SYS-11", _session, ("computer.session",)),
    Check("SYS-12", _reboot, ("computer.reboot-pending",)),
    Check("SYS-13", _security, ("computer.security-product",)),
    Check("SYS-14", _policy, ("computer.blocked-by-policy",)),
    Check("SYS-15", _crypto_policy, ("computer.crypto-policy",)),
)

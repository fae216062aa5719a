"""Which checks belong to which profile, and the order in which causes are looked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from desktop_app.core.diagnostics import Profile
from desktop_app.services.diagnostics.check import Check

GROUPS = (
    "SYS",
    "USB",
    "SVC",
    "RDR",
    "DRV",
    "TOK",
    "PIN",
    "CRT",
    "CSP",
    "NET",
    "ACC",
    "APP",
)
"""Groups of checks from cause to effect: of two that fail apart, the earlier is told first."""

_TOKEN = ("USB", "SVC", "RDR", "DRV", "TOK", "PIN")
_MEMBERS: Mapping[Profile, tuple[str, ...]] = {
    Profile.LOGIN: ("SYS", *_TOKEN, "CRT", "NET", "ACC", "APP"),
    Profile.SIGN: ("SYS", *_TOKEN, "CRT", "APP"),
    Profile.CONSENT: ("SYS", *_TOKEN, "CRT", "NET", "ACC", "APP"),
    Profile.NETWORK: ("SYS-07", "SYS-08", "SYS-09", "NET"),
    Profile.FULL: GROUPS,
    Profile.FLEET: ("SYS", *_TOKEN, "CRT", "CSP", "APP"),
}


def group_of(identifier: str) -> str:
    """Return the group of a check: the letters before its number."""
    return identifier.partition("-")[0]


def in_profile(check: Check, profile: Profile) -> bool:
    """Whether a check belongs to a profile, by itself or by its group."""
    members = _MEMBERS[profile]
    return profile in check.profiles or check.id in members or group_of(check.id) in members


def in_order(checks: Iterable[Check]) -> tuple[Check, ...]:
    """Return the checks from cause to effect: each after those that it depends on.

    Otherwise by group and number.
    """
    waiting = {check.id: check for check in sorted(checks, key=_rank)}
    ordered: dict[str, Check] = {}
    while waiting:
        ready = next(
            check
            for check in waiting.values()
            if not any(needed in waiting for needed in check.depends_on)
        )
        ordered[ready.id] = waiting.pop(ready.id)
    return tuple(ordered.values())


def _rank(check: Check) -> tuple[int, str]:
    group = group_of(check.id)
    return (GROUPS.index(group) if group in GROUPS else len(GROUPS)), check.id

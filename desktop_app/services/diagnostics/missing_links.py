"""The certificate at which a path breaks, and where it can come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from desktop_app.core.certificates import Certificate
from desktop_app.core.errors.inputs import NotCertificateError
from desktop_app.core.verdicts import Reason
from desktop_app.services.diagnostics.facts.certificates import MissingLink
from desktop_app.services.pins_of_trust import Pins
from desktop_app.signing.accredited_list import AccreditedList
from desktop_app.signing.authority_marks import AuthorityMarks, issued_by, marks_of
from desktop_app.signing.chain import PathReport

GAPS = ("path.intermediate-missing", "path.root-missing", "path.same-name-other-key")
UNTRUSTED = "path.root-not-trusted"
_BELOW_INTERMEDIATE = 2
"""The wanted intermediate and at least the root above it."""


@dataclass(frozen=True, slots=True)
class IssuersAtHand:
    """Certificates of authorities that are here but that no path may use yet."""

    tokens: tuple[bytes, ...] = ()
    bundled: tuple[bytes, ...] = ()
    accredited: Callable[[], AccreditedList | None] = field(default=lambda: None)
    pins: Pins = field(default_factory=Pins)

    def offered(self, key_id: str) -> Iterator[tuple[str, bytes]]:
        """Return source and DER of what may be the issuer with a key, best source first."""
        yield from (("token", der) for der in self.tokens)
        yield from (("bundled", der) for der in self.bundled)
        accredited = self.accredited() if key_id else None
        listed = accredited.certificates_of(key_id) if accredited is not None else ()
        yield from (("list", each.der) for each in listed if each.der)


def missing_link(report: PathReport, at_hand: IssuersAtHand) -> MissingLink | None:
    """Return what the path of a report lacks; None for one that does not break."""
    for reason in report.reasons:
        child = _named(report, reason)
        if child is None:
            continue
        if reason.code in GAPS:
            return _absent(report, reason, child, at_hand)
        if reason.code == UNTRUSTED:
            return _untrusted(report, child, at_hand)
    return None


def _absent(
    report: PathReport, reason: Reason, child: Certificate, at_hand: IssuersAtHand
) -> MissingLink:
    marks = marks_of(child.der)
    fitting = list(_fitting(child, marks.issuer_key_id, at_hand))
    found = fitting[0][1] if fitting else None
    is_root = found.self_issued if found else _is_root(reason, marks, at_hand)
    step = len(report.path) + 1
    return MissingLink(
        name=marks.issuer,
        key_id=marks.issuer_key_id,
        serial=found.serial if found else "",
        sha256=found.sha256 if found else "",
        is_root=is_root,
        step=step,
        of_steps=step if is_root else step + _BELOW_INTERMEDIATE - 1,
        sources=tuple(dict.fromkeys((*(each for each, _ in fitting), *_served(marks.aia, report)))),
        aia=marks.aia,
        pinned=found is not None and at_hand.pins.is_confirmed(found.sha256),
        child=child.id,
    )


def _untrusted(report: PathReport, root: Certificate, at_hand: IssuersAtHand) -> MissingLink:
    marks = marks_of(root.der)
    places = (("token", at_hand.tokens), ("bundled", at_hand.bundled))
    below = report.path[-2] if len(report.path) > 1 else None
    aia = marks_of(below.der).aia if below is not None else ()
    found = [source for source, certificates in places if marks.der in certificates]
    return MissingLink(
        name=marks.subject,
        key_id=marks.key_id,
        serial=marks.serial,
        sha256=marks.sha256,
        is_root=True,
        step=len(report.path),
        of_steps=len(report.path),
        sources=(*found, *_served(aia, report)),
        aia=aia,
        pinned=at_hand.pins.is_confirmed(marks.sha256),
        child=below.id if below is not None else "",
    )


def _served(addresses: tuple[str, ...], report: PathReport) -> tuple[str, ...]:
    """An address that was silent a moment ago is no source."""
    return ("aia",) if set(addresses) - set(report.unreachable) else ()


def _fitting(
    child: Certificate, key_id: str, at_hand: IssuersAtHand
) -> Iterator[tuple[str, AuthorityMarks]]:
    """Return what issued the child by name, key identifier and, where it can be told, signature."""
    for source, der in at_hand.offered(key_id):
        if issued_by(child.der, der) is False:
            continue
        try:
            marks = marks_of(der)
        except NotCertificateError:
            continue
        if marks.is_authority:
            yield source, marks


def _is_root(reason: Reason, marks: AuthorityMarks, at_hand: IssuersAtHand) -> bool:
    """A root is told by the walk, or by a pin of that name that nobody calls an intermediate."""
    named = [pin for pin in at_hand.pins.pins if pin.name == marks.issuer]
    return reason.code == "path.root-missing" or any(pin.is_root for pin in named)


def _named(report: PathReport, reason: Reason) -> Certificate | None:
    return next((each for each in report.path if each.id == reason.certificate), None)

"""What is to be said of a file, from what was seen of it: pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.diagnostics import CheckStatus, Finding
from desktop_app.core.errors import NmoError
from desktop_app.core.file_examinations import FileKind, FileMend
from desktop_app.services.diagnostics.check import fail, note, warn
from desktop_app.services.file_doctor.file_kinds import PICTURES
from desktop_app.services.file_doctor.file_names import mended_name, name_flaws
from desktop_app.services.file_doctor.history import Earlier
from desktop_app.services.file_doctor.rules import UploadRules
from desktop_app.services.pdf.facts import Active, Opens, PageLook, PdfFacts

_ACTING = (
    Active.JAVASCRIPT,
    Active.LAUNCH,
    Active.REMOTE,
    Active.MULTIMEDIA,
    Active.ATTACHMENTS,
)
_ORDER = (CheckStatus.FAIL, CheckStatus.WARN, CheckStatus.OK)


@dataclass(frozen=True, slots=True)
class SeenFile:
    """Everything that was seen of one file."""

    path: Path
    size: int
    sha256: str
    kind: FileKind
    facts: PdfFacts | None = None
    """Of a PDF that the worker looked into."""
    failure: NmoError | None = None
    """Why it could not look."""
    earlier: Earlier | None = None
    signatures: tuple[Finding, ...] = ()
    """What is to be said of a file of signatures."""
    same_as: str = ""
    """Name of a file of the same batch with the same content."""

    @property
    def is_called_pdf(self) -> bool:
        """True when the name says that it is a PDF."""
        return self.path.suffix.lower() == ".pdf"


def judged(seen: SeenFile, rules: UploadRules, largest: int) -> tuple[Finding, ...]:
    """Return the findings, worst first. ``largest`` is the limit in bytes."""
    found = [
        *_type(seen),
        *_size(seen, largest),
        *(_content(seen.facts, rules) if seen.facts else ()),
        *_failure(seen),
        *seen.signatures,
        *_name(seen, rules),
        *_repetition(seen),
    ]
    return tuple(sorted(found, key=lambda finding: _ORDER.index(finding.status)))


def wanted_extension(seen: SeenFile) -> str:
    """Return the extension that the content of a file asks for; empty for any."""
    return "pdf" if seen.kind is FileKind.PDF or seen.is_called_pdf else ""


def _type(seen: SeenFile) -> Iterator[Finding]:
    if seen.size == 0:
        yield fail("file.empty")
    elif seen.is_called_pdf and seen.kind is not FileKind.PDF:
        fix = FileMend.MAKE_PDF.value if seen.kind in PICTURES else None
        yield fail("file.type-other", fix=fix, kind=seen.kind.value)


def _size(seen: SeenFile, largest: int) -> Iterator[Finding]:
    if seen.size <= largest:
        return
    can_shrink = seen.facts is not None and _is_mendable(seen.facts)
    fix = FileMend.SHRINK.value if can_shrink else None
    yield fail("file.too-large", fix=fix, size=seen.size, limit=largest)


def _failure(seen: SeenFile) -> Iterator[Finding]:
    if seen.failure is not None:
        yield fail("file.not-looked", detail=seen.failure.code)


def _name(seen: SeenFile, rules: UploadRules) -> Iterator[Finding]:
    name, extension = seen.path.name, wanted_extension(seen)
    flaws = name_flaws(name, rules, extension)
    if flaws:
        suggestion = mended_name(name, rules, extension)
        said = [f"name-flaw.{flaw}" for flaw in flaws]
        yield warn("file.name", fix=FileMend.RENAME.value, flaws=said, suggestion=suggestion)


def _repetition(seen: SeenFile) -> Iterator[Finding]:
    if seen.earlier is not None:
        at = seen.earlier.at.isoformat()
        yield warn("file.duplicate", action=seen.earlier.action, at=at)
    if seen.same_as:
        yield warn("file.same-content", other=seen.same_as)


def _content(facts: PdfFacts, rules: UploadRules) -> Iterator[Finding]:
    if facts.opens is Opens.NOT:
        yield fail("file.pdf-broken", detail=facts.detail)
        return
    if facts.opens is Opens.WITH_PASSWORD:
        yield fail("file.pdf-password")
        return
    if not facts.pages:
        yield fail("file.no-pages")
    mendable = _is_mendable(facts)
    if facts.opens is Opens.MENDED or facts.header_at > 0:
        yield warn("file.pdf-damaged", fix=_offered(FileMend.REWRITE, mendable))
    if facts.is_restricted:
        yield warn("file.pdf-restricted")
    yield from _signatures(facts)
    yield from _active(facts, mendable=mendable)
    yield from _pages(facts.looks, rules, mendable=mendable)


def _signatures(facts: PdfFacts) -> Iterator[Finding]:
    if not facts.signatures:
        return
    names = [each.signer or each.field for each in facts.signatures]
    yield note("file.signed", count=len(names), names=[name for name in names if name])
    if not any(each.covers_whole_file for each in facts.signatures):
        yield warn("file.added-after-signing")


def _active(facts: PdfFacts, *, mendable: bool) -> Iterator[Finding]:
    acting = [f"active-content.{kind.value}" for kind in facts.active if kind in _ACTING]
    if acting:
        yield warn("file.active-content", fix=_offered(FileMend.STRIP, mendable), kinds=acting)
    if Active.HIDDEN_LAYERS in facts.active:
        yield warn("file.hidden-layers")
    elif Active.LAYERS in facts.active:
        yield warn("file.layers", fix=_offered(FileMend.FLATTEN, mendable))
    if Active.FORM in facts.active or Active.XFA in facts.active:
        can_draw = mendable and Active.HIDDEN_LAYERS not in facts.active
        yield warn("file.form", fix=_offered(FileMend.FLATTEN, can_draw))


def _pages(looks: Iterable[PageLook], rules: UploadRules, *, mendable: bool) -> Iterator[Finding]:
    black = [look for look in looks if look.darkness > rules.black_share]
    blank = [look for look in looks if look.ink < rules.blank_ink and look not in black]
    readable = [look for look in looks if look not in black and look not in blank]
    if blank:
        yield warn("file.blank-pages", pages=_numbers(blank))
    if black:
        yield warn("file.black-pages", pages=_numbers(black))
    coarse = [look for look in readable if 0 < look.dots_per_inch < rules.least_scan_resolution]
    if coarse:
        dots = min(look.dots_per_inch for look in coarse)
        wanted = rules.least_scan_resolution
        yield warn("file.coarse-scan", pages=_numbers(coarse), dots=dots, wanted=wanted)
    turned = [look for look in readable if look.turn]
    if turned:
        turns = {str(look.number): look.turn for look in turned}
        fix = _offered(FileMend.TURN, mendable)
        yield warn("file.turned-pages", fix=fix, pages=_numbers(turned), turns=turns)
    sideways = [look for look in readable if look.is_sideways]
    if sideways:
        yield warn("file.sideways-scan", pages=_numbers(sideways))


def _is_mendable(facts: PdfFacts) -> bool:
    """Whether a copy may be changed: signatures would break, a restriction is the author's word."""
    opens = facts.opens in (Opens.WELL, Opens.MENDED)
    return opens and not facts.signatures and not facts.is_restricted


def _offered(mend: FileMend, can: bool) -> str | None:
    return mend.value if can else None


def _numbers(looks: Iterable[PageLook]) -> list[int]:
    return [look.number for look in looks]

"""The Russian guide «Диагностика»: every check, cause, cure and who can do it."""

import re
from pathlib import Path

from desktop_app.core.catalogue import Catalogue
from desktop_app.services.diagnostics.check import SYSTEMS, Check
from desktop_app.services.diagnostics.profiles import GROUPS, group_of, in_order
from desktop_app.services.diagnostics.walking import all_checks
from scripts.lib.check_source import Naming, naming

_SEVERITIES = {
    "fail": "мешает работе",
    "warn": "предупреждение",
    "note": "к сведению",
    "skip": "проверять нечего",
}
_ENGINE = (
    "check.dependency",
    "check.facts-absent",
    "check.facts-timeout",
    "check.facts-failed",
    "check.timeout",
    "check.crashed",
    "check.cancelled",
)
_SYSTEM_NAMES = {"linux": "Linux", "windows": "Windows", "macos": "macOS"}
_OPTIONAL = re.compile(r"\[\[.*?\]\]", re.DOTALL)
_PLACEHOLDER = re.compile(r"\{\w+(?::(?P<format>[^{}]*))?\}")
_FOLDER = Path(__file__).parent


def guide_page(catalogue: Catalogue, notice: str) -> str:
    """Return the whole guide."""
    checks = in_order(all_checks())
    parts = [f"# Диагностика\n\n{notice}", _written("begin")]
    for group in GROUPS:
        members = sorted((c for c in checks if group_of(c.id) == group), key=lambda c: c.id)
        if members:
            parts.append(f"## {catalogue.phrase(f'check-group.{group}', 'ru')}\n")
            parts += [_check(catalogue, check) for check in members]
    parts.append("## Общие для всех проверок\n")
    parts += [_cause(catalogue, code, Naming()) for code in _ENGINE]
    foreign = [check for check in checks if "linux" not in check.systems]
    parts.append(_written("end"))
    parts += [f"- {check.id} — {_title(catalogue, check)}" for check in foreign]
    return "\n".join(parts).rstrip() + "\n"


def _written(part: str) -> str:
    return (_FOLDER / f"diagnostics-guide-{part}.md").read_text("utf-8")


def _check(catalogue: Catalogue, check: Check) -> str:
    words = []
    if check.systems != SYSTEMS:
        words.append(f"только {', '.join(_SYSTEM_NAMES[each] for each in check.systems)}")
    words += [catalogue.phrase(f"check-need.{need.value}", "ru") for need in check.needs]
    if check.depends_on:
        words.append(f"после {', '.join(check.depends_on)}")
    about = _sentence("; ".join(words)) if words else ""
    causes = [_cause(catalogue, cause, naming(check, cause)) for cause in check.causes]
    heading = f"### {check.id}. {_title(catalogue, check)}\n"
    return "\n".join((heading, *([about, ""] if about else []), *causes))


def _cause(catalogue: Catalogue, code: str, how: Naming) -> str:
    if code not in catalogue.codes:
        return f"- `{code}`\n"
    message = catalogue.template(code, "ru")
    title, text, remedy = map(_general, (message.title, message.text, message.remedy))
    marks = [_SEVERITIES[weight] for weight in how.weights]
    people = [catalogue.word("who", who, "ru") for who in how.people]
    about = f" ({', '.join(marks)})" if marks else ""
    who = f" Кто: {', '.join(people)}." if people else ""
    return f"- **{title}** `{code}`{about}. {text}\n  *Что сделать:* {remedy}{who}\n"


def _general(template: str) -> str:
    """Return words without data: optional parts go, a dot of suspension stands for a value."""
    return _PLACEHOLDER.sub(_ellipsis, _OPTIONAL.sub("", template)).strip()


def _ellipsis(match: re.Match[str]) -> str:
    kind, _, forms = (match["format"] or "").partition(":")
    if kind == "plural":
        return f"… {forms.rsplit('|')[-1]}"
    if kind == "sign":
        return forms.replace("|", " или ")
    return "" if kind == "if" else "…"


def _title(catalogue: Catalogue, check: Check) -> str:
    return catalogue.word("check", check.id, "ru")


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."

"""The report as one HTML page: opens offline, prints well, runs nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape

from desktop_app.core.catalogue import Catalogue
from desktop_app.services.diagnostics.profiles import group_of
from desktop_app.services.diagnostics.report_form import CheckForm, FindingForm, ReportForm

STYLE = """
:root { color-scheme: light dark; --ink: #1f2328; --soft: #57606a; --line: #d0d7de; --sheet: #fff;
  --fail: #b42318; --warn: #8a5300; --ok: #1a7f37; --skip: #57606a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9da7b3; --line: #3d444d;
  --sheet: #15191f; --fail: #ff8a80; --warn: #e3b341; --ok: #56d364; --skip: #9da7b3; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.5rem; max-width: 60rem; background: var(--sheet);
  color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", "Noto Sans", sans-serif; }
h1 { font-size: 1.1rem; color: var(--soft); font-weight: 600; margin: 0 0 .75rem; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 .5rem; }
.head { border-left: .35rem solid var(--ok); padding: .25rem 0 .25rem 1rem; font-size: 1.35rem;
  line-height: 1.4; margin: 0 0 1rem; }
.head.fail, .head.error, .head.timeout { border-color: var(--fail); }
.head.warn { border-color: var(--warn); }
article { border-top: 1px solid var(--line); padding: .8rem 0; break-inside: avoid; }
h3 { font-size: 1rem; margin: 0; }
p { margin: .3rem 0; }
.state { font-weight: 600; white-space: nowrap; }
.fail, .error, .timeout { color: var(--fail); } .head { color: var(--ink); }
.warn { color: var(--warn); } .ok { color: var(--ok); } .skip { color: var(--skip); }
.soft, dl { color: var(--soft); font-size: .875rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .8rem; margin: .4rem 0 0; }
dt { font-family: ui-monospace, Consolas, monospace; }
dd { margin: 0; overflow-wrap: anywhere; font-family: ui-monospace, Consolas, monospace; }
ul { list-style: none; padding: 0; margin: 0; columns: 20rem; column-gap: 2rem; }
li { break-inside: avoid; padding: .1rem 0; }
footer { border-top: 1px solid var(--line); margin-top: 2.5rem; padding-top: .8rem; }
@media print { :root { color-scheme: light; --ink: #000; --soft: #444; --line: #bbb; --sheet: #fff;
  --fail: #8c1d12; --warn: #6b4000; --ok: #12602a; --skip: #444; }
  body { max-width: none; padding: 0; font-size: 10.5pt; } h2 { break-after: avoid; } }
"""
_SIGNS = {"ok": "✓", "warn": "!", "fail": "✕", "skip": "–", "error": "?", "timeout": "?"}
_NOTES = 3
"""As many notes of one check are shown; the JSON has all of them."""
_TROUBLES = ("fail", "error", "timeout", "warn")


class ReportPage:
    """Writes one report in one language; whatever it is given is escaped."""

    def __init__(self, catalogue: Catalogue, language: str) -> None:
        self._catalogue = catalogue
        self._language = language

    def page(self, form: ReportForm) -> str:
        """Return the whole page."""
        title = self._say("title", profile=form.profile)
        found = [check for check in form.checks if check.status in _TROUBLES]
        troubles = sorted(found, key=lambda check: _TROUBLES.index(check.status))
        healthy = [check for check in form.checks if check.status == "ok"]
        skipped = [check for check in form.checks if check.status == "skip"]
        body = (
            f"<h1>{escape(title)}</h1>",
            f'<p class="head {_worst(form.checks)}">{escape(form.sentence)}</p>',
            self._origin(form),
            self._section("troubles", map(self._trouble, troubles)),
            self._section("notes", (self._note(check) for check in healthy if check.cause)),
            self._list("healthy", [_line(check) for check in healthy if not check.cause]),
            self._list("skipped", [_line(check, check.message) for check in skipped]),
            f'<footer class="soft"><p>{escape(self._say("pin", count=form.pin_tries_spent))}</p>',
            f"<p>{escape(self._say('redacted' if form.redacted else 'open'))}</p></footer>",
        )
        return document(title, body, form.language)

    def _origin(self, form: ReportForm) -> str:
        words = self._say(
            "origin",
            time=form.started_at,
            program=form.program,
            system=form.system,
            checks=len(form.checks),
        )
        return f'<p class="soft">{escape(words)}</p>'

    def _section(self, name: str, articles: Iterable[str]) -> str:
        content = "\n".join(articles)
        return f"<h2>{escape(self._say(name))}</h2>\n{content}" if content else ""

    def _trouble(self, check: CheckForm) -> str:
        state = self._catalogue.word("check-status", check.status, self._language)
        group = self._catalogue.word("check-group", group_of(check.id), self._language)
        sign = _SIGNS.get(check.status, "?")
        marked = f'<span class="state {escape(check.status)}">{sign} {escape(state)}:</span>'
        others = (f"<p>{escape(each.heading)}</p>{self._finding(each)}" for each in check.others)
        parts = (
            f'<article id="{escape(check.id)}">',
            f"<h3>{marked} {escape(check.heading or check.title)}</h3>",
            self._finding(check),
            *others,
            f'<p class="soft">{escape(f"{check.id} · {group} · {check.title}")}</p>',
            "</article>",
        )
        return "\n".join(parts)

    def _finding(self, finding: FindingForm | CheckForm) -> str:
        why = finding.message.removeprefix(f"{finding.heading}.").strip()
        parts = [f"<p>{escape(why)}</p>"] if why and why != finding.heading else []
        if finding.remedy:
            who = self._catalogue.word("who", finding.who or "", self._language)
            parts.append(
                f"<p><strong>{escape(self._say('remedy'))}</strong> {escape(finding.remedy)}"
                + (f' <span class="soft">({escape(who)})</span>' if who else "")
                + "</p>"
            )
        rows = [("code", finding.cause), *finding.evidence.items()]
        cells = "".join(
            f"<dt>{escape(str(name))}</dt><dd>{escape(_shown(value))}</dd>"
            for name, value in rows
            if value not in (None, "", [], {})
        )
        return "\n".join((*parts, f"<dl>{cells}</dl>" if finding.cause else ""))

    def _note(self, check: CheckForm) -> str:
        """A note stands without remedy: there is nothing to do."""
        messages = list(dict.fromkeys((check.message, *(each.message for each in check.others))))
        more = len(messages) - _NOTES
        if more > 0:
            messages[_NOTES:] = [self._say("more", count=more)]
        words = "".join(f"<p>{escape(message)}</p>" for message in messages)
        about = escape(f"{check.id} · {check.title}")
        return f'<article>{words}<p class="soft">{about}</p></article>'

    def _list(self, name: str, lines: list[str]) -> str:
        items = "\n".join(f"<li>{line}</li>" for line in lines)
        return f"<h2>{escape(self._say(name))}</h2>\n<ul>{items}</ul>" if lines else ""

    def _say(self, name: str, **data: object) -> str:
        return self._catalogue.phrase(f"report.{name}", self._language, **data)


def document(title: str, body: Iterable[str], language: str, style: str = STYLE) -> str:
    """Return an HTML page that may load and run nothing; ``body`` is escaped already."""
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return "\n".join(
        (
            "<!doctype html>",
            f'<html lang="{escape(language)}">',
            '<head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title>",
            f"<style>{style}</style></head>",
            "<body>",
            *(part for part in body if part),
            "</body></html>",
            "",
        )
    )


def _line(check: CheckForm, message: str = "") -> str:
    sign = f'<span class="{escape(check.status)}">{_SIGNS.get(check.status, "?")}</span>'
    more = f"{check.id} — {message}" if message else check.id
    return f'{sign} {escape(check.title)} <span class="soft">{escape(more)}</span>'


def _worst(checks: Iterable[CheckForm]) -> str:
    states = {check.status for check in checks}
    return next((state for state in _TROUBLES if state in states), "ok")


def _shown(value: object) -> str:
    if isinstance(value, list) and all(isinstance(each, str | int) for each in value):
        return ", ".join(map(str, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

"""The report on signatures as one HTML page: opens offline, prints well, runs nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.verdicts import Verdict
from desktop_app.services.diagnostics.report_html import document
from desktop_app.services.verification_form import FileForm, SignatureForm, VerificationForm
from desktop_app.services.verification_rows import Row, VerificationRows

_SIGNS = {Verdict.GOOD: "✓", Verdict.BAD: "✕", Verdict.UNKNOWN: "?"}
_CLASSES = {Verdict.GOOD: "ok", Verdict.BAD: "fail", Verdict.UNKNOWN: "warn"}


def verification_page(catalogue: Catalogue, form: VerificationForm) -> str:
    """Return the whole page; whatever comes from a file is escaped."""
    rows = VerificationRows(catalogue, form)
    title = rows.say("title")
    body = (
        f"<h1>{escape(title)}</h1>",
        f'<p class="head {_CLASSES[form.verdict]}">{escape(form.sentence)}</p>',
        f'<p class="soft">{escape(rows.say("network"))}</p>' if form.offline else "",
        *(part for file in form.files for part in _file(rows, file)),
        f'<footer class="soft"><p>{escape(rows.say("foot", program=form.program))}</p></footer>',
    )
    return document(title, body, form.language)


def _file(rows: VerificationRows, file: FileForm) -> Iterator[str]:
    yield f"<h2>{escape(Path(file.file).name)}</h2>"
    if file.error is not None:
        remedy = f"<strong>{escape(rows.say('remedy'))}</strong> {escape(file.error.remedy)}"
        yield f"<article><p>{escape(file.error.message)}</p><p>{remedy}</p></article>"
    yield _table(rows.file_rows(file))
    for signature in file.signatures:
        yield from _signature(rows, signature)


def _signature(rows: VerificationRows, signature: SignatureForm) -> Iterator[str]:
    mark = _mark(signature.verdict, rows.verdict(signature.verdict))
    yield f"<article><h3>{mark} {escape(rows.heading(signature))}</h3>"
    for verdict, (question, answer) in rows.answers(signature):
        yield f"<p>{_mark(verdict, question)} {escape(answer)}</p>"
    yield _table(rows.facts(signature))
    yield _list(rows.say("ladder"), rows.ladder(signature.path))
    lines = [f"{_SIGNS[verdict]} {words}" for verdict, words in rows.stamps(signature)]
    yield _list(rows.say("stamps"), lines)
    yield _reasons(rows, signature)
    yield "</article>"


def _reasons(rows: VerificationRows, signature: SignatureForm) -> str:
    found = [*signature.reasons, *(each for stamp in signature.stamps for each in stamp.reasons)]
    parts = [f"<p><strong>{escape(rows.say('reasons'))}</strong></p>"] if found else []
    for each in found:
        remedy = f" {escape(rows.say('remedy'))} {escape(each.remedy)}" if each.remedy else ""
        code = f' <span class="soft">[{escape(each.code)}]</span>'
        parts.append(f"<p>{_mark(each.verdict, '')}{escape(each.message)}{remedy}{code}</p>")
    return "\n".join(parts)


def _mark(verdict: Verdict, words: str) -> str:
    colon = f" {escape(words)}:" if words else ""
    return f'<span class="state {_CLASSES[verdict]}">{_SIGNS[verdict]}{colon}</span> '


def _table(rows: Iterable[Row]) -> str:
    cells = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows if value
    )
    return f"<dl>{cells}</dl>" if cells else ""


def _list(title: str, lines: list[str]) -> str:
    if not lines:
        return ""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<p><strong>{escape(title)}</strong></p><ol>{items}</ol>"

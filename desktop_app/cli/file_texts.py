"""What was found in files, as JSON and as text."""

from __future__ import annotations

from desktop_app.cli.json_forms import Form, error_form
from desktop_app.cli.words import Words
from desktop_app.core.diagnostics import Finding
from desktop_app.core.file_examinations import FileExamination, MendedFile


def examination_form(examination: FileExamination, words: Words) -> Form:
    """Return one file with what was found."""
    return {
        "file": str(examination.path),
        "size": examination.size,
        "sha256": examination.sha256 or None,
        "kind": examination.kind.value,
        "pages": examination.pages,
        "status": examination.status.value,
        "findings": [_finding_form(finding, words) for finding in examination.findings],
    }


def mended_form(mended: MendedFile, words: Words) -> Form:
    """Return what became of mending one file."""
    return {
        "file": str(mended.source),
        "copy": None if mended.copy is None else str(mended.copy),
        "done": [mend.value for mend in mended.done],
        "error": None if mended.error is None else error_form(mended.error, words),
        "examination": (
            None if mended.examination is None else examination_form(mended.examination, words)
        ),
    }


def examination_text(examination: FileExamination, words: Words) -> str:
    """Return one file with what was found, a finding a paragraph."""
    status = words.state("file-status", examination.status.value)
    lines = [f"{examination.path}: {status}"]
    for finding in examination.findings:
        message = words.finding(finding)
        lines += [f"  — {message.title}. {message.text}", f"    {message.remedy}"]
    return "\n".join(lines)


def mended_text(mended: MendedFile, words: Words) -> str:
    """Return what became of mending one file."""
    if mended.error is not None:
        reason = words.error_text(mended.error)
        return words("check.not-mended", file=str(mended.source), reason=reason)
    done = ", ".join(words.state("file-mend", mend.value) for mend in mended.done)
    line = words("check.mended", file=str(mended.source), copy=str(mended.copy), done=done)
    if mended.examination is None:
        return line
    return f"{line}\n{examination_text(mended.examination, words)}"


def _finding_form(finding: Finding, words: Words) -> Form:
    message = words.finding(finding)
    return {
        "code": finding.cause,
        "status": finding.status.value,
        "who": finding.who.value,
        "message": f"{message.title}. {message.text}",
        "remedy": message.remedy,
        "data": dict(finding.evidence),
        "fix": finding.fix,
    }

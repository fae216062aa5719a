"""`nmo documents new`: a document from a template."""

from __future__ import annotations

from pathlib import Path

from desktop_app.cli.arguments import Commands
from desktop_app.cli.context import Context
from desktop_app.cli.files import write_new_file
from desktop_app.cli.json_forms import Form, moment
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.paper_questions import ask_for_values, given_values
from desktop_app.cli.words import Words
from desktop_app.core.papers import PaperTemplate


def add_commands(commands: Commands) -> None:
    """Add the command that writes papers."""
    parser = commands.add("new", new)
    words = parser.words
    parser.add_argument(
        "template", metavar=words("metavar.template"), nargs="?", help=words("option.template")
    )
    parser.add_argument("--list", action="store_true", help=words("option.templates"))
    parser.add_argument(
        "--field",
        metavar=words("metavar.field"),
        action="append",
        default=[],
        help=words("option.field"),
    )
    parser.add_argument("--certificate", metavar="ID", default="", help=words("option.owner"))
    parser.add_argument(
        "--out", metavar=words("metavar.file"), type=Path, help=words("option.paper-out")
    )


def new(context: Context) -> Outcome:
    """Write a document, asking at the terminal for what is missing; or list the templates."""
    options, papers = context.options, context.services.papers
    if options.list or not options.template:
        return _list(papers.templates(), context.words)
    template = papers.template(options.template)
    values = {
        **papers.known_values(template.id, options.certificate),
        **given_values(options.field, context.words),
    }
    paper = papers.compose(template.id, ask_for_values(context, template, values))
    target = options.out or Path(paper.file_name)
    write_new_file(target, paper.content)
    document = {
        "file": str(target),
        "template": paper.template,
        "title": paper.title,
        "sha256": paper.sha256,
        "pages": paper.pages,
        "written_at": moment(paper.written_at),
    }
    words = context.words
    text = words("paper.written", title=paper.title, file=str(target), pages=paper.pages)
    return Outcome(document, f"{text}\n{words('paper.digest', digest=paper.sha256)}")


def _list(templates: tuple[PaperTemplate, ...], words: Words) -> Outcome:
    document = {"templates": [_template_form(template, words) for template in templates]}
    return Outcome(document, "\n\n".join(_template_text(each, words) for each in templates))


def _template_form(template: PaperTemplate, words: Words) -> Form:
    return {
        "id": template.id,
        "version": template.version,
        "title": template.title.of(words.language),
        "summary": template.summary.of(words.language),
        "fields": [
            {
                "name": field.name,
                "kind": field.kind.value,
                "required": field.required,
                "label": field.label.of(words.language),
                "help": field.help.of(words.language),
                "default": field.default.strip(),
            }
            for field in template.fields
        ],
    }


def _template_text(template: PaperTemplate, words: Words) -> str:
    lines = [
        f"{template.id}: {template.title.of(words.language)}",
        f"  {template.summary.of(words.language)}",
    ]
    for field in template.fields:
        mark = "*" if field.required and not field.default else " "
        lines.append(f"  {mark} {field.name}: {field.label.of(words.language)}")
    return "\n".join(lines)

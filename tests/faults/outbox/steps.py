"""What a person does with one document, as the victim and whoever goes on do it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TypedDict

from desktop_app.services.outbox.outbox import Outbox


class Step(TypedDict):
    """One step of a story; ``signature`` is a file of signatures, or a signed copy."""

    do: str
    file: str
    signature: str


ACCEPTING = frozenset({"add", "prepare", "cosign"})
"""Steps after which a document is kept."""


def take_step(outbox: Outbox, papers: Path, step: Step) -> None:
    """Do it. Raises ``NmoError``, and ``LookupError`` where the document is not there."""
    file, signature = papers / step["file"], papers / step["signature"]
    match step["do"]:
        case "add":
            outbox.add_signed(file, signature if step["signature"] else None)
        case "cosign":
            outbox.add_signed(file, theirs_of(file), to_sign=True)
        case "prepare":
            content = file.read_bytes()
            outbox.add_unsigned(lambda: io.BytesIO(content), file.name)
        case "sign":
            outbox.put_signature(_id_of(outbox, file.name), signature.read_bytes())
        case "sign-inside":
            outbox.put_signed_pdf(_id_of(outbox, file.name), signature)
        case "drop":
            outbox.drop(_id_of(outbox, file.name))
        case "export":
            folder = papers / "medium"
            folder.mkdir(exist_ok=True)
            outbox.export(folder, [_id_of(outbox, file.name)], passphrase=None)
        case "send":
            report = outbox.send()
            if report.stopped_by is not None:
                raise report.stopped_by
        case unknown:
            raise ValueError(unknown)


def theirs_of(file: Path) -> Path:
    """Return the file with the signatures of others."""
    return file.with_name(f"{file.name}.theirs")


def _id_of(outbox: Outbox, name: str) -> str:
    for item in outbox.page().items:
        if item.file_name == name:
            return item.id
    raise LookupError(name)

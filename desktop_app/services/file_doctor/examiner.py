"""Looking at files one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.core.cancellation import Cancellation, Progress, ProgressListener, ignore_progress
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.inputs import FileUnreadableError
from desktop_app.core.file_examinations import FileExamination, FileKind, MendedFile
from desktop_app.services.diagnostics.check import fail
from desktop_app.services.file_doctor.copies import mended_copy
from desktop_app.services.file_doctor.file_kinds import HEAD_BYTES, kind_of
from desktop_app.services.file_doctor.history import Earlier
from desktop_app.services.file_doctor.judging import SeenFile, judged
from desktop_app.services.file_doctor.rules import UploadRules
from desktop_app.services.file_doctor.signed_messages import message_findings
from desktop_app.services.file_doctor.walking import files_of
from desktop_app.services.file_signing import file_digest
from desktop_app.services.outbox.signed_files import is_message
from desktop_app.services.pdf.messages import LARGEST_FILE, PdfSource
from desktop_app.services.pdf.workshop import PdfWorkshop
from desktop_app.services.trust_folder import unreadable


class FileExaminer:
    """Implements ``FileDoctor``.

    ``largest`` gives the limit on a file's size in bytes, ``history`` what was signed or sent
    before, by SHA-256.
    """

    def __init__(
        self,
        workshop: PdfWorkshop,
        rules: UploadRules,
        largest: Callable[[], int],
        history: Callable[[], Mapping[str, Earlier]],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._workshop = workshop
        self._rules = rules
        self._largest = largest
        self._history = history
        self._clock = clock

    def examine(
        self,
        places: Sequence[Path],
        *,
        progress: ProgressListener = ignore_progress,
        cancel: Cancellation | None = None,
    ) -> tuple[FileExamination, ...]:
        """Look at files and at what lies in folders; see ``FileDoctor``."""
        files = files_of(places)
        history = self._history()
        first_with: dict[str, Path] = {}
        found = []
        for done, path in enumerate(files):
            if cancel is not None:
                cancel.checkpoint()
            progress(Progress(done, len(files), path.name))
            found.append(self._examined(path, history, first_with, cancel))
        progress(Progress(len(files), len(files)))
        return tuple(found)

    def mend(
        self,
        examination: FileExamination,
        folder: Path,
        *,
        turns: Mapping[int, int] | None = None,
        cancel: Cancellation | None = None,
    ) -> MendedFile:
        """Mend a copy in ``folder`` and look at it again; see ``FileDoctor``."""
        try:
            copy, done = mended_copy(
                self._workshop,
                self._rules,
                examination,
                folder,
                largest=self._largest(),
                turns=dict(turns or {}),
                cancel=cancel,
            )
        except NmoError as error:
            return MendedFile(examination.path, None, error=error)
        if copy is None:
            return MendedFile(examination.path, None)
        again = self._examined(copy, self._history(), {}, cancel)
        return MendedFile(examination.path, copy, done, again)

    def _examined(
        self,
        path: Path,
        history: Mapping[str, Earlier],
        first_with: dict[str, Path],
        cancel: Cancellation | None,
    ) -> FileExamination:
        try:
            seen = self._seen(path, history, first_with, cancel)
        except FileUnreadableError as error:
            finding = fail(error.code, path=error.path, detail=error.detail)
            return FileExamination(path, 0, "", FileKind.OTHER, 0, (finding,))
        findings = judged(seen, self._rules, self._largest())
        pages = seen.facts.pages if seen.facts else 0
        return FileExamination(path, seen.size, seen.sha256, seen.kind, pages, findings)

    def _seen(
        self,
        path: Path,
        history: Mapping[str, Earlier],
        first_with: dict[str, Path],
        cancel: Cancellation | None,
    ) -> SeenFile:
        """Raises ``FileUnreadableError``."""
        try:
            with path.open("rb") as stream:
                head = stream.read(HEAD_BYTES)
                size = path.stat().st_size
        except OSError as error:
            raise unreadable(path, error) from error
        # A message that carries a PDF has the beginning of one in its head.
        signs = is_message(path)
        kind = FileKind.OTHER if signs else kind_of(head)
        sha256 = file_digest(path, "sha256", cancel).hex()
        facts, failure = None, None
        if kind is FileKind.PDF and size <= LARGEST_FILE:
            try:
                facts = self._workshop.look(PdfSource(path=str(path.absolute())), cancel)
            except NmoError as error:
                failure = error
        same = first_with.setdefault(sha256, path)
        return SeenFile(
            path=path,
            size=size,
            sha256=sha256,
            kind=kind,
            facts=facts,
            failure=failure,
            signatures=tuple(message_findings(path, self._clock())) if signs and size else (),
            earlier=history.get(sha256),
            same_as=same.name if same != path and size else "",
        )

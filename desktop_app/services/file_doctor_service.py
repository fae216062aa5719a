"""What a person can ask about files before they are signed or uploaded, as a protocol."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from desktop_app.core.cancellation import Cancellation, ProgressListener
from desktop_app.core.file_examinations import FileExamination, MendedFile


class FileDoctor(Protocol):
    """Looks at files, and mends what it can on copies."""

    def examine(
        self,
        places: Sequence[Path],
        *,
        progress: ProgressListener = ...,
        cancel: Cancellation | None = None,
    ) -> tuple[FileExamination, ...]:
        """Look at files and at what lies in folders.

        A file that cannot be read is a finding, not an error. Raises ``TooManyFilesError``,
        ``Cancelled``.
        """

    def mend(
        self,
        examination: FileExamination,
        folder: Path,
        *,
        turns: Mapping[int, int] = ...,
        cancel: Cancellation | None = None,
    ) -> MendedFile:
        """Mend a copy in ``folder``, look at it again, and never overwrite anything.

        ``turns`` are degrees clockwise by the page's number, for scans whose right side up the
        program cannot see. A file that cannot be mended is an outcome, not an error. Raises
        ``Cancelled``.
        """

"""A copy of a PDF with an empty place for its signature."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.errors.signatures import PadesUnreadableError
from desktop_app.signing.digests import new_digest


@dataclass(frozen=True, slots=True)
class PreparedPdf:
    """A copy that begins with the original, byte for byte, and has a place for one CMS."""

    pdf: bytearray
    gap: tuple[int, int]
    """Where the place begins and ends, its angle brackets included."""

    def refuse_other(self, original: bytes, file: Path) -> None:
        """Make sure that what is signed is ``file``, and that nothing but the CMS is left out.

        Raises ``PadesUnreadableError``.
        """
        begin, end = self.gap
        hole = bytes(self.pdf[begin:end])
        fits = hole[:1] == b"<" and hole[-1:] == b">" and not hole[1:-1].strip(b"0")
        if not self.pdf.startswith(original) or begin < len(original) or not fits:
            raise PadesUnreadableError(str(file), "damaged")

    def digest(self, algorithm: str) -> bytes:
        """Return the digest of all but the place (ISO 32000-2 section 12.8.1)."""
        running = new_digest(algorithm)
        with memoryview(self.pdf) as view:
            running.update(view[: self.gap[0]])
            running.update(view[self.gap[1] :])
        return running.digest()

    def put(self, message: bytes) -> None:
        """Write a CMS into its place, padded with zeros. Raises ``PadesUnreadableError``."""
        begin, end = self.gap
        room = end - begin - 2
        if 2 * len(message) > room:
            raise PadesUnreadableError(detail="too-small")
        self.pdf[begin + 1 : end - 1] = message.hex().encode("ascii").ljust(room, b"0")

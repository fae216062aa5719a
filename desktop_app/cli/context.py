"""What every command works with: options, words, output and, on demand, the services."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop_app.cli.console import Console
from desktop_app.cli.outcome import Outcome
from desktop_app.cli.output import Output
from desktop_app.cli.program import Program
from desktop_app.cli.words import Words

if TYPE_CHECKING:
    from desktop_app.services.program import Services


@dataclass(slots=True)
class Context:
    """One run of the command."""

    options: Namespace
    words: Words
    output: Output
    console: Console
    program: Program
    _services: Services | None = field(default=None)

    @property
    def services(self) -> Services:
        """Return the services, built at the first use."""
        if self._services is None:
            self._services = self._built()
        return self._services

    def close(self) -> None:
        """Stop what the services started."""
        if self._services is not None:
            self._services.close()

    def _built(self) -> Services:
        options = self.options
        services = self.program.services(options.home, options.driver, options.lang)
        self.words = Words(self.words.catalogue, services.language)
        for finding in services.findings:
            self.output.note(self.words.error_text(finding))
        if services.is_training:
            self.output.note(self.words("training.banner"))
        return services


Handler = Callable[[Context], Outcome]
"""Carries out one command."""

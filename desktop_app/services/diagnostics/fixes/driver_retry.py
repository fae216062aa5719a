"""Uses a driver again that was set aside after crashing."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.core.diagnostics import CheckResult, Finding
from desktop_app.core.errors.diagnosis import FixUnavailableError
from desktop_app.services.diagnostics.collecting import Access
from desktop_app.services.diagnostics.fixing import Change, Fix, FixPlan, UndoRecord
from desktop_app.signing.tokens import Tokens


def fixes(access: Access) -> tuple[Fix, ...]:
    """Return what gives drivers another chance."""
    return (RetryDriver(access.tokens),)


@dataclass(frozen=True)
class RetryDriver:
    """Nothing on the computer changes: the next look starts the driver again."""

    tokens: Tokens
    id: str = "driver.retry"

    def plan(self, result: CheckResult, finding: Finding) -> FixPlan:
        """Name the driver. Raises ``FixUnavailableError``."""
        path = str(finding.evidence.get("path", ""))
        if not path:
            raise FixUnavailableError(fix=self.id)
        change = Change("driver", path, "set-aside", "ok")
        return FixPlan(self.id, result.id, (change,), {"path": path}, can_undo=False)

    def apply(self, plan: FixPlan) -> None:
        """Let the driver be started again."""
        self.tokens.retry(str(plan.data["path"]))

    def undo(self, record: UndoRecord) -> None:
        """There is nothing to take back. Raises ``FixUnavailableError``."""
        raise FixUnavailableError(fix=record.fix)

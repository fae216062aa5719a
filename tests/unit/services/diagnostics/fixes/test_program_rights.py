"""Own files are closed to others, exactly as the plan says, and opened again on request."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.core.diagnostics import CheckResult, CheckStatus
from desktop_app.core.errors.diagnosis import FixFailedError, FixUnavailableError
from desktop_app.services.diagnostics.check import warn
from desktop_app.services.diagnostics.fixes.program_rights import CloseToOthers

RESULT = CheckResult("APP-03", CheckStatus.WARN)


@pytest.fixture
def fix(tmp_path: Path) -> CloseToOthers:
    (tmp_path / "home").mkdir(mode=0o700)
    return CloseToOthers((tmp_path / "home",))


def opened(folder: Path, name: str, mode: int) -> Path:
    file = folder / name
    file.write_text("{}")
    file.chmod(mode)
    return file


def mode_of(file: Path) -> int:
    return file.stat().st_mode & 0o777


def test_rights_of_others_go_and_come_back(fix: CloseToOthers) -> None:
    file = opened(fix.folders[0], "settings.json", 0o664)
    plan = fix.plan(RESULT, warn("program.open-to-others", paths=[str(file)]))
    (change,) = plan.changes
    assert (change.target, change.before, change.after) == (str(file), "664", "600")
    assert mode_of(file) == 0o664
    record = fix.apply(plan)
    assert mode_of(file) == 0o600
    fix.undo(record)
    assert mode_of(file) == 0o664


def test_what_lies_elsewhere_is_never_touched(fix: CloseToOthers, tmp_path: Path) -> None:
    foreign = opened(tmp_path, "foreign", 0o644)
    link = fix.folders[0] / "link"
    link.symlink_to(foreign)
    finding = warn("program.open-to-others", paths=[str(foreign), str(link)])
    with pytest.raises(FixUnavailableError):
        fix.plan(RESULT, finding)


def test_a_file_that_goes_away_leaves_nothing_half_done(fix: CloseToOthers) -> None:
    file = opened(fix.folders[0], "settings.json", 0o664)
    plan = fix.plan(RESULT, warn("program.open-to-others", paths=[str(file)]))
    record = fix.apply(plan)
    file.unlink()
    with pytest.raises(FixFailedError):
        fix.undo(record)

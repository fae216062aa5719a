"""A good path is not judged again at once; any other is, since it may have been mended."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop_app.core.verdicts import Verdict
from desktop_app.signing.chain import PathJudge, PathRequest, TrustMaterial
from tests.certificates.authority import Issued, Wanted, root


@pytest.fixture
def judge() -> Iterator[PathJudge]:
    made = PathJudge()
    yield made
    made.close()


def question(anchor: Issued, *crls: bytes) -> PathRequest:
    leaf = anchor.issue(Wanted("Иванова"))
    return PathRequest(leaf.der, TrustMaterial((anchor.der,), crls=crls), offline=True)


def test_a_good_answer_is_given_again_without_the_worker(judge: PathJudge) -> None:
    anchor = root()
    asked = question(anchor, anchor.crl())
    first = judge.judge(asked)
    assert first.verdict is Verdict.GOOD
    judge.close()
    assert judge.judge(asked) is first
    assert judge._worker is None


def test_an_answer_that_is_not_good_is_worked_out_anew(judge: PathJudge) -> None:
    asked = question(root())
    assert judge.judge(asked).verdict is Verdict.UNKNOWN
    judge.close()
    assert judge.judge(asked).verdict is Verdict.UNKNOWN
    assert judge._worker is not None


def test_a_good_answer_is_forgotten_in_time() -> None:
    judge = PathJudge(remembered_seconds=0.0)
    anchor = root()
    asked = question(anchor, anchor.crl())
    try:
        assert judge.judge(asked) is not judge.judge(asked)
    finally:
        judge.close()

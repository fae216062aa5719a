"""The list of accredited authorities is read with limits and judged by its history."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors.inputs import AccreditedListUnreadableError
from desktop_app.signing.accredited_list import Accreditation, AccreditedList
from desktop_app.signing.accredited_list_reader import (
    MAX_DEPTH,
    MAX_TEXT,
    read_accredited_list,
)
from desktop_app.signing.authority_marks import marks_of
from tests.certificates.accredited import List, Listed
from tests.certificates.authority import Issued, Wanted, root

ENDED = (
    ("Действует", "2021-07-01T00:00:00Z"),
    ("Прекращена", "2025-02-01T00:00:00Z"),
)


def read(content: bytes) -> AccreditedList:
    return read_accredited_list(io.BytesIO(content))


def detail_of(content: bytes) -> str:
    with pytest.raises(AccreditedListUnreadableError) as caught:
        read(content)
    return caught.value.detail


@pytest.fixture(scope="module")
def issuing() -> Issued:
    return root("Корень").issue(Wanted("УЦ", ca=True))


def test_everything_that_is_used_is_read(issuing: Issued) -> None:
    found = read(List((Listed("ФНС", (issuing.der,)), Listed("Банк", history=ENDED))).xml())
    assert (found.version, found.dated) == (16326, datetime(2026, 11, 1, 12, tzinfo=UTC))
    assert found.signed
    first, second = found.authorities
    assert (first.name, first.ogrn, first.inn) == ("ФНС", "1047707030513", "7707329152")
    (listed,) = first.certificates
    assert listed.der == issuing.der
    assert listed.key_id == marks_of(issuing.der).key_id
    assert second.certificates == ()


def test_an_authority_is_found_by_its_key_and_a_certificate_by_its_fingerprint(
    issuing: Issued,
) -> None:
    found = read(List((Listed("Банк"), Listed("ФНС", (issuing.der,)))).xml())
    marks = marks_of(issuing.der)
    authority = found.issuer_of(marks.key_id.upper())
    assert authority is not None
    assert authority.name == "ФНС"
    assert found.certificates_of(marks.key_id) == authority.certificates
    certificate = found.certificate(marks.sha1.upper())
    assert certificate is not None
    assert certificate.der == issuing.der
    assert found.issuer_of("00") is None
    assert found.certificate("00") is None
    assert found.certificates_of("00") == ()


def test_of_two_entries_with_one_key_the_one_in_force_counts(issuing: Issued) -> None:
    anew = Listed("УЦ снова", (issuing.der,), (("Действует", "2026-01-01T00:00:00Z"),))
    found = read(List((Listed("УЦ", (issuing.der,), ENDED), anew)).xml())
    key_id = marks_of(issuing.der).key_id
    for day, name in (("2024-01-01", "УЦ"), ("2025-06-01", "УЦ"), ("2026-06-01", "УЦ снова")):
        moment = datetime.fromisoformat(f"{day}T00:00:00+00:00")
        authority = found.issuer_of(key_id, moment)
        assert authority is not None
        assert authority.name == name
    assert len(found.certificates_of(key_id)) == 1


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2021-06-30", Accreditation.UNKNOWN),
        ("2021-07-01", Accreditation.IN_FORCE),
        ("2025-01-31", Accreditation.IN_FORCE),
        ("2025-02-01", Accreditation.ENDED),
        ("2026-11-01", Accreditation.ENDED),
    ],
)
def test_the_status_on_a_day_is_that_of_the_last_change_before(
    day: str, expected: Accreditation
) -> None:
    (authority,) = read(List((Listed("УЦ", history=ENDED),)).xml()).authorities
    assert authority.status_on(datetime.fromisoformat(f"{day}T00:00:00+00:00")) is expected


def test_a_status_that_came_back_counts_from_then_on() -> None:
    history = (*ENDED, ("Действует", "2026-01-01"), ("Аннулирована", "2026-05-01"))
    shuffled = (history[3], history[0], history[2], history[1])
    listed = Listed("УЦ", history=shuffled, current=history[3])
    (authority,) = read(List((listed,)).xml()).authorities
    assert len(authority.history) == 4
    assert authority.status_on(datetime(2026, 2, 1, tzinfo=UTC)) is Accreditation.IN_FORCE
    assert authority.status_on(datetime(2026, 6, 1, tzinfo=UTC)) is Accreditation.ANNULLED
    assert authority.ended_at() == datetime(2026, 5, 1, tzinfo=UTC)


def test_what_ended_twice_over_ended_the_first_time() -> None:
    history = (*ENDED, ("Аннулирована", "2026-01-01T00:00:00Z"))
    (authority,) = read(List((Listed("УЦ", history=history),)).xml()).authorities
    assert authority.ended_at() == datetime(2025, 2, 1, tzinfo=UTC)


def test_the_current_status_counts_where_the_history_is_silent() -> None:
    listed = Listed("УЦ", history=(), current=ENDED[1], passed_to="1027700132195")
    (authority,) = read(List((listed,)).xml()).authorities
    assert authority.status_on(datetime(2026, 1, 1, tzinfo=UTC)) is Accreditation.ENDED
    assert authority.passed_to_ogrn == "1027700132195"


def test_an_unknown_word_for_a_status_is_no_status() -> None:
    listed = Listed("УЦ", history=(("Приостановлена", "2026-01-01"),))
    (authority,) = read(List((listed,)).xml()).authorities
    assert authority.status_on(datetime(2026, 2, 1, tzinfo=UTC)) is Accreditation.UNKNOWN


def test_a_certificate_that_is_not_what_its_fingerprint_says_is_not_given_out(
    issuing: Issued,
) -> None:
    content = List((Listed("ФНС", (issuing.der,)),)).xml()
    sha1 = marks_of(issuing.der).sha1.upper().encode()
    forged = content.replace(sha1, b"00" * 20)
    ((listed,),) = [each.certificates for each in read(forged).authorities]
    assert listed.der == b""


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (b"", "not-xml"),
        (b"not xml", "not-xml"),
        (b"<html></html>", "other-document"),
        (List().xml()[:-20], "not-xml"),
        (List(dated="yesterday").xml(), "undated"),
        (List(before='<!DOCTYPE x [<!ENTITY e "y">]>').xml(), "document-type"),
        (List(before='<!DOCTYPE x SYSTEM "file:///etc/passwd">').xml(), "document-type"),
        (List((Listed("<a>" * MAX_DEPTH + "</a>" * MAX_DEPTH),)).xml(), "too-deep"),
        (List((Listed("я" * (MAX_TEXT + 1)),)).xml(), "too-large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_the_list_is_refused_with_the_reason(content: bytes, detail: str) -> None:
    assert detail_of(content) == detail


def test_broken_base64_is_refused(issuing: Issued) -> None:
    content = List((Listed("ФНС", (issuing.der,)),)).xml()
    assert detail_of(content.replace("<Данные>".encode(), "<Данные>!".encode())) == "base64"


@given(st.data())
def test_a_damaged_list_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    content = bytearray(List((Listed("ФНС"), Listed("Банк", history=ENDED))).xml())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    try:
        read(bytes(content))
    except AccreditedListUnreadableError:
        return

"""No name, СНИЛС, ИНН, passport, phone, e-mail, PIN, session token, host or home path survives."""

from __future__ import annotations

import json
import logging
import re
import string
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.diagnostics import (
    CheckResult,
    CheckStatus,
    DiagnosisReport,
    Finding,
    Profile,
)
from desktop_app.core.resources import resource_path
from desktop_app.services.diagnostics.collecting import Access
from desktop_app.services.diagnostics.facts.computer import Computer
from desktop_app.services.diagnostics.facts.network import Network
from desktop_app.services.diagnostics.facts.portal import PortalFacts
from desktop_app.services.diagnostics.first_cause import first_cause
from desktop_app.services.diagnostics.machine import RecordedMachine
from desktop_app.services.diagnostics.redaction import Redactor
from desktop_app.services.diagnostics.reporting import Reporting
from desktop_app.services.storage.log_file import start_log_file

CATALOGUE = Catalogue.read(resource_path("messages"))
SURNAMES = (
    "Смирнова",
    "Ахмедханова",
    "Щукарёва",
    "Римская-Корсакова",
    "Достоевская",
    "Гольденвейзер",
)
GIVEN = ("Анна", "Наталья", "Фёкла", "Зульфия", "Софья")
PATRONYMICS = ("Сергеевна", "Ильинична", "Фёдоровна", "Мамедовна", "Никитична")
SPACES = (" ", "  ", "\u00a0", "\t", "_", " \u200b")
SEPARATORS = ("", " ", "-", "\u00a0", "–", ".", " - ")
KEYS = ("detail", "reason", "value", "path", "label", "reader", "message", "note", "list")
AROUND = ("{}", "({})", "«{}»", "found {} here", "x: {};", "'{}', 14:05", "[{}]\nnext")


@dataclass(frozen=True)
class Planted:
    """A value as it is written somewhere, and what of it must not be readable afterwards."""

    text: str
    secrets: tuple[str, ...]
    as_digits: bool = False

    def survives_in(self, output: str) -> bool:
        """Whether one of the secrets can still be read."""
        output = unicodedata.normalize("NFC", unescape(output)).casefold()
        if self.as_digits:
            output = re.sub(r"[^\w\n:,;\"]", "", output)
            return any(secret in output for secret in self.secrets)
        return any(
            re.search(rf"(?<![^\W\d_]){re.escape(secret.casefold())}(?![^\W\d_])", output)
            for secret in self.secrets
        )


def digits(count: int, first: str = string.digits) -> st.SearchStrategy[str]:
    rest = st.text(string.digits, min_size=count - 1, max_size=count - 1)
    return st.tuples(st.sampled_from(first), rest).map("".join)


@st.composite
def grouped(draw: st.DrawFn, *groups: int, first: str = string.digits) -> Planted:
    number = draw(digits(sum(groups), first))
    separator, position, parts = draw(st.sampled_from(SEPARATORS)), 0, []
    for size in groups:
        parts.append(number[position : position + size])
        position += size
    return Planted(separator.join(parts), (number,), as_digits=True)


@st.composite
def phones(draw: st.DrawFn) -> Planted:
    number = draw(digits(10, "3489"))
    form = draw(
        st.sampled_from(
            ("+7{}{}{}{}", "8 ({}) {}-{}-{}", "+7 ({}) {}-{}-{}", "8-{}-{}-{}-{}", "+7 {} {} {} {}")
        )
    )
    text = form.format(number[:3], number[3:6], number[6:8], number[8:])
    return Planted(text, (number,), as_digits=True)


@st.composite
def passports(draw: st.DrawFn) -> Planted:
    number = draw(digits(10))
    form = draw(st.sampled_from(("{} {}", "{} № {}", "{}{}", "серия {} номер {}", "{} N{}")))
    return Planted(form.format(number[:4], number[4:]), (number, number[4:]), as_digits=True)


PERSONS = st.tuples(*map(st.sampled_from, (SURNAMES, GIVEN, PATRONYMICS)))
CASES: st.SearchStrategy[Callable[[str], str]] = st.sampled_from(
    (str, str.upper, str.lower, str.title, str.swapcase)
)


@st.composite
def written_names(draw: st.DrawFn, person: tuple[str, str, str]) -> Planted:
    words = draw(st.permutations(person))
    text = draw(CASES)(draw(st.sampled_from(SPACES)).join(words))
    if draw(st.booleans()):
        text = unicodedata.normalize("NFD", text)
    if draw(st.booleans()):
        text = text.replace("ё", "е").replace("Ё", "Е")
    parts = tuple(part for word in person for part in word.split("-"))
    return Planted(text, (*parts, *(part.replace("ё", "е") for part in parts)))


@st.composite
def emails(draw: st.DrawFn) -> Planted:
    name = draw(st.from_regex(r"[a-z][a-z0-9]{4,9}(\.[a-z]{4,8})?", fullmatch=True))
    at = draw(st.sampled_from(("@", " @ ", "@ ")))
    text = draw(CASES)(f"{name}{at}hospital12.example")
    return Planted(text, (name, "hospital12.example"))


@st.composite
def session_tokens(draw: st.DrawFn) -> Planted:
    letters = string.ascii_letters + string.digits
    token = draw(st.text(letters + "-_", min_size=32, max_size=64).map(lambda text: f"aZ7{text}x"))
    form = draw(
        st.sampled_from(("{}", "Bearer {}", "session={}", '"access_token": "{}"', "eyJ{}.e30.{}"))
    )
    return Planted(form.format(token, token), (token,))


@st.composite
def hex_tokens(draw: st.DrawFn) -> Planted:
    # It begins with letters: what stays of it must not look like another planted number.
    token = "fadedbee" + draw(st.text("0123456789abcdef", min_size=24, max_size=56)) + "a1"
    return Planted(draw(CASES)(token), (token,))


@st.composite
def pins(draw: st.DrawFn) -> Planted:
    pin = draw(digits(6)) + draw(st.sampled_from(("", "Zq")))
    form = draw(
        st.sampled_from(
            ("PIN: {}", "pin={}", "ПИН-код {}", "Пин-код: «{}»", "puk = '{}'", "PIN {}")
        )
    )
    return Planted(form.format(pin), (pin,))


HOME_FORMS = (
    "/home/{}/.nmo",
    "/Users/{}/Library",
    "C:\\Users\\{}\\AppData",
    "file:///home/{}/x.pdf",
)


@st.composite
def homes(draw: st.DrawFn) -> Planted:
    user = draw(st.from_regex(r"[a-z]{5,9}[0-9]", fullmatch=True))
    return Planted(draw(st.sampled_from(HOME_FORMS)).format(user), (user,))


HOSTS = st.sampled_from(
    ("REG-PC-0417", "dc01.clinic.local", "Kab12-Smirnova", "srv-files.hospital.lan")
)
UNKNOWN: tuple[st.SearchStrategy[Planted], ...] = (
    grouped(3, 3, 3, 2),
    grouped(10),
    grouped(12),
    grouped(2, 2, 6),
    phones(),
    passports(),
    emails(),
    session_tokens(),
    hex_tokens(),
    pins(),
    homes(),
)


@dataclass(frozen=True)
class Case:
    """A person at a computer, and what is planted."""

    person: tuple[str, str, str]
    host: str
    user: str
    planted: tuple[Planted, ...]
    key: str
    around: str

    @property
    def texts(self) -> list[str]:
        return [self.around.format(each.text) for each in self.planted]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    person, host = draw(PERSONS), draw(HOSTS)
    user = draw(st.from_regex(r"[a-z]{6,9}_[a-z]{3}", fullmatch=True))
    known = (
        draw(written_names(person)),
        Planted(draw(CASES)(host), (host,)),
        Planted(draw(CASES)(user), (user,)),
        Planted(f"/srv/people/{user}/nmo", (user,)),
    )
    others = tuple(draw(each) for each in UNKNOWN)
    key, around = draw(st.sampled_from(KEYS)), draw(st.sampled_from(AROUND))
    return Case(person, host, user, (*known, *others), key, around)


def reporting(case: Case, home: Path) -> tuple[Reporting, dict[type, object]]:
    access = SimpleNamespace(
        machine=RecordedMachine("linux", environment={"USER": case.user}),
        home=SimpleNamespace(root=home),
        portal_origin="https://portal.example",
        is_training=False,
    )
    facts = (
        Computer(host_name=case.host, user_name=case.user, home=f"/srv/people/{case.user}"),
        PortalFacts(account_name=" ".join(case.person), account_snils="11223344595"),
        Network(),
    )
    made = Reporting(CATALOGUE, "ru", cast(Access, access))
    return made, {type(each): each for each in facts}


def report_of(case: Case) -> DiagnosisReport:
    findings = tuple(
        Finding(CheckStatus.FAIL, "driver.failed", {case.key: value, "path": text, "code": text})
        for text in case.texts
        for value in (text, [text], {"inner": text})
    )
    results = (CheckResult("DRV-05", CheckStatus.FAIL, findings),)
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    return DiagnosisReport(Profile.LOGIN, now, 10, results, first_cause(results), 0)


def outputs(case: Case, home: Path) -> Iterator[tuple[str, str]]:
    made, facts = reporting(case, home)
    report = report_of(case)
    yield "html", made.html(report, facts)
    yield "json", json.dumps(made.document(report, facts), ensure_ascii=False)
    for entry in made.bundle(report, facts).entries:
        yield entry.name, entry.content.decode()


@settings(max_examples=40)
@given(cases())
def test_nothing_planted_survives_in_page_document_and_bundle(case: Case) -> None:
    with tempfile.TemporaryDirectory() as folder:
        logs = Path(folder) / "logs"
        logs.mkdir()
        (logs / "nmo.log").write_text("\n".join(case.texts), "utf-8")
        produced = dict(outputs(case, Path(folder)))
    assert {"html", "json", "report.html", "report.json", "logs/nmo.log"} <= produced.keys()
    for place, output in produced.items():
        for planted in case.planted:
            assert not planted.survives_in(output), (place, planted.text)


@settings(max_examples=40)
@given(cases())
def test_nothing_planted_survives_in_the_log_file(case: Case) -> None:
    """The log knows user and host; names it must tell by their looks."""
    with tempfile.TemporaryDirectory() as folder:
        made, facts = reporting(case, Path(folder))
        stop = start_log_file(Path(folder), lambda: made.redactor(facts).text)
        try:
            for text in case.texts:
                logging.getLogger("desktop_app.planted").info("seen %s", text)
        finally:
            stop()
        log = (Path(folder) / "logs" / "nmo.log").read_text("utf-8")
    for planted in case.planted:
        assert not planted.survives_in(log), planted.text


@given(PERSONS, CASES)
def test_an_unknown_full_name_is_told_by_its_patronymic(
    person: tuple[str, str, str], case: Callable[[str], str]
) -> None:
    text = Redactor().text(f"подписал {case(' '.join(person))}, готово")
    assert not any(word.casefold() in text.casefold() for word in person), text
    assert "готово" in text


@given(st.one_of(*UNKNOWN), st.sampled_from(AROUND))
def test_redacting_twice_changes_nothing_more(planted: Planted, around: str) -> None:
    once = Redactor().text(around.format(planted.text))
    assert Redactor().text(once) == once

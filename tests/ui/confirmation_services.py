"""The confirmation of the account and the consent by code, from memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from desktop_app.core.accounts import AccountLevel
from desktop_app.core.cancellation import Cancellation
from desktop_app.core.confirmations import (
    CodeChannel,
    Confirmation,
    ConfirmationFile,
    ConfirmationPaper,
    ConfirmationStep,
    LevelCause,
    SentCode,
)
from desktop_app.core.consents import (
    ConsentDocument,
    ConsentEvent,
    ConsentState,
    ConsentStatus,
    ConsentText,
)
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.registers import CodeRefusedError
from desktop_app.core.forms import Form
from desktop_app.core.papers import PaperCheck
from desktop_app.services.forms import accepted_values, check_form, read_form

TODAY = date(2026, 11, 27)
RIGHT = "123456"
BEGINNING = Confirmation(
    level=AccountLevel.STANDARD,
    step=ConfirmationStep.FORM,
    cause=LevelCause.NOT_BEGUN,
    form={},
    email_proven=False,
    phone_proven=False,
    files=(),
    findings=(),
    comment="",
    changed_at=None,
)
FILLED = {
    "full_name": "Никитин Роман Юрьевич",
    "snils": "112-233-445 95",
    "inn": "773173084809",
    "phone": "+7 900 111-22-33",
    "email": "nikitin@pochta.example",
}


def sent(channel: CodeChannel, now: datetime | None = None) -> SentCode:
    now = now or datetime.now(UTC)
    later = now + timedelta(minutes=5)
    address = "n***@pochta.example" if channel is CodeChannel.EMAIL else "+7 *** ***-**-33"
    return SentCode(channel, address, later, now + timedelta(minutes=1), 3)


@dataclass
class FakeAccountConfirmation:
    """Goes through the steps as the portal would."""

    now: Confirmation = BEGINNING
    failing: NmoError | None = None
    form: Form = field(default_factory=lambda: read_form("confirmation"))

    def state(self, cancel: Cancellation | None = None) -> Confirmation:
        if self.failing is not None:
            raise self.failing
        return self.now

    def known_values(self, state: Confirmation | None = None) -> dict[str, str]:
        return {"full_name": "Никитин Роман Юрьевич", **(state.form if state else {})}

    def check(self, values: Mapping[str, str]) -> PaperCheck:
        return check_form(self.form, values, TODAY)

    def fill(self, values: Mapping[str, str], cancel: Cancellation | None = None) -> Confirmation:
        form = accepted_values(self.form, values, TODAY)
        return self._become(form=form, step=ConfirmationStep.EMAIL, cause=LevelCause.UNFINISHED)

    def send_code(self, channel: CodeChannel, cancel: Cancellation | None = None) -> SentCode:
        return sent(channel)

    def prove(
        self, channel: CodeChannel, code: str, cancel: Cancellation | None = None
    ) -> Confirmation:
        if code != RIGHT:
            raise CodeRefusedError("code.wrong", 2)
        if channel is CodeChannel.EMAIL:
            return self._become(email_proven=True, step=ConfirmationStep.PHONE)
        return self._become(phone_proven=True, step=ConfirmationStep.DOCUMENTS)

    def attach(
        self, paper: ConfirmationPaper, path: Path, cancel: Cancellation | None = None
    ) -> Confirmation:
        return self._become(files=(*self.now.files, ConfirmationFile(paper, path.name, 200_000)))

    def remove(self, paper: ConfirmationPaper, cancel: Cancellation | None = None) -> Confirmation:
        return self._become(files=tuple(each for each in self.now.files if each.paper != paper))

    def submit(self, cancel: Cancellation | None = None) -> Confirmation:
        return self._become(step=ConfirmationStep.REVIEW, cause=LevelCause.REVIEW)

    def _become(self, **changes: object) -> Confirmation:
        self.now = replace(self.now, **changes)  # type: ignore[arg-type]  # fields of its own
        return self.now


@dataclass
class FakeConsentByCode:
    """Takes one code."""

    text: ConsentText | None = None

    def compose(self, cancel: Cancellation | None = None) -> ConsentDocument:
        return ConsentDocument("2026-1", "Я согласна.".encode(), "", "ab" * 32)

    def send_code(self, document: ConsentDocument, cancel: Cancellation | None = None) -> SentCode:
        return sent(CodeChannel.SMS)

    def confirm(
        self, document: ConsentDocument, code: str, cancel: Cancellation | None = None
    ) -> ConsentState:
        if code != RIGHT:
            raise CodeRefusedError("code.wrong", 2)
        assert self.text is not None
        now = datetime.now(UTC)
        event = ConsentEvent("e", now, ConsentStatus.GRANTED, "2026-1", document.sha256)
        return ConsentState(self.text, ConsentStatus.GRANTED, (event,))


@dataclass
class FakeConfirmations:
    """Both of them."""

    account: FakeAccountConfirmation = field(default_factory=FakeAccountConfirmation)
    consent: FakeConsentByCode = field(default_factory=FakeConsentByCode)

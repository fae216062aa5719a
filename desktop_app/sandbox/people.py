"""The fictional people of the training mode: their accounts and what lies on their tokens."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desktop_app.core.accounts import AccountLevel, Role
from desktop_app.core.field_checks.control_digits import inn_control, snils_control
from desktop_app.sandbox.person import Person

TRAINING_PIN: Final = "13572468"
"""Not the one that tokens are sold with: that would have to be changed first."""
ADMINISTRATOR_PIN: Final = "87654321"


class Key(StrEnum):
    """Kind of a training key."""

    RSA_2048 = "rsa-2048"
    EC_P256 = "ec-p256"
    EC_P384 = "ec-p384"
    GOST_256 = "gost-256"
    GOST_512 = "gost-512"

    @property
    def is_gost(self) -> bool:
        """Whether it belongs on a token of ГОСТ, under the authority of ГОСТ."""
        return self in (Key.GOST_256, Key.GOST_512)


class Flaw(StrEnum):
    """What is wrong with a training certificate."""

    NONE = "none"
    EXPIRED = "expired"
    FOREIGN_ROOT = "foreign-root"
    REVOKED = "revoked"
    NO_KEY = "no-key"


@dataclass(frozen=True, slots=True)
class PlannedCertificate:
    """A certificate that a training token gets."""

    key: Key
    flaw: Flaw = Flaw.NONE


@dataclass(frozen=True, slots=True)
class TrainingAccount:
    """A fictional person with an account and a token."""

    person: Person
    note: str
    """What this person is there to show, in Russian."""
    certificates: tuple[PlannedCertificate, ...]
    """All with keys of ГОСТ or none: they lie on one token."""
    speciality: str
    clinic: str
    level: AccountLevel = AccountLevel.CONFIRMED
    roles: tuple[Role, ...] = (Role.SPECIALIST,)


def snils_of(number: int) -> str:
    """Return nine digits with their control digits: the eleven of a СНИЛС."""
    digits = f"{number:09d}"
    return digits + snils_control(digits)


def inn_of(number: int) -> str:
    """Return ten digits with their control digits: the twelve of a person's ИНН."""
    digits = f"{number:010d}"
    return digits + inn_control(digits)


def _person(surname: str, given_names: str, snils: int, title: str) -> Person:
    inn = inn_of(7700_000_000 + snils % 1_000_000)
    return Person(surname, given_names, snils_of(snils), inn, title)


_RSA, _EC, _EC384, _GOST, _GOST512 = map(
    PlannedCertificate,
    (Key.RSA_2048, Key.EC_P256, Key.EC_P384, Key.GOST_256, Key.GOST_512),
)

TRAINING_ACCOUNTS: Final = (
    TrainingAccount(
        _person("Иванова", "Мария Петровна", 112_233_445, "Врач-терапевт"),
        "действующий сертификат ГОСТ и истёкший того же имени",
        (_GOST, PlannedCertificate(Key.GOST_256, Flaw.EXPIRED)),
        "Терапия",
        "ГБУЗ «Городская поликлиника № 7»",
    ),
    TrainingAccount(
        _person("Петров", "Сергей Николаевич", 145_678_901, "Врач-кардиолог"),
        "действующий сертификат EC P-256",
        (_EC,),
        "Кардиология",
        "ГБУЗ «Областная клиническая больница»",
    ),
    TrainingAccount(
        _person("Соловьёва", "Анна Дмитриевна", 151_515_253, "Врач-невролог"),
        "действующий сертификат EC P-384",
        (_EC384,),
        "Неврология",
        "ГБУЗ «Областная клиническая больница»",
    ),
    TrainingAccount(
        _person("Орлов", "Павел Ильич", 163_204_118, "Врач-хирург"),
        "только истёкший сертификат",
        (PlannedCertificate(Key.EC_P256, Flaw.EXPIRED),),
        "Хирургия",
        "ГБУЗ «Центральная районная больница»",
    ),
    TrainingAccount(
        _person("Ёлкина", "Софья Андреевна", 170_019_224, "Врач-педиатр"),
        "сертификат удостоверяющего центра, которому портал не доверяет",
        (PlannedCertificate(Key.EC_P256, Flaw.FOREIGN_ROOT),),
        "Педиатрия",
        "ГБУЗ «Детская городская больница»",
    ),
    TrainingAccount(
        _person("Морозов", "Игорь Львович", 181_400_077, "Врач-уролог"),
        "отозванный сертификат",
        (PlannedCertificate(Key.EC_P256, Flaw.REVOKED),),
        "Урология",
        "ГБУЗ «Областная клиническая больница»",
    ),
    TrainingAccount(
        _person("Зимина", "Вера Олеговна", 190_555_318, "Врач-офтальмолог"),
        "сертификат без закрытого ключа",
        (PlannedCertificate(Key.EC_P256, Flaw.NO_KEY),),
        "Офтальмология",
        "ООО «Клиника семейной медицины»",
    ),
    TrainingAccount(
        _person("Кузнецова", "Ольга Викторовна", 132_007_645, "Врач-эндокринолог"),
        "два действующих сертификата одного имени",
        (_RSA, _EC),
        "Эндокринология",
        "ГБУЗ «Городская поликлиника № 7»",
    ),
    TrainingAccount(
        _person("Никитин", "Роман Юрьевич", 128_810_936, "Врач-стажёр"),
        "учётная запись с недостаточным уровнем",
        (_RSA,),
        "Терапия",
        "ГБУЗ «Городская поликлиника № 7»",
        level=AccountLevel.STANDARD,
    ),
    TrainingAccount(
        _person("Громова", "Татьяна Сергеевна", 140_771_502, "Аудитор"),
        "аудитор: видит журнал всех, согласий и сертификатов не имеет",
        (_EC,),
        "",
        "ФГБОУ ДПО «Академия непрерывного медицинского образования» (учебная)",
        roles=(Role.AUDITOR,),
    ),
    TrainingAccount(
        _person("Лебедев", "Артём Викторович", 156_430_827, "Врач-рентгенолог"),
        "действующий сертификат ГОСТ с ключом в 512 бит, видит сотрудников больницы (кадры)",
        (_GOST512,),
        "Рентгенология",
        "ГБУЗ «Областная клиническая больница»",
        roles=(Role.SPECIALIST, Role.HR),
    ),
    TrainingAccount(
        _person("Фомина", "Екатерина Павловна", 148_902_563, "Врач-дерматовенеролог"),
        "действующий сертификат RSA, отвечает за качество в поликлинике",
        (_RSA,),
        "Дерматовенерология",
        "ГБУЗ «Городская поликлиника № 7»",
        roles=(Role.SPECIALIST, Role.QUALITY),
    ),
)

OPERATOR_NUMBER: Final = len(TRAINING_ACCOUNTS) + 1
OPERATOR: Final = TrainingAccount(
    _person("Беляева", "Нина Константиновна", 175_330_469, "Оператор портала"),
    "оператор портала: решает по заявлениям на странице в браузере, токена не имеет",
    (),
    "",
    "ФГБОУ ДПО «Академия непрерывного медицинского образования» (учебная)",
    roles=(Role.ADMINISTRATOR,),
)
NEWCOMER: Final = TrainingAccount(
    _person("Сидоров", "Кирилл Андреевич", 166_720_415, "Врач-интерн"),
    "упрощённая учётная запись: входит через Госуслуги, токена не имеет",
    (),
    "Терапия",
    "ГБУЗ «Городская поликлиника № 7»",
    level=AccountLevel.SIMPLE,
)
EVERYBODY: Final = (*TRAINING_ACCOUNTS, OPERATOR, NEWCOMER)
"""All who have an account, those without a token last."""


def token_label(number: int) -> str:
    """Return the label of the training person's token; it says that it is for training."""
    return f"Учебный токен {number:02d}"

"""A list of accredited authorities for tests, written by declaration."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field

from desktop_app.signing.authority_marks import marks_of

Change = tuple[str, str]


@dataclass(frozen=True)
class Listed:
    """One authority of the list."""

    name: str
    certificates: tuple[bytes, ...] = ()
    history: tuple[Change, ...] = (("Действует", "2021-07-01T00:00:00Z"),)
    current: Change | None = None
    ogrn: str = "1047707030513"
    passed_to: str = ""

    def xml(self) -> str:
        now = self.current or self.history[-1]
        passed = f"<ПолномочияПереданыУЦсОГРН>{self.passed_to}</ПолномочияПереданыУЦсОГРН>"
        return f"""
  <УдостоверяющийЦентр>
    <Название>{self.name}</Название>
    <КраткоеНазвание>{self.name}</КраткоеНазвание>
    <Адрес><Страна>RU</Страна><Регион><Код>77</Код><Название>г. Москва</Название></Регион></Адрес>
    <ПрограммноАппаратныеКомплексы><ПрограммноАппаратныйКомплекс>
      <Псевдоним>ПАК</Псевдоним>
      <КлючиУполномоченныхЛиц>{"".join(map(_key, self.certificates))}</КлючиУполномоченныхЛиц>
    </ПрограммноАппаратныйКомплекс></ПрограммноАппаратныеКомплексы>
    <ИНН>7707329152</ИНН><ОГРН>{self.ogrn}</ОГРН><РеестровыйНомер>1</РеестровыйНомер>
    {_status(now)}
    <ИсторияСтатусовАккредитации>{"".join(map(_status, self.history))}</ИсторияСтатусовАккредитации>
    {passed if self.passed_to else ""}
  </УдостоверяющийЦентр>"""


@dataclass(frozen=True)
class List:
    """The list as XML."""

    authorities: tuple[Listed, ...] = ()
    version: int = 16326
    dated: str = "2026-11-01T12:00:00Z"
    signed: bool = True
    before: str = field(default="")
    """Goes before the root element."""

    def xml(self) -> bytes:
        signature = '<ds:Signature xmlns:ds="urn:x"><ds:SignedInfo/></ds:Signature>'
        return f"""<?xml version="1.0" encoding="utf-8"?>{self.before}
<АккредитованныеУдостоверяющиеЦентры>
  {signature if self.signed else ""}
  <Версия>{self.version}</Версия>
  <Дата>{self.dated}</Дата>{"".join(each.xml() for each in self.authorities)}
</АккредитованныеУдостоверяющиеЦентры>""".encode()


def _status(change: Change) -> str:
    word, since = change
    return (
        f"<СтатусАккредитации><Статус>{word}</Статус>"
        f"<ДействуетС>{since}</ДействуетС></СтатусАккредитации>"
    )


def _key(der: bytes) -> str:
    marks = marks_of(der)
    sha1 = hashlib.sha1(der, usedforsecurity=False).hexdigest()
    return (
        f"<Ключ><ИдентификаторКлюча>{marks.key_id.upper()}</ИдентификаторКлюча><Сертификаты>"
        f"<ДанныеСертификата><Отпечаток>{sha1.upper()}</Отпечаток>"
        f"<Данные>{base64.b64encode(der).decode()}</Данные>"
        "</ДанныеСертификата></Сертификаты></Ключ>"
    )

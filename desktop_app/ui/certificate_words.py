"""Words about a certificate on a token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject

from desktop_app.core.catalogue import Catalogue, Message
from desktop_app.core.message_format import masked_snils
from desktop_app.core.tokens import DriverReport, PinState, Token, TokenCertificate


class CertificateWords(QObject):
    """Says what a certificate is and whether it fits, in the language in force."""

    def __init__(self, catalogue: Catalogue, language: str) -> None:
        super().__init__()
        self._catalogue = catalogue
        self._language = language

    def second_line(self, token: Token, each: TokenCertificate) -> str:
        """Return СНИЛС, issuer, term, algorithm and token in one line."""
        certificate = each.certificate
        snils = masked_snils(certificate.snils)
        until = certificate.not_after.astimezone().strftime("%d.%m.%Y")
        parts = [
            self.tr("СНИЛС {snils}").format(snils=snils) if snils else "",
            certificate.issuer,
            self.tr("до {until}").format(until=until),
            certificate.algorithm,
            token.label,
        ]
        return " · ".join(filter(None, parts))

    def fitness(self, each: TokenCertificate) -> str:
        """Return whether it fits, in a few words."""
        if each.fitness.can_sign_in:
            return self.tr("подходит")
        if each.fitness.can_sign:
            return self.tr("только для документов")
        reasons = each.fitness.reasons
        return self.reason_messages(each)[0].title if reasons else self.tr("не подходит")

    def reason_messages(self, each: TokenCertificate) -> tuple[Message, ...]:
        """Return every reason why it does not fit."""
        return tuple(
            self._catalogue.of_reason(reason, self._language) for reason in each.fitness.reasons
        )

    def driver_troubles(self, reports: Sequence[DriverReport]) -> Message | None:
        """Return what the first failed driver's error says, with the other failed ones named."""
        failed = [
            (report.name, self._catalogue.of_error(report.error, self._language))
            for report in reports
            if report.error is not None
        ]
        if not failed:
            return None
        first = failed[0][1]
        others = " · ".join(f"{name}: {message.title}" for name, message in failed[1:])
        return replace(first, remedy="\n".join(filter(None, (first.remedy, others))))

    def pin_state(self, token: Token) -> str:
        """Return what the token's flags say about the PIN, or an empty string when it is well."""
        words = {
            PinState.LOW: self.tr("PIN вводили неверно; попыток осталось мало."),
            PinState.LAST_TRY: self.tr("Осталась последняя попытка ввода PIN."),
            PinState.LOCKED: self.tr("PIN заблокирован: его снимает администратор токена."),
            PinState.NOT_SET: self.tr("PIN на токене ещё не задан."),
            PinState.MUST_CHANGE: self.tr("PIN нужно сменить, прежде чем подписывать."),
        }
        return words.get(token.pin_state, "")

"""Makes the tokens of the training people: keys, certificates with their flaws, labels."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from desktop_app.sandbox.authority import Authority
from desktop_app.sandbox.authority_keys import PlainKey
from desktop_app.sandbox.authority_names import GOST, PLAIN
from desktop_app.sandbox.gost_token import KeyOrder, make_gost_token
from desktop_app.sandbox.people import (
    ADMINISTRATOR_PIN,
    TRAINING_ACCOUNTS,
    TRAINING_PIN,
    Flaw,
    Key,
    PlannedCertificate,
    TrainingAccount,
    token_label,
)
from desktop_app.sandbox.private_files import private_folder
from desktop_app.sandbox.softhsm import TokenObject, make_token
from desktop_app.sandbox.training_folder import TrainingFolder

FIRST: Final = "01"
"""Folder of the first person's token, among those of ГОСТ."""
EXPIRED_TWIN: Final = "01-expired"
"""The same person's token with nothing but an expired certificate."""
_NEW_KEYS: Final[dict[Key, Callable[[], PlainKey]]] = {
    Key.RSA_2048: lambda: PlainKey(rsa.generate_private_key(65537, 2048)),
    Key.EC_P256: lambda: PlainKey(ec.generate_private_key(ec.SECP256R1())),
    Key.EC_P384: lambda: PlainKey(ec.generate_private_key(ec.SECP384R1())),
}
_GOST_KINDS: Final = {
    # Its «B» is the set CryptoPro-A, with which nearly every accredited authority signs.
    Key.GOST_256: "GOSTR3410-2012-256:B",
    Key.GOST_512: "GOSTR3410-2012-512:A",
}
"""In the words of ``pkcs11-tool``."""
_WORKERS: Final = 4


def make_training_tokens(authority: Authority, folder: TrainingFolder, at: datetime) -> None:
    """Make one token for each training person, and the first one's twin that is not plugged in.

    Raises ``TrainingFailedError``.
    """
    maker = _Maker(authority, folder, at)
    for store in (folder.tokens, folder.spare_tokens, folder.gost_tokens, folder.spare_gost_tokens):
        private_folder(store)
    with ThreadPoolExecutor(_WORKERS) as pool:
        made = [
            pool.submit(maker.make, number, account)
            for number, account in enumerate(TRAINING_ACCOUNTS, start=1)
        ]
        made.append(pool.submit(maker.make_expired_twin))
    for each in made:
        each.result()


@dataclass(frozen=True, slots=True)
class _Maker:
    authority: Authority
    folder: TrainingFolder
    at: datetime

    def make(self, number: int, account: TrainingAccount) -> None:
        label = token_label(number)
        if not account.certificates[0].key.is_gost:
            objects = tuple(
                self._object(account, planned, key_id)
                for key_id, planned in enumerate(account.certificates, start=1)
            )
            make_token(self.folder.tokens, label, TRAINING_PIN, ADMINISTRATOR_PIN, objects)
            return
        orders = [
            self._order(account, planned, key_id)
            for key_id, planned in enumerate(account.certificates, start=1)
        ]
        place = self.folder.gost_tokens / f"{number:02d}"
        make_gost_token(place, label, TRAINING_PIN, ADMINISTRATOR_PIN, orders)

    def make_expired_twin(self) -> None:
        expired = PlannedCertificate(Key.GOST_256, Flaw.EXPIRED)
        order = self._order(TRAINING_ACCOUNTS[0], expired, 1)
        place = self.folder.spare_gost_tokens / EXPIRED_TWIN
        make_gost_token(place, token_label(1), TRAINING_PIN, ADMINISTRATOR_PIN, [order])

    def _order(
        self, account: TrainingAccount, planned: PlannedCertificate, key_id: int
    ) -> KeyOrder:
        def certify(public_key_info: bytes) -> bytes:
            return self._certify(account, planned, key_id, public_key_info)

        return KeyOrder(key_id, account.person.full_name, _GOST_KINDS[planned.key], certify)

    def _object(
        self, account: TrainingAccount, planned: PlannedCertificate, key_id: int
    ) -> TokenObject:
        key = _NEW_KEYS[planned.key]()
        return TokenObject(
            key_id,
            account.person.full_name,
            self._certify(account, planned, key_id, key.public_key_info),
            None if planned.flaw is Flaw.NO_KEY else key,
        )

    def _certify(
        self,
        account: TrainingAccount,
        planned: PlannedCertificate,
        key_id: int,
        public_key_info: bytes,
    ) -> bytes:
        # Certificates of one person differ in age, so that a list shows which one is newer.
        age = (430 if planned.flaw is Flaw.EXPIRED else 20) + key_id * 10
        start = self.at - timedelta(days=age)
        line = GOST if planned.key.is_gost else PLAIN
        certificate = self.authority.issue(
            account.person,
            public_key_info,
            start,
            start + timedelta(days=365),
            issuer=line.foreign if planned.flaw is Flaw.FOREIGN_ROOT else line.issuing,
        )
        if planned.flaw is Flaw.REVOKED:
            self.authority.revoke(certificate.serial_number, self.at - timedelta(days=3))
        return certificate.public_bytes(Encoding.DER)

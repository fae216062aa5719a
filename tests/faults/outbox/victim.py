"""The program that is killed: it does what it is told and writes down what it was promised.

    python -m tests.faults.outbox.victim        (with the failpoints preloaded)

Each line of its standard input is an order; for each it forks, and the child carries the steps
out. What the child was told by the program (an answer or an error) it appends to the file of
acknowledgements at once, so that a kill loses no promise.

An order may name a sabotage, so that a test can see that the harness notices one: ``unsynced``
(nothing that Python writes is synced) or ``early`` (it is promised before it is done).
"""

from __future__ import annotations

import ctypes
import json
import logging
import os
import sys
import traceback
from pathlib import Path
from typing import Any

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.signatures import PadesUnreadableError
from desktop_app.services.outbox.opening import open_outbox
from desktop_app.services.outbox.outbox import Outbox
from desktop_app.services.portal.client import ClientLimits, PortalClient
from desktop_app.services.portal.session import PortalSession
from desktop_app.services.portal.tls import portal_context
from desktop_app.services.storage.audit_log import AuditLog
from desktop_app.services.storage.database import Database
from desktop_app.services.storage.home import Home
from desktop_app.services.storage.secrets import Secrets
from desktop_app.signing.pdf_files import PdfFiles
from desktop_app.signing.pdf_questions import PdfAnswer, PdfQuestion
from desktop_app.signing.pdf_work import answer_of
from tests.faults.outbox.steps import Step, take_step

LIMITS = ClientLimits(connect_seconds=5.0, silence_seconds=10.0, whole_seconds=30.0)


class PdfsHere(PdfFiles):
    """Reads as the worker does, in this process: each crash would have to start a worker."""

    def read(self, path: Path, cancel: Cancellation | None = None) -> PdfAnswer:
        answer = answer_of(PdfQuestion(str(path.absolute())))
        if answer.failure:
            raise PadesUnreadableError(str(path), answer.failure)
        return answer


class Victim:
    """Carries the steps of one order out."""

    def __init__(
        self, order: dict[str, Any], acknowledgements: int, failpoints: ctypes.CDLL
    ) -> None:
        self._failpoints = failpoints
        self._order = order
        self._acknowledgements = acknowledgements
        home = Home.open(Path(order["home"]))
        secrets = Secrets(
            "n", home.secrets_file, allow_file=lambda: True, find_keyring=lambda: None
        )
        database = Database(home.database)
        origin, context = order["origin"], portal_context(Path(order["ca"]))
        session = PortalSession(
            origin, lambda: PortalClient(origin, context, LIMITS, proxy=""), secrets
        )
        outbox, own = open_outbox(home, secrets, session, AuditLog(database), pdfs=PdfsHere())
        self._outbox: Outbox = outbox
        self._closers = (session.close, own.close, database.close)

    def run(self) -> None:
        if self._order["sabotage"] == "unsynced":
            os.fsync = lambda fd: None
        for step in self._order["steps"]:
            self._tell(step)
        for close in self._closers:
            close()

    def _tell(self, step: Step) -> None:
        if self._order["sabotage"] == "early":
            os.write(self._acknowledgements, f"{json.dumps({**step, 'failed': ''})}\n".encode())
        try:
            take_step(self._outbox, Path(self._order["papers"]), step)
        except NmoError as error:
            told: dict[str, Any] = {**step, "failed": error.code}
        except LookupError:
            told = {**step, "failed": "nothing-to-do"}
        except Exception as error:  # noqa: BLE001 - what is not typed is a finding of the test
            told = {**step, "broken": repr(error)}
        else:
            told = {**step, "failed": ""}
        told["at"] = self._failpoints.failpoints_calls()
        os.write(self._acknowledgements, f"{json.dumps(told)}\n".encode())


def carry_out(order: dict[str, Any]) -> None:
    """Run in the child: arm the failpoints, do the steps, say how many calls that took."""
    failpoints = ctypes.CDLL(order["library"])
    failpoints.failpoints_calls.restype = ctypes.c_long
    failpoints.failpoints_receives.restype = ctypes.c_long
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    acknowledgements = os.open(order["acknowledgements"], flags, 0o600)
    if order["journal"]:
        failpoints.failpoints_record(order["journal"].encode())
    failpoints.failpoints_arm(order["home"].encode(), order["mode"], ctypes.c_long(order["at"]))
    try:
        Victim(order, acknowledgements, failpoints).run()
    except NmoError as error:  # Not even the databases could be opened.
        os.write(acknowledgements, f"{json.dumps({'failed': error.code})}\n".encode())
    failpoints.failpoints_disarm()
    counts = {"calls": failpoints.failpoints_calls(), "receives": failpoints.failpoints_receives()}
    os.write(acknowledgements, f"{json.dumps(counts)}\n".encode())


def main() -> None:
    """Fork for each order and answer with how the child ended."""
    logging.disable(logging.ERROR)  # What fails here is meant to.
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                carry_out(json.loads(line))
                os._exit(0)
            except BaseException:  # noqa: BLE001 - the harness sees the exit code
                traceback.print_exc()
                os._exit(70)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

"""Lists what hangs on the operator's page and on a person's page."""

from __future__ import annotations

from typing import Final

from desktop_app.sandbox.web.confirmation_desk import ConfirmationDecisions, ConfirmationStanding
from desktop_app.sandbox.web.desk import DecisionKind, PersonSection
from desktop_app.sandbox.web.papers_in_hand import PapersInHand
from desktop_app.sandbox.web.registration_desk import RegistrationDesk, RegistrationStanding
from desktop_app.sandbox.web.replaced_documents import ReplacedDocuments
from desktop_app.sandbox.web.ticket_desk import TicketDesk

DECISION_KINDS: Final[tuple[DecisionKind, ...]] = (
    ConfirmationDecisions(),
    RegistrationDesk(),
    ReplacedDocuments(),
    TicketDesk(),
)
PERSON_SECTIONS: Final[tuple[PersonSection, ...]] = (
    PapersInHand(),
    ConfirmationStanding(),
    RegistrationStanding(),
)

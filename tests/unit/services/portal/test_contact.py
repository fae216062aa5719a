"""What a request says about the way to the portal, and who hears of it."""

from __future__ import annotations

from contextlib import suppress

import pytest

from desktop_app.core.cancellation import Cancelled
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.portal import (
    NotOnPortalError,
    PortalAnswerError,
    PortalRedirectError,
    PortalSlowError,
    PortalTlsError,
    PortalUnavailableError,
    PortalUnreachableError,
    SessionExpiredError,
)
from desktop_app.services.portal.contact import Contact, PortalContact


def end(contact: PortalContact, error: BaseException | None) -> None:
    with suppress(NmoError, Cancelled), contact.told():
        if error is not None:
            raise error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (None, Contact.ANSWERS),
        (SessionExpiredError(), Contact.ANSWERS),
        (NotOnPortalError(), Contact.ANSWERS),
        (PortalUnavailableError(), Contact.FAILS),
        (PortalAnswerError(), Contact.FAILS),
        (PortalRedirectError(), Contact.FAILS),
        (PortalUnreachableError(), Contact.UNREACHED),
        (PortalSlowError(), Contact.UNREACHED),
        (PortalTlsError(), Contact.UNREACHED),
        (Cancelled(), Contact.NOT_ASKED),
    ],
)
def test_each_outcome_says_what_it_can(error: BaseException | None, expected: Contact) -> None:
    contact, heard = PortalContact(), list[Contact]()
    end(contact, error)
    contact.listen(heard.append)
    assert heard == [expected]


def test_whoever_listens_hears_of_the_outage_and_of_its_end() -> None:
    contact, heard = PortalContact(), list[Contact]()
    contact.listen(heard.append)
    end(contact, PortalUnreachableError())
    end(contact, None)
    assert heard == [Contact.NOT_ASKED, Contact.UNREACHED, Contact.ANSWERS]


def test_a_request_that_ran_out_of_time_says_nothing_against_a_later_answer() -> None:
    contact, heard = PortalContact(iter((1.0, 2.0, 3.0, 4.0)).__next__), list[Contact]()
    contact.listen(heard.append)
    with suppress(PortalSlowError), contact.told():
        end(contact, None)
        raise PortalSlowError
    assert heard[-1] is Contact.ANSWERS

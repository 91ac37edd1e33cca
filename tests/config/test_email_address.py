"""An address that we take from anybody can stand on a letter, and a letter can be sent to it."""

from email.headerregistry import Address

import pytest

from config.email_address import is_address, is_deliverable, looks_like_address

TAKEN = ("jo@agency.example", "o'brien+audit@b-c.example.org", "j.o-b_1@nhs.example", f"{'a' * 64}@b.example.org")
REFUSED = (
    "jö@b.example.org", "j\u200bo@b.example.org", "\uff4ao@b.example.org", "jo@ä.example.org",  # no server takes these
    "jo.@b.example.org", ".jo@b.example.org", "j..o@b.example.org", "jo@b..example.org", "jo@-b.example.org",
    "jo@[127.0.0.1]", f"{'a' * 65}@b.example.org",
)  # fmt: skip


@pytest.mark.parametrize("address", TAKEN)
def test_what_is_taken_stands_on_a_letter(address: str) -> None:
    assert (is_address(address), is_deliverable(address)) == (True, True)
    assert Address(addr_spec=address).addr_spec == address


@pytest.mark.parametrize("address", REFUSED)
def test_what_no_letter_can_bear_is_refused_and_still_known_for_an_address(address: str) -> None:
    assert (is_address(address), is_deliverable(address), looks_like_address(address)) == (False, False, True)


def test_a_machine_of_ones_own_can_be_written_to_and_is_nobodys_address() -> None:
    assert (is_address("audit@localhost"), is_deliverable("audit@localhost")) == (False, True)

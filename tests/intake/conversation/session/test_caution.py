"""What tells who a child is gets a gentle word; what an agency says of itself does not."""

import pytest

from intake.conversation.session.privacy import warning

KNOWN = ("Ann Lee", "ann@agency.example")


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("Her number is 943 476 5919.", "an NHS number"),
        ("NHS no 943 476 5918, seen in May.", "an NHS number"),
        ("We saw a boy born 3/4/2015 at once.", "a date of birth"),
        ("DOB 12.03.2014 was missing from the form.", "a date of birth"),
        ("Kayleigh-Mae Robinson (DOB 12/03/2014) was seen.", "a name and a date of birth"),
        ("Tom Smith, 943 476 5919, was not brought.", "a name and an NHS number"),
        ("A girl called Aisha Begum told her teacher.", "a name"),
        ("Oluwaseun, aged 7, told us he felt safe.", "a name"),
        ("We rang Tom Smith's mother twice.", "a name"),
        ("We rang the mother on 07700 900123.", "a phone number"),
        ("The child lives at 14 Acacia Avenue, LS11 5QT.", "a postcode and an address"),
        ("The family moved to BS15 8DB.", "a postcode"),
        ("We wrote to her dad at tom.smith77@post.example.org.", "an email address"),
        ("The mother's NI number is QQ 12 34 56 C.", "a National Insurance number"),
        ("Helen Smith of 12 Acacia Avenue asked for help.", "a name and an address"),
        ("Helen Smith, 12 Acacia Avenue, asked for help.", "a name and an address"),
        ("Helen Smith, who lives at 12 Acacia Ave, asked for help.", "a name and an address"),
        ("2 - Helen Smith of 4 High St told us what had happened.", "a name and an address"),
        ("Helen Smith told us her husband hit her and her son last night.", "a name"),
        ("The learning came from case number LCS-99812.", "a case number"),
    ],
)
def test_what_tells_who_a_child_is_is_named_by_its_kind(said: str, kinds: str) -> None:
    told = warning(said, KNOWN)
    assert told[0] == f"Your words seem to hold {kinds}."


@pytest.mark.parametrize(
    "said",
    [
        "",
        "2",
        "Dr Sarah Khan is our named GP and Detective Inspector Bo Day leads for the force.",
        "Ann Lee leads child protection. Write to ann@agency.example.",
        "Call our duty desk on 01454 868 000, or the out of hours team on 0117 496 0720.",
        "Parents can call the helpline on 0800 1111.",
        "The child protection policy of 3 May 2019 was reviewed on 12/03/2024.",
        "The safeguarding children policy, 14 March 2025, was read by 94% of staff.",
        "Our school is at BS15 8DB and our office at 10 Broad Street, BS1 2EJ.",
        "We have 123456 records and trained 1,204 people in 2025-26.",
        "The board met on 3 February 2026. Children told us they felt heard.",
        "Families get a letter from Ann Lee with our number, 01454 868 000.",
        "Each child is seen by Sarah Khan within 10 days.",
        "Sarah Khan, 12 years in post, leads.",
        "Of 9 staff, 7 are trained; 4 locums are not.",
        "Helen Smith of 12 Acacia Avenue Surgery leads for us.",
        "Our office is at 12 Acacia Avenue. Helen Smith leads.",
        "Contact Helen Smith, 12 Acacia Avenue, for the leaflet.",
        "School nurses from the Mendip team visit Oak Primary School.",
    ],
)
def test_an_agencys_own_facts_are_left_alone(said: str) -> None:
    assert warning(said, KNOWN) == ()


def test_the_value_itself_is_never_repeated() -> None:
    told = " ".join(warning("Tom Smith, born 3/4/2015, NHS 943 476 5919, lives at 14 Acacia Avenue, LS11 5QT."))
    assert told
    for value in ("Tom", "Smith", "2015", "943", "Acacia", "LS11"):
        assert value not in told

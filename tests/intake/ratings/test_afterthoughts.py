"""What people write right behind a rating against it, heard the same in chat, in our form, in a table and in a list."""

import pytest

from tests.intake.letters.test_replies import TEMPLATES, at_top, rating, read
from tests.intake.ratings.test_heard import FORMS, box, cell, typed

SCALES = {
    "wandsworth-2022": ("Green", "Amber", "2"),
    "barnsley-2021": ("Met", "Partially Met", "met"),
    "section-11": ("In place", "Partly in place", "2"),
}
PUT_RIGHT = """
, my mistake, {B}
 oops {B}
 (should say {B})
 make that {B}
 - scrub that, {B}
. Hmm. {B}.
, or rather {B}
, the correct one is {B}
 - my error - {B}
 (autocorrect, {B})
. Please put {B}.
. Should say {B} really.
. Though strictly speaking {B}.
. Not {A}, {B}.
 (me), {B} (Ben)
 at first, {B} after discussion
""".strip("\n").splitlines()
DENIED = """
. Actually no.
. Hmm, no.
. Or not.
. Or is it?
. Would you agree?
. Doubtful.
. I don't believe it.
. As if.
, too generous
 - too high
 (guess)
. Guessing.
. I am new so not certain
. I wasn't sure what to put here.
 (discuss)
 (placeholder)
 (last year's rating)
 (Mill Road's rating)
 (copied from last year)
 (carried forward)
 (old)
 (pre-filled)
 (we wish)
 (per Ben)
 (waiting for Ben)
 - Ben says
 - I'll check with HR
. My deputy disagrees.
 - Sue's
 - someone else's
 - belongs to 4.3
 - left over from draft
 - for Mill Road
 - office staff only
 as regards policy
 more or less
, give or take
... ish
 needs changing
""".strip("\n").splitlines()
STANDS = """
 though.
 definitely
 throughout
 across all sites
 for all staff
 day and night
. No concerns.
. No doubt.
 - no mistakes found
. Not many staff but all trained.
. Sorry for the delay.
. We correct errors at once.
. The old policy was wrong, the new one is fine.
. Actually a very good year for us.
. Please see attached.
 - confirmed
 (final)
 (was {B})
, not {B}
 - wrongly recorded calls are now checked
 - Ben leads on this
 - checked by Ben in June
""".strip("\n").splitlines()


def listed(audit: str, reply: str) -> str:
    """Behind its code, in a letter that says nothing else."""
    return rating(read(TEMPLATES[audit], FORMS[audit], at_top(reply, "1.1", "")), "1.1")


def heard(audit: str, tail: str) -> dict[str, str]:
    good, other, _ = SCALES[audit]
    reply = good + tail.replace("{A}", good).replace("{B}", other)
    return {
        "typed": typed(audit, reply),
        "box": box(audit, reply),
        "cell": cell(audit, reply),
        "list": listed(audit, reply),
    }


@pytest.mark.parametrize("tail", [*PUT_RIGHT, *DENIED])
@pytest.mark.parametrize("audit", SCALES)
def test_a_rating_that_its_writer_turns_against_is_asked_back_in_every_channel(audit: str, tail: str) -> None:
    assert set(heard(audit, tail).values()) <= {"ask", "-"}


@pytest.mark.parametrize("tail", STANDS)
@pytest.mark.parametrize("audit", SCALES)
def test_a_reason_that_only_looks_like_a_second_thought_leaves_the_rating(audit: str, tail: str) -> None:
    assert set(heard(audit, tail).values()) == {SCALES[audit][2]}

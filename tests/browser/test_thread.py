"""The whole thread as people walk it: from a file of returns to a published update.

One long test, because each step stands on what the step before left behind. A step is
a function; its docstring says what a person did.
"""

from pathlib import Path

import pytest

from tests.browser.conftest import PHONE, Visit
from tests.browser.country import (
    settle,
)
from tests.browser.steps.figures import (
    find_the_community,
    look_at_the_map,
    publish_returns,
)
from tests.browser.steps.gestures import press
from tests.browser.steps.names import BALLOTS, VILLAGE
from tests.browser.steps.news import (
    approve_it,
    read_everything_in_arabic,
    read_it,
    write_an_update,
)
from tests.browser.steps.proposing import (
    endorse,
    prepare_round,
    print_passes,
    propose,
    screen,
)
from tests.browser.steps.voting import (
    agree_to_the_result,
    close,
    count_again,
    do_as_the_second,
    name_an_observer,
    read_the_result,
    refuse_a_used_pass,
    vote,
)
from tests.browser.steps.working import (
    confirm_it,
    report_a_milestone,
    see_the_progress,
    start_the_work,
)
from tests.factories.site import first_pages

pytestmark = pytest.mark.browser


def test_from_a_file_of_returns_to_a_published_update(
    visit: Visit, tmp_path: Path
) -> None:
    public = visit("/map/")
    publish_returns(tmp_path)
    look_at_the_map(public)
    branches = first_pages()
    community, people = settle(VILLAGE, branches["en"])
    find_the_community(public)

    reference = propose(visit("/sign-in/", PHONE), people)
    staff = visit("/sign-in/")
    screen(staff, people)
    endorse(visit("/sign-in/"), people, reference)

    round_ = prepare_round(staff, community)
    codes = print_passes(staff, 4)
    name_an_observer(staff, people.implementer.name)
    press(staff, "Ask a second person to open")
    second = people.members[0].email
    do_as_the_second(visit("/sign-in/", PHONE), second, "Open the round")
    for code, marked in zip(codes, BALLOTS, strict=False):
        vote(visit("/rounds/", PHONE), code, marked)
    refuse_a_used_pass(visit("/rounds/", PHONE), codes[0])
    close(round_, people)
    winners = read_the_result(public)
    count_again(visit("/sign-in/"), people.implementer.email, tmp_path, winners)
    agree_to_the_result(visit("/sign-in/", PHONE), people.members[0].email)
    agree_to_the_result(visit("/sign-in/", PHONE), people.authority.email)

    start_the_work(staff, reference)
    report_a_milestone(visit("/sign-in/", PHONE), people, reference)
    for member in people.members:
        confirm_it(visit("/sign-in/", PHONE), member.email, reference)
    see_the_progress(public, reference)
    write_an_update(visit("/sign-in/"), people)
    approve_it(staff)
    read_it(public)
    read_everything_in_arabic(visit, reference, round_)

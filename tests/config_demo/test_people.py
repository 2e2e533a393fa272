"""The demo's accounts cover every role and every committee, and are plainly not real."""

from collections import Counter

from config.demo.communities import communities
from config.demo.geography import areas
from config.demo.people import accounts, password, people

ROLES = Counter(
    committee=4,
    staff=2,
    authority=2,
    implementer=1,
    steward=2,
    observer=2,
    editor=1,
    admin=1,
)


def test_accounts_cover_every_role():
    assert Counter(entry.role for entry in accounts()) == ROLES
    in_kesra = [e for e in accounts() if e.community == "kesra-quay"]
    assert sum(entry.role == "committee" for entry in in_kesra) == 3


def test_addresses_are_unique_and_cannot_exist():
    addresses = [entry.email for entry in people()]
    assert len(set(addresses)) == len(addresses)
    assert all(address.endswith("@maro.example") for address in addresses)


def test_names_are_given_once():
    names = [entry.name for entry in people()]
    assert len(set(names)) == len(names)


def test_every_committee_is_complete():
    sizes = Counter(e.community for e in people() if e.role == "committee")
    assert sizes == {entry.slug: entry.committee_size for entry in communities()}


def test_scope_fits_the_role():
    for entry in people():
        of_communities = {"committee", "implementer", "observer"}
        assert bool(entry.community) == (entry.role in of_communities)
        assert bool(entry.area_pcode) == (entry.role == "authority")


def test_only_the_listed_accounts_sign_in():
    assert [entry for entry in people() if entry.signs_in] == list(accounts())
    assert len(password()) >= 12


def test_authorities_answer_for_the_province_that_their_title_names():
    names = {area.pcode: area.name_en for area in areas()}
    for entry in accounts():
        if entry.role == "authority":
            assert names[entry.area_pcode] in entry.title.en

"""Once a round is sealed nobody changes it: by no page, not in the CMS, not by the API.

Every form that the site showed while the round was prepared, open and ended is kept, and
sent again after sealing by everybody who has a part: as it was, with other values, and
filled in by somebody who knows a good pass and a free number. All of it is sent to every
address, by every method; and what voters, tables and clerks held in their hands at the
end is tried. All rows of the round stay what they were, to the last one.
"""

import hashlib
import json
from types import SimpleNamespace
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.snippets.models import get_snippet_models

from participation.models import RoundResult
from tests.factories.communities import MandateFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.meetings import MeetingFactory, agreed, decided, published
from tests.factories.participation import code_of, observer_of, staff_member
from tests.factories.people import UserFactory
from tests.factories.tables import DEVICE
from tests.privacy.forms_of_pages import forms_of
from tests.privacy.polling_day import SEALED, polling_day, rows
from tests.privacy.probes_of_participation import of_participation
from tests.privacy.red_team import cms_routes

pytestmark = pytest.mark.django_db

#: Besides POST, by those whom the most is open to: a view is asked for it or is not.
OTHER_METHODS = ("put", "patch", "delete")
MOST_MAY = ("staff", "administrator")
#: Pages of the CMS that list, and store nothing.
LISTS = ("results/", "usage/", "find/", "search/")
API = (
    *("/api/features/", "/api/features/collections"),
    *(f"/api/features/collections/{key}/items" for key in ("communities", "returns")),
    "/api/features/collections/communities/items/1",
)


def member_of(group):
    person = UserFactory()
    person.groups.add(Group.objects.get(name=group))
    return person


WHO = {
    "visitor": lambda _round: None,
    "committee": lambda round_: MandateFactory(community=round_.community).user,
    "authority": lambda round_: (
        MandateFactory(
            authority=True, area=round_.community.area.parent or round_.community.area
        ).user
    ),
    "implementer": lambda round_: (
        MandateFactory(implementer=True, community=round_.community).user
    ),
    "observer": lambda round_: observer_of(round_).person,
    "staff": lambda _round: staff_member(),
    "editor": lambda _round: member_of("Editors"),
    "moderator": lambda _round: member_of("Moderators"),
    "administrator": lambda _round: UserFactory(is_superuser=True),
}


@pytest.fixture
def elsewhere():
    """An initiative and a meeting that are no part of the round."""
    initiative = InitiativeFactory(state="eligible", plan=1)
    meeting = MeetingFactory(community=initiative.community)
    decided(meeting)
    agreed(meeting)
    return SimpleNamespace(initiative=initiative, meeting=published(meeting))


def addresses(round_, elsewhere):
    """Every address of rounds, people, meetings and feedback, with the round's own keys."""
    planted = SimpleNamespace(vote=round_, **vars(elsewhere))
    own = {"table/ABCDEFGHJKLM/": None, "tables/1/": None, "passes/1/": None}
    if table := round_.tables.first():
        own["table/ABCDEFGHJKLM/"] = f"table/{table.key}/"
        own["tables/1/"] = f"tables/{table.pk}/"
    own["passes/1/"] = f"passes/{round_.batches.get().pk}/"
    found = []
    for each in [each for of in of_participation(planted).values() for each in of]:
        address = each
        for made_up, real in own.items():
            if f"/{round_.slug}/{made_up}" in each and real:
                address = each.replace(made_up, real)
        found.append(address)
    return found


def signed_in(who, round_):
    client = Client(raise_request_exception=True)
    if user := WHO[who](round_):
        client.force_login(user)
    client.somebody = user
    return client


def ask(client, method, address, data, **how):
    """Ask as somebody, who signs in again where the last form has signed them out."""
    if client.somebody and "_auth_user_id" not in client.session:
        client.force_login(client.somebody)
    cache.clear()
    with transaction.atomic():
        return getattr(client, method)(address, data, **how)


class Forms:
    """The forms of the round's pages, as they were shown to some."""

    def __init__(self, elsewhere):
        self._elsewhere = elsewhere
        self.kept = {}

    def look(self, round_):
        for who in ("visitor", "staff"):
            client = signed_in(who, round_)
            for address in addresses(round_, self._elsewhere):
                if address.startswith("/rounds/"):
                    self._keep(address, client.get(address))

    def _keep(self, address, page):
        if page.status_code != 200 or "html" not in page["Content-Type"]:
            return
        for form in forms_of(page.text):
            target = urlsplit(urljoin(address, form.action)).path
            self.kept[target, str(sorted(form.fields))] = form

    def all_fields(self, known):
        """One value for every name that a form of the round has, wherever it is."""
        found = {}
        for form in self.kept.values():
            found |= form.filled(known)
        return found

    def send(self, client, known):
        for (target, _names), form in self.kept.items():
            for fields in (form.fields, form.changed(), form.filled(known)):
                assert ask(client, "post", target, fields).status_code < 500, target


def known_of(round_):
    """What somebody would type who knows the round well: a good pass, a free number."""
    unused = round_.passes.filter(state="printed").last()
    return {
        **{"serial": unused.serial, "code": code_of(unused)},
        **{"given_up": code_of(unused), "number": "9", "instead": "10"},
        **{"numbers": "21..30", "count": "2", "voters": "30"},
        **{"digits": "314159265358979", "day": "2026-01-05"},
        **dict.fromkeys(("label", "officers", "shift", "place"), "School"),
        **dict.fromkeys(("reason", "lost_because", "explanation"), "It was lost."),
    }


def what_is_in_hands(day):
    """What voters, tables and clerks could still send, by address."""
    slug, table = day.round.slug, day.table.table
    vote = reverse("participation:vote", args=[slug])
    at_table = reverse("participation:table", args=[slug, table.key])
    give_up = reverse("participation:paper_table", args=[slug, day.sheets.number])
    entry = reverse("participation:paper_entry", args=[slug, day.sheets.number])
    for page in (vote, at_table):
        for each in (day.used, day.unused):
            yield page, {"step": "pass", "code": code_of(each)}
        for ticket in day.tickets:
            for step in ("mark", "review", "cast"):
                yield page, {"step": step, "ticket": ticket, "choice": [2, 4]}
    yield at_table, {"step": "unlock", "pin": day.table.pin}
    for typed in (code_of(day.unused), "9", "8"):
        yield give_up, {"given_up": typed, "once": typed}
    for step in ("begin", "store", "finish"):
        yield entry, {"step": step, "sheet-1": "3", "sheet-2": "4"}
    for what, said in {
        "begin": {"pin": day.table.pin},
        "check": {"code": code_of(day.unused)},
        "send": {"envelopes": day.envelopes},
        "end": {"pin": day.table.pin},
    }.items():
        path = reverse(f"participation:table_{what}", args=[slug, table.key])
        yield path, json.dumps({"device": DEVICE, **said})


def use_what_is_in_hands(client, day):
    for address, data in what_is_in_hands(day):
        how = {"content_type": "application/json"} if isinstance(data, str) else {}
        assert ask(client, "post", address, data, **how).status_code < 500, address


def published_digest(client, day):
    """The digest that the site tells, and that of the file it gives to observers."""
    client.force_login(observer_of(day.round).person)
    file = client.get(reverse("participation:ballots_file", args=[day.round.slug]))
    told = client.get(reverse("participation:result", args=[day.round.slug])).text
    digest = hashlib.sha256(file.content).hexdigest()
    return digest, digest in told


def test_no_page_changes_a_sealed_round_whoever_sends_what(
    client, monkeypatch, elsewhere
):
    forms = Forms(elsewhere)
    day = polling_day(monkeypatch, forms.look)
    before, digest = rows(), published_digest(client, day)
    assert digest == (RoundResult.objects.get().digest, True)
    known = known_of(day.round)
    everything = forms.all_fields(known)
    paths = [*addresses(day.round, elsewhere), *API]
    assert len(forms.kept) > 25

    changed = {}
    for who in WHO:
        somebody = signed_in(who, day.round)
        forms.send(somebody, known)
        use_what_is_in_hands(somebody, day)
        for path in paths:
            answers = {"post": ask(somebody, "post", path, everything)}
            for method in OTHER_METHODS if who in MOST_MAY else ():
                body = json.dumps(everything)
                answers[method] = ask(
                    somebody, method, path, body, content_type="application/json"
                )
            for method, answer in answers.items():
                assert answer.status_code < 500, (who, method, path)
        after = rows()
        changed[who] = [model for model in SEALED if before[model] != after[model]]

    assert changed == {who: [] for who in WHO}
    assert published_digest(client, day) == digest


def test_the_same_forms_do_change_a_round_that_is_open(monkeypatch, elsewhere):
    """The eyes of the test above see: while voting goes on, a form sent again counts."""
    forms = Forms(elsewhere)
    seen = []

    def send_once_open(round_):
        forms.look(round_)
        if round_.state == "open" and not seen:
            before = rows()
            forms.send(signed_in("staff", round_), known_of(round_))
            seen.extend(model for model in SEALED if before[model] != rows()[model])
            raise StopIteration

    with pytest.raises(StopIteration):
        polling_day(monkeypatch, send_once_open)

    assert {"Entitlement", "VotingPass", "TableSession"} <= set(seen)


# --- the CMS ------------------------------------------------------------------------


def filled_in(route, day):
    """Addresses of a route of the CMS, with keys of the round and of who made it."""
    keys = {day.round.pk, day.round.result.sealed_by_id, day.round.created_by_id}
    for model in ("round", "ballot"):
        for key in sorted(keys):
            address = route
            for name in ("app_label", "content_type_app_name", "app_name"):
                for kind in ("str", "slug"):
                    address = address.replace(f"<{kind}:{name}>", "participation")
            for name in ("model_name", "content_type_model_name"):
                for kind in ("str", "slug"):
                    address = address.replace(f"<{kind}:{name}>", model)
            for action in ("action", "action_name"):
                for kind in ("str", "slug"):
                    address = address.replace(f"<{kind}:{action}>", "delete")
            while "<" in address:
                start, end = address.index("<"), address.index(">")
                address = address[:start] + str(key) + address[end + 1 :]
            yield f"/{address}"


def test_rounds_and_what_they_hold_have_no_editor_in_the_cms():
    edited = {model._meta.label for model in get_snippet_models()}

    assert edited.isdisjoint(f"participation.{name}" for name in SEALED)
    for name in SEALED:
        assert not [
            each for each in cms_routes() if each.startswith(f"cms/{name.lower()}/")
        ]


@pytest.mark.parametrize("who", ["staff", "editor", "moderator", "administrator"])
def test_no_address_of_the_cms_changes_a_sealed_round(client, monkeypatch, who):
    """Editing, deleting, copying, bulk actions, histories, reverting, workflows."""
    day = polling_day(monkeypatch)
    before, digest = rows(), published_digest(client, day)
    everything = {
        **dict.fromkeys(("id", "state", "budget", "title", "next", "digest"), "1"),
        **{"action-delete": "1", "confirm": "yes", "opens_at": "2026-01-01"},
    }

    somebody = signed_in(who, day.round)
    somebody.raise_request_exception = False
    for route in sorted(cms_routes() - {"cms/failwhale/", "cms/logout/"}):
        if "(" in route or "^" in route.removeprefix("cms/api/main/^"):
            continue
        if route.endswith(LISTS) or route.startswith("cms/reports/"):
            continue
        paths = list(dict.fromkeys(filled_in(route.replace("^", ""), day)))
        for path in paths:
            ask(somebody, "post", path, everything)
        for method in OTHER_METHODS if who in MOST_MAY else ():
            ask(somebody, method, paths[0], "", content_type="application/json")

    after = rows()
    assert [model for model in SEALED if before[model] != after[model]] == []
    assert published_digest(client, day) == digest

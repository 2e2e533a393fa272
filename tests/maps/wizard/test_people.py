"""Whose file it is, and who may do what with it."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from maps.enums import ImportState
from maps.models import ImportJob
from maps.models.returns import ReturnCount
from tests.factories.communities import MandateFactory
from tests.factories.people import UserFactory
from tests.maps.wizard.walking import (
    GOOD,
    answer,
    only_job,
    press,
    stored,
    text_of,
    upload,
    waiting_files,
)

pytestmark = pytest.mark.django_db


def test_two_stewards_at_once_do_not_overwrite_each_other_unseen(client, country):
    first, second = (MandateFactory(steward=True).user for _ in range(2))
    client.force_login(first)
    upload(client, GOOD)
    mine = only_job()
    answer(client, mine, group="RRI")
    client.force_login(second)
    upload(client, GOOD.replace("55", "60"))
    answer(client, only_job(), group="RRI")
    press(client, "store_import", only_job())

    client.force_login(first)
    told = press(client, "store_import", mine)
    assert "somebody else has loaded data" in text_of(told)
    assert "This round has other counts already" in text_of(told)
    assert stored()["XA02", "RRI"] == (60, 11)

    press(client, "store_import", mine)
    assert stored()["XA02", "RRI"] == (55, 11)


PAGES = ["import", "import_columns", "import_findings", "import_findings_file"]
BUTTONS = ["import_totals", "store_import", "cancel_import"]


@pytest.mark.parametrize("name", [*PAGES, *BUTTONS])
def test_a_file_is_its_uploaders_alone(client, steward, country, name):
    upload(client, GOOD)
    job = only_job()
    client.force_login(MandateFactory(steward=True).user)

    address = reverse(f"maps:{name}", args=[job.pk])
    response = client.get(address) if name in PAGES else client.post(address)

    assert response.status_code == 404
    assert only_job().state == ImportState.UPLOADED


@pytest.mark.parametrize(
    ("person", "may_load", "may_see_totals"),
    [
        ("visitor", False, False),
        ("resident", False, False),
        ("committee", False, False),
        ("authority", False, False),
        ("implementer", False, False),
        ("staff", True, False),
        ("steward", True, True),
        ("administrator", True, True),
    ],
)
def test_who_loads_and_who_sees_totals(
    client, country, person, may_load, may_see_totals
):
    makers = {
        "resident": UserFactory,
        "administrator": lambda: UserFactory(is_superuser=True),
        "committee": lambda: MandateFactory().user,
    }
    if person != "visitor":
        maker = makers.get(person, lambda: MandateFactory(**{person: True}).user)
        client.force_login(maker())

    listed = client.get(reverse("maps:imports"))
    response = upload(client, GOOD)

    assert (listed.status_code == 200) is may_load
    assert ImportJob.objects.exists() is may_load
    assert bool(waiting_files()) is may_load
    if person != "visitor":
        desk = client.get(reverse("participation:my_work")).content.decode()
        assert (f'href="{reverse("maps:imports")}"' in desk) is may_load
    if may_load:
        preview = answer(client, only_job(), group="RRI")
        totals = client.post(reverse("maps:import_totals", args=[only_job().pk]))
        assert ("Look at the totals" in text_of(preview)) is may_see_totals
        assert totals.status_code == (200 if may_see_totals else 403)
    else:
        assert response.status_code in (200, 403)


def test_a_mandate_that_has_ended_stores_nothing(client, country):
    mandate = MandateFactory(steward=True)
    client.force_login(mandate.user)
    upload(client, GOOD)
    answer(client, only_job(), group="RRI")
    mandate.delete()

    assert (
        client.post(reverse("maps:store_import", args=[only_job().pk])).status_code
        == 403
    )
    assert not ReturnCount.objects.exists()


def test_totals_are_shown_coarsely_and_looking_is_on_record(client, steward, country):
    upload(client, GOOD.replace("XA01,40", "XA01,4"))
    job = only_job()
    preview = answer(client, job, group="RRI")
    assert "179" not in text_of(preview)
    assert not ModelLogEntry.objects.filter(action="maps.read_raw_counts").exists()

    response = press(client, "import_totals", job)

    shown = text_of(response)
    assert "Ana Country Returnees, not distinguished 179" in shown
    assert "East Region Returnees, not distinguished 175" in shown
    assert "West Region Returnees, not distinguished few" in shown
    assert "District XA" not in shown
    entry = ModelLogEntry.objects.get(action="maps.read_raw_counts")
    assert (entry.user, entry.data) == (steward, {"purpose": "preview_import"})
    assert "no-store" in response["Cache-Control"]

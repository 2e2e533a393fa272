"""South Sudan, round 11: real borders and real counts through the one door."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command

from maps.enums import Breakdown, Measure
from maps.models import Release
from maps.services.audits import audit_release

DATA = Path(__file__).parents[4] / "shared" / "data"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not here"),
]

#: Returnees by state, as data/README.md gives them.
STATES = {
    **{"SS01": 209_225, "SS02": 168_678, "SS03": 184_331, "SS04": 61_549},
    **{"SS05": 100_317, "SS06": 171_095, "SS07": 361_232, "SS08": 79_116},
    **{"SS09": 243_832, "SS10": 203_428},
}


def test_south_sudan_round_11_is_published_exactly_and_safely():
    for level in (1, 2):
        call_command(
            "load_areas",
            DATA / "areas" / f"cod_SSD_adm{level}.topojson",
            level=level,
            stdout=io.StringIO(),
        )
    said = io.StringIO()
    call_command(
        "load_returns",
        DATA / "returns" / "ssd_dtm_mobility_tracking_r11.xlsx",
        round="R11",
        date="2021-09-30",
        sheet="MT R11 Baseline locations",
        stdout=said,
    )
    call_command("publish_release", round="R11", stdout=io.StringIO())

    release = Release.objects.get()
    states = dict(
        release.cells.filter(
            area__level=1, measure=Measure.INDIVIDUALS, breakdown=Breakdown.ALL
        ).values_list("area__pcode", "value")
    )
    assert "3335 rows read, 0 bad rows" in said.getvalue()
    assert "33 rows lie in another area" in said.getvalue()
    assert states == STATES
    assert sum(STATES.values()) == 1_782_803
    assert audit_release(release).ok

"""South Sudan, round 11, from the browser: real borders, the real workbook."""

from collections import Counter
from pathlib import Path

import pytest

from maps.models.returns import ReturnCount
from tests.maps.wizard.walking import answer, only_job, press, text_of, upload

DATA = Path(__file__).parents[4] / "shared" / "data"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not here"),
]


def test_south_sudan_round_11_through_the_wizard(client, steward):
    for level in (1, 2):
        name = f"cod_SSD_adm{level}.topojson"
        borders = (DATA / "areas" / name).read_bytes()
        upload(client, borders, kind="areas", name=name, level=str(level))
        press(client, "store_import", only_job())
    workbook = DATA / "returns" / "ssd_dtm_mobility_tracking_r11.xlsx"

    columns = upload(
        client,
        workbook.read_bytes(),
        name=workbook.name,
        round="R11",
        date="2021-09-30",
    )
    assert "“MT R11 Baseline locations” was chosen by its content" in text_of(columns)

    number = columns.context["number"]
    preview = answer(client, only_job(), table=str(number))
    assert "33 rows lie in another area" in text_of(preview)
    assert only_job().rows_read == 3335
    assert only_job().bad_rows == 0

    totals = press(client, "import_totals", only_job())
    assert "361,232" in text_of(totals)
    press(client, "store_import", only_job())
    by_state: Counter[str] = Counter()
    for count in ReturnCount.objects.select_related("area__parent"):
        assert count.area.parent is not None
        by_state[count.area.parent.pcode] += count.individuals
    assert by_state["SS07"] == 361_232
    assert sum(by_state.values()) == 1_782_803

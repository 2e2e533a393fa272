"""`load_returns --scheduler` stores what `load_returns` stores."""

import io

import pytest
from distributed import LocalCluster
from django.core.management import CommandError, call_command

from maps.models.returns import ReturnCount
from tests.factories.maps import AdminAreaFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "returns.csv"
    rows = [f"{x},{y},{n}" for n, (x, y) in enumerate([(0.5, 0.5), (1, 1), (2.5, 0.2)])]
    path.write_text("\n".join(["longitude,latitude,individuals", *rows]))
    for x in range(3):
        AdminAreaFactory(x=float(x), pcode=f"XX0{x}")
    return path


def load(file, round_code, **options):
    call_command(
        "load_returns",
        file,
        round=round_code,
        date="2026-09-30",
        group="RET",
        stdout=io.StringIO(),
        **options,
    )
    counts = ReturnCount.objects.filter(round__code=round_code)
    return sorted(counts.values_list("area__pcode", "individuals"))


def test_what_is_stored_is_the_same(file):
    alone = load(file, "R1")
    with LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None
    ) as cluster:
        spread = load(file, "R2", scheduler=cluster.scheduler_address)
    assert spread == alone == [("XX00", 1), ("XX02", 2)]


def test_without_a_scheduler_there_nothing_is_stored(file):
    with pytest.raises(CommandError, match=r"Nothing was stored\. No Dask scheduler"):
        load(file, "R1", scheduler="tcp://127.0.0.1:9")
    assert not ReturnCount.objects.exists()

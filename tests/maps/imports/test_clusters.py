"""Over a Dask cluster: the same answers, and nothing of a row left behind."""

import pytest
from distributed import Client, LocalCluster

from maps.imports.clusters import ClusterError, over_cluster
from maps.imports.columns import EachRow
from maps.imports.locating import AreaLocator, LocatableArea
from maps.imports.partitions import Coordinates
from maps.imports.returns import read_returns
from tests.maps.imports.conftest import SQUARES

#: Digits that stand nowhere but in the rows.
TELLTALE = "30.12345678"


@pytest.fixture(scope="module")
def cluster():
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, processes=True
    ) as running:
        yield running


@pytest.fixture
def file(write_csv):
    rows = [
        (f"Amal {n}", f"+2519{n:07}", TELLTALE if n % 3 else 31.5, 10.5)
        for n in range(300)
    ]
    return write_csv(("name", "phone", "longitude", "latitude"), *rows)


def read(file, locate):
    return read_returns(file, locate=locate, group="RET", each_row=EachRow.PERSON)


def test_counts_over_a_cluster_are_those_of_one_machine(cluster, file, squares):
    with over_cluster(squares, cluster.scheduler_address) as spread:
        there = read(file, spread)
    here = read(file, squares)
    assert there == here
    assert {key: count.individuals for key, count in here.counts.items()} == {
        ("AA01", "RET"): 200,
        ("AA02", "RET"): 100,
    }


def test_points_over_a_cluster_keep_their_order(cluster):
    areas = [LocatableArea(c, c, g) for c, g in SQUARES.items()]
    lon, lat = [32.5, 99.0, 30.5, 31.0, float("nan"), 31.5, 32.5], [10.5] * 7
    with over_cluster(AreaLocator(areas), cluster.scheduler_address) as spread:
        there = spread.keys_at(lon, lat)
    assert there == ["AA03", None, "AA01", "AA01", None, "AA02", "AA03"]


def test_workers_and_scheduler_keep_nothing(cluster, file, squares):
    with over_cluster(squares, cluster.scheduler_address) as spread:
        read(file, spread)
    with Client(cluster.scheduler_address) as onlooker:
        states = onlooker.run(_all_that_is_kept)
        logs = str([onlooker.get_worker_logs(), onlooker.get_scheduler_logs()])
        tasks = onlooker.run_on_scheduler(
            lambda dask_scheduler: len(dask_scheduler.tasks)
        )
    assert [data for data, _log in states.values()] == [[], []]
    assert tasks == 0
    assert TELLTALE not in logs + str(states)
    assert "Amal" not in logs + str(states)


def _all_that_is_kept(dask_worker):
    return list(dask_worker.data), repr(list(dask_worker.state.stimulus_log))


def test_coordinates_do_not_show_in_a_log():
    assert repr(Coordinates([30.12345678], [10.5])) == "<coordinates>"


def test_a_failing_worker_refuses_without_quoting_a_point(cluster, file, squares):
    class Broken(AreaLocator):
        grid = "not a grid"

    broken = Broken([LocatableArea(c, c, g) for c, g in SQUARES.items()])
    with (
        over_cluster(broken, cluster.scheduler_address) as spread,
        pytest.raises(ClusterError) as refusal,
    ):
        read(file, spread)
    with Client(cluster.scheduler_address) as onlooker:
        logs = str([onlooker.get_worker_logs(), onlooker.get_scheduler_logs()])
    assert "place_partition" in logs
    assert TELLTALE not in logs + str(refusal.value)


def test_an_address_without_scheduler_is_said(squares):
    with (
        pytest.raises(ClusterError, match="No Dask scheduler answers at"),
        over_cluster(squares, "tcp://127.0.0.1:9"),
    ):
        pass

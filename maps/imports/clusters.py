"""Placing points over a Dask cluster: coordinates go out, area numbers come back.

What a worker is sent is the borders, once, and coordinates without anything else of
their rows: no name, count or row number. They are arguments of a task, so that they
are in no worker's store (which may be written to disk), and travel under a name that
does not show them, so that no worker's log quotes them. Nothing outlasts its answer.

Distributed is an optional dependency: ``pip install homeground[dask]``.
"""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from django.utils.translation import gettext as _

from maps.imports.partitions import Coordinates, place_partition

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from numpy.typing import NDArray

    from maps.imports.locating import AreaLocator

K = TypeVar("K", bound="Hashable")

#: Seconds to wait for the scheduler to answer.
_PATIENCE = "5s"


class ClusterError(Exception):
    """The cluster cannot be used, or failed; the message quotes no coordinate."""


@contextmanager
def over_cluster(locator: AreaLocator[K], address: str) -> Iterator[AreaLocator[K]]:
    """The same areas, with points placed by the workers of the scheduler at ``address``.

    :raises ClusterError: no Dask here, no scheduler there, or a worker failed.
    """
    if find_spec("distributed") is None:
        raise ClusterError(
            _("Dask is not installed here. Install it with: pip install %(what)s")
            % {"what": "homeground[dask]"}
        )
    distributed = import_module("distributed")
    try:
        client = distributed.Client(address, timeout=_PATIENCE)
    except (OSError, ValueError) as error:
        raise ClusterError(
            _("No Dask scheduler answers at %(address)s.") % {"address": address}
        ) from error
    with client:
        workers = sum(client.nthreads().values())
        if not workers:
            raise ClusterError(_("The Dask scheduler has no workers."))
        grid = client.scatter(locator.grid, broadcast=True, hash=False)

        def place(x: NDArray[np.float64], y: NDArray[np.float64]) -> Any:
            futures = [
                client.submit(place_partition, grid, Coordinates(*part), pure=False)
                for part in zip(
                    np.array_split(x, workers), np.array_split(y, workers), strict=True
                )
            ]
            answers = client.gather(futures, errors="skip")
            if len(answers) < len(futures):
                raise ClusterError(_("A Dask worker failed; nothing was counted."))
            return np.concatenate(answers)

        yield locator.placing_by(place)

"""A cluster of machines as an executor, by way of Dask (an extra)."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Final

from sanlian_sim.experiments.runs.extras import import_extra

LOCAL: Final = "local"
_PATIENCE: Final = "20s"


class ClusterError(Exception):
    """A cluster cannot be used."""

    exit_code = 2


@contextmanager
def executor(address: str | None, workers: int) -> Iterator[Executor | None]:
    """Offer the executor of a Dask cluster; None without an address.

    Parameters
    ----------
    address : str or None
        Of the scheduler, as ``tcp://host:8786``; "local" starts a cluster on this machine.
    workers : int
        Processes of a local cluster.

    Raises
    ------
    MissingExtraError
        If Dask is not installed.
    ClusterError
        If nobody answers at the address.
    """
    if address is None:
        yield None
        return
    distributed = import_extra("distributed", "cluster")
    if address == LOCAL:
        cluster = distributed.LocalCluster(
            n_workers=workers, threads_per_worker=1, dashboard_address=None
        )
        with cluster, distributed.Client(cluster) as client:
            yield client.get_executor()
        return
    try:
        client = distributed.Client(address, timeout=_PATIENCE)
    except (OSError, ValueError) as error:
        raise ClusterError(f"no Dask scheduler answers at {address}: {error}") from None
    with client:
        yield client.get_executor()

"""Battles fought on other machines, by the workers of a dask.distributed scheduler that is running already.

The library is an extra (``pip install khalkhin-gol[cluster]``) and is imported only here. Workers need the same version
of the game. A battle whose worker is lost is given to another; which worker fights it changes nothing of it.
"""

from __future__ import annotations

import logging
import pickle
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from khalkhin.play.measure.arena import Result
from khalkhin.play.measure.series import BattleLost, Terms, heard, telling
from khalkhin.translation import _

#: Seconds to reach the scheduler, and then for a first worker to be there.
REACH, WORKER = 10, 30
#: How many battles wait at a worker's door at most, so that no scheduler is drowned in them.
AHEAD = 200


class NoCluster(Exception):
    """There is no cluster to fight on, or it was lost. The message is a sentence."""


class Cluster:
    """A scheduler's client while it is entered. Raises: NoCluster where the library, the scheduler or workers are
    missing."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._client: Any = None

    def __enter__(self) -> Cluster:
        try:
            from distributed import Client
        except ImportError as error:
            told = _("`--cluster` needs the library dask.distributed, which is missing: pip install {name}.")
            raise NoCluster(told.format(name="'khalkhin-gol[cluster]'")) from error
        # What the library logs of a scheduler that does not answer is said here, in a sentence.
        for name in ("distributed", "distributed.client"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        try:
            self._client = Client(self.address, timeout=REACH, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            told = _("No scheduler answers at {address} ({why}). Start one: dask scheduler; then name its address.")
            raise NoCluster(told.format(address=self.address, why=error)) from error
        try:
            self._client.wait_for_workers(1, timeout=WORKER)
        except Exception as error:  # the library has errors of its own for it
            self.close()
            told = _("The scheduler at {address} has no worker. Start some: dask worker {address} --nthreads 1.")
            raise NoCluster(told.format(address=self.address)) from error
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the scheduler go; what was not fought is not fought any more."""
        if self._client is not None:
            self._client.close(timeout=2)
            self._client = None

    def fight(self, terms: Terms, seeds: Sequence[int]) -> Iterator[Result]:
        """Battles by the workers, as they end. Raises: PlayerFault, JournalError, BattleLost, NoCluster."""
        from distributed import as_completed

        packed, named = zlib.compress(pickle.dumps(terms), 1), terms.key()
        waiting = list(reversed(seeds))
        seed_of: dict[str, int] = {}

        def give() -> Any:
            seed = waiting.pop()
            future = self._client.submit(battle, packed, named, seed, pure=False)
            seed_of[future.key] = seed
            return future

        first = [give() for _ in range(min(AHEAD, len(waiting)))]
        done = as_completed(first, loop=self._client.loop)
        try:
            for future in done:
                yield self._result(terms, future, seed_of.pop(future.key))
                if waiting:
                    done.add(give())
        finally:
            self._client.cancel(first)

    def _result(self, terms: Terms, future: Any, seed: int) -> Result:
        from distributed import CancelledError, KilledWorker

        try:
            message: Mapping[str, Any] = future.result()
        except KilledWorker as error:
            raise BattleLost(seed, str(error)) from error
        except ModuleNotFoundError as error:
            told = _("The workers at {address} cannot find the game: install it there ({why}).")
            raise NoCluster(told.format(address=self.address, why=error)) from error
        except (CancelledError, OSError) as error:
            told = _("The cluster at {address} was lost ({why}).")
            why = " ".join(str(error).split()) or type(error).__name__
            raise NoCluster(told.format(address=self.address, why=why)) from error
        except Exception as error:  # whatever a worker lacks, it is lost for this battle
            raise BattleLost(seed, f"{type(error).__name__}: {error}") from error
        if (where := message.get("other")) is not None:
            told = _("The worker at {worker} has another version of the game; install the same one everywhere.")
            raise NoCluster(told.format(worker=where))
        result = heard(terms, message)
        if result is None:
            raise BattleLost(seed, f"{message!r:.200}")
        return result


def battle(packed: bytes, named: str, seed: int) -> Mapping[str, Any]:
    """A battle of these terms, on a worker: what came of it, as one process tells another. `named` is the key that the
    terms have where they come from."""
    terms = _terms(packed)
    if terms.key() != named:
        from distributed import get_worker

        return {"other": str(get_worker().address)}
    return telling(terms, seed)


@lru_cache(maxsize=2)
def _terms(packed: bytes) -> Terms:
    """A worker unpacks terms once, and keeps what it finds out about their map."""
    found = pickle.loads(zlib.decompress(packed))
    assert isinstance(found, Terms)
    return found

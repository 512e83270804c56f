"""Results of long series, kept as they come: beside the page they are for, or among the user's data."""

from __future__ import annotations

import contextlib
import hashlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from khalkhin import paths
from khalkhin.cli.common import fault_line
from khalkhin.cli.console import complain, say
from khalkhin.cli.failures import Failure
from khalkhin.play.measure.arena import PlayerFault
from khalkhin.play.measure.kept import ResultStore
from khalkhin.play.measure.series import BattleLost
from khalkhin.play.session.journal import JournalError
from khalkhin.storage.growing import InUse
from khalkhin.storage.whole import write_whole
from khalkhin.translation import _, ngettext

#: What is added to the name of a page for the file beside it.
SUFFIX = ".results"


def keeping_path(output: Path | None, words: Sequence[str]) -> Path:
    """Where the results of a command are kept until it is done: beside its page, unless that is a pipe or a device."""
    if output is not None and (output.is_file() or not output.exists()):
        return output.with_name(output.name + SUFFIX)
    named = hashlib.sha256("\0".join(words).encode("utf-8", "surrogateescape")).hexdigest()[:12]
    return paths.data_dir() / "unfinished" / f"{words[0].split()[-1]}-{named}{SUFFIX}"


@contextlib.contextmanager
def keeping(
    output: Path | None, words: Sequence[str], total: int, *, stay: bool = False
) -> Iterator[ResultStore | None]:
    """While this lasts, results are kept; when it ends well they are not needed any more, unless they are to `stay`.
    None where they cannot be kept, and none need be: `words` are the command, `total` the battles it is to fight.

    Raises: Failure if `output` cannot be written, when a battle fails, and when the player stops the command; it says
    where that is which was fought.
    """
    if output is not None and output.is_dir():
        raise Failure(_("{output} is a folder; name a file for the page.").format(output=output))
    kept = _opened(output, words) if output is not None or total > 1 else None
    try:
        yield kept
        sys.stdout.flush()
    except KeyboardInterrupt as stop:
        told = _("stopped.")
        if kept is not None:
            told = ngettext("stopped after {n} of {total} battle.", "stopped after {n} of {total} battles.", total)
            told = told.format(n=kept.count, total=total)
        raise Failure(f"{told}{_where(kept)}") from stop
    except PlayerFault as error:
        raise Failure(f"{fault_line(error)}{_where(kept)}") from error
    except (JournalError, BattleLost, Failure) as error:
        raise Failure(f"{error}{_where(kept)}") from error
    finally:
        if kept is not None:
            kept.close()
    if kept is not None:
        if kept.taken:
            told = ngettext(
                "{n} of {total} battle had been fought before.",
                "{n} of {total} battles had been fought before.",
                total,
            )
            complain(told.format(n=kept.taken, total=total))
        if not stay:
            kept.finish()


def _opened(output: Path | None, words: Sequence[str]) -> ResultStore | None:
    path = keeping_path(output, words)
    try:
        kept = ResultStore.open(path)
    except InUse as error:
        told = _("another command is at the same battles, and keeps what comes of them in {file}.")
        raise Failure(told.format(file=path)) from error
    except OSError as error:
        why = error.strerror or str(error)
        if path.parent.is_file():
            why = _("{path} is no folder").format(path=path.parent)
        if output is not None and path.parent == output.parent:
            told = _("nothing can be written beside {output}: {why}.")
            raise Failure(told.format(output=output, why=why)) from error
        complain(_("results are not kept as they come: {why}.").format(why=why))
        return None
    return kept


def _where(kept: ResultStore | None) -> str:
    """Where that is which was fought, if anything was, as a sentence after another."""
    if kept is None or not kept.count:
        return ""
    if kept.problem:
        return " " + _("Not all that was fought could be kept ({why}).").format(why=kept.problem)
    return " " + _("What was fought is kept in {file}; the same command goes on from there.").format(file=kept.path)


def write_page(output: Path, text: str) -> None:
    """Write a page and say where it is. Raises: Failure."""
    try:
        write_whole(output, text.encode())
    except OSError as error:
        raise Failure(
            _("the page cannot be written to {output}: {why}.").format(output=output, why=error.strerror or error)
        ) from error
    say(output)

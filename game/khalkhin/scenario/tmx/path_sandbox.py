"""Which files a scenario may name: those of its own folder, the shared tilesets and templates, and the assets."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

from khalkhin import paths
from khalkhin.foreign_text import quoted
from khalkhin.regular_files import read_regular
from khalkhin.scenario.issues import Report, shown
from khalkhin.translation import _

#: What makes a folder a campaign's, whose scenarios lie in folders of their own inside it.
CAMPAIGN_FILE = "campaign.toml"
#: The largest file of which it is noted what it says.
MAX_NOTED = 16 << 20


def campaign_folder(folder: Path) -> Path | None:
    """The folder of the campaign that the scenario in `folder` lies in, whose files it may use; None if in none. The
    folders of all scenarios are no campaign's."""
    above = folder.parent
    alone = above in (paths.maps_dir(), paths.user_maps_dir())
    return above if not alone and (above / CAMPAIGN_FILE).is_file() else None


def said_by(file: Path) -> bytes:
    """A name for what a file says; empty if it cannot be read."""
    try:
        return hashlib.sha256(read_regular(file, MAX_NOTED)).digest()
    except OSError:
        return b""


@dataclass(frozen=True, slots=True)
class Roots:
    """Folders (resolved) inside which files may be read. Of those that were let through, `said` notes what they say
    before anybody reads them, where that is wanted."""

    folders: tuple[Path, ...]
    said: dict[Path, bytes] | None = field(default=None, compare=False)

    @classmethod
    def of(cls, folder: Path) -> Roots:
        """The roots of the scenario in `folder` (resolved)."""
        own = [folder, folder.parent / "tilesets", folder.parent / "templates"]
        shared = [p.resolve() for p in (paths.maps_dir(), paths.assets_dir())]
        if (above := campaign_folder(folder)) is not None:
            own.append(above)
        users = paths.user_maps_dir().resolve()
        if folder.is_relative_to(users):
            shared.append(users)
        return cls((*own, *shared))

    def tileset(self, base: Path, name: str, report: Report, where: str) -> Path | None:
        """The tileset that a path means. Shipped ones are found wherever a map lies: a path that ends in their folder
        and name means them if it leads to nothing."""
        ours = self._shipped(base, name, "tilesets")
        return ours or self.find(base, name, (".tsx",), report, where, _("the tileset"))

    def template(self, base: Path, name: str, report: Report, where: str) -> Path | None:
        """The template that a path means, as for tilesets."""
        ours = self._shipped(base, name, "templates")
        return ours or self.find(base, name, (".tx",), report, where, _("the template"))

    def find(
        self,
        base: Path,
        name: str,
        suffixes: tuple[str, ...],
        report: Report,
        where: str,
        what: str,
        *,
        wanted: bool = True,
    ) -> Path | None:
        """The file that `name`, written in a file of folder `base`, means; None and an issue if it may not be read, or
        is `wanted` and not there."""
        if not name or len(name) > 400 or any(ord(c) < 32 for c in name):
            report.error(
                where,
                _("{what} {name} is no file name").format(what=what, name=quoted(name)),
                _("choose the file again in Tiled"),
            )
            return None
        if name.startswith(("/", "\\")) or ":" in name or "\\" in name:
            report.error(
                where,
                _("{what} {name} is not a relative path with forward slashes").format(what=what, name=quoted(name)),
                _("put the file beside the map and choose it again in Tiled"),
            )
            return None
        if not name.lower().endswith(suffixes):
            endings = _(" or ").join(suffixes)
            report.error(
                where,
                _("{what} {name} does not end in {endings}").format(what=what, name=quoted(name), endings=endings),
                _("export the file in that format"),
            )
            return None
        try:
            path = (base / name).resolve()
        except (OSError, RuntimeError, ValueError):
            report.error(
                where,
                _("{what} {name} cannot be followed").format(what=what, name=quoted(name)),
                _("put the file itself beside the map"),
            )
            return None
        if not self.allow(path):
            report.error(
                where,
                _("{what} {name} leads outside the folders of maps and assets").format(what=what, name=quoted(name)),
                _("put the file into the scenario's folder or the tilesets folder beside it"),
            )
            return None
        if wanted and not path.exists():
            report.error(
                where, _("{what} {name} is missing").format(what=what, name=quoted(name)), report.not_there(path)
            )
            return None
        return self._noted(path)

    def _shipped(self, base: Path, name: str, ours: str) -> Path | None:
        """The shipped file that a path means, if it ends like one and there is nothing where it leads."""
        parts = name.replace("\\", "/").split("/")
        if len(name) > 400 or parts[-2:-1] != [ours] or not _plain(parts[-1]):
            return None
        file = paths.maps_dir().resolve() / ours / parts[-1]
        if not file.is_file():
            return None
        relative = not (name.startswith(("/", "\\")) or ":" in name or "\\" in name)
        written = _placed(base / name) if relative else None
        # What lies in the scenario's own folders is looked at itself, even if it turns out to be a link elsewhere.
        there = written is not None and self.allow(written) and os.path.lexists(written)
        return None if there else self._noted(file)

    def _noted(self, path: Path) -> Path:
        if self.said is not None and path not in self.said:
            self.said[path] = said_by(path)
        return path

    def allow(self, path: Path) -> bool:
        """Whether a resolved path lies inside the roots."""
        return any(path.is_relative_to(root) for root in self.folders)

    def own(self, folder: Path, name: str, report: Report, what: str) -> Path | None:
        """A file of the scenario's folder by its name; None and an issue if a link leads elsewhere."""
        path = folder / name
        try:
            real = path.resolve()
        except (OSError, RuntimeError):
            real = None
        if real is None or not self.allow(real):
            report.error(
                shown(path),
                _("{what} is a link that leads outside the scenario").format(what=what),
                _("put the file itself there"),
            )
            return None
        return self._noted(real)


def _placed(path: Path) -> Path | None:
    """A path whose folder is where it really is, whatever links lead there; None where there is no telling."""
    try:
        return path.parent.resolve() / path.name
    except (OSError, RuntimeError):
        return None


def _plain(name: str) -> bool:
    """Whether a text is the name of a file and nothing else."""
    return name.isascii() and name.isprintable() and not name.startswith(".")

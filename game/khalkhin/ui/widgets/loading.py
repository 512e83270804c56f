"""Fonts and pictures of controls, loaded as they are asked for: the library would begin five threads for every screen,
and no screen at all could come up on a machine that has none left to give."""

from __future__ import annotations

import logging
from importlib import resources
from pathlib import Path

from pygame_gui.core import gui_font_pygame
from pygame_gui.core.package_resource import PackageResource
from pygame_gui.core.resource_loaders import IResourceLoader
from pygame_gui.core.utility import FontResource, ImageResource, SurfaceResource

from khalkhin.ui.widgets.letters import Letters

log = logging.getLogger(__name__)


class PlainLoader(IResourceLoader):
    """Loads everything when it is started: fonts and pictures, then the parts that are cut out of pictures. The
    library's fonts draw with ours, as it makes them in several places and has no setting for it."""

    def __init__(self) -> None:
        gui_font_pygame.Font = Letters  # type: ignore[attr-defined]
        self._waiting: list[SurfaceResource | FontResource | ImageResource] = []
        self._started = False

    def add_resource(self, resource: SurfaceResource | FontResource | ImageResource) -> None:
        if isinstance(resource, FontResource):
            resource.location = _file(resource.location)
        self._waiting.append(resource)

    def start(self) -> None:
        self._started = True
        for resource in sorted(self._waiting, key=lambda waiting: isinstance(waiting, SurfaceResource)):
            error = resource.load()
            if error is not None:
                log.warning("a part of the controls could not be loaded: %s", error)
        self._waiting.clear()

    def update(self) -> tuple[bool, float]:
        return True, 1.0

    def started(self) -> bool:
        return self._started


def _file(location: str | bytes | PackageResource) -> str | bytes | PackageResource:
    """The file of a font, if it is one: the library would read the whole of it into memory for each size and style."""
    if isinstance(location, PackageResource):
        file = resources.files(location.package) / location.resource
        if isinstance(file, Path):
            return str(file)
    return location

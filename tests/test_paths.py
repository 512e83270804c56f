"""Where tests keep what a user would keep: never with the user's own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from khalkhin import paths


def test_what_tests_keep_is_not_the_users() -> None:
    found = [paths.data_dir(), paths.config_dir(), paths.user_maps_dir()]
    asked = "from khalkhin import paths; print(paths.data_dir(), paths.config_dir(), paths.user_maps_dir(), sep='\\n')"
    begun = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    for folder in (*found, *map(Path, begun.splitlines())):
        assert folder.is_relative_to(tempfile.gettempdir()), folder

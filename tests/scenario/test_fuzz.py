"""Whatever is done to the files of a scenario, the answer is a scenario or its faults, and never anything else."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from khalkhin.core import initial_state, legal_orders
from khalkhin.core.model.scenario import Scenario
from khalkhin.scenario import ScenarioError, load

from tests.scenario.maker import TOML, TSX, map_text, write

FILES = {"map": map_text(), "toml": TOML, "tsx": TSX}
WORDS = [
    "0",
    "-1",
    "1",
    "2",
    "7",
    "1e9",
    "nan",
    "inf",
    "",
    " ",
    "x",
    "terrain",
    "soviet",
    "Unit",
    "River",
    "true",
    "[]",
    "{}",
    "4294967295",
    "99999999999",
    "0.5",
    "ü",
    "é",
    "\U0001f600",
    "<",
    ">",
    '"',
    "'",
    "&amp;",
    "..",
    "/",
    "\\",
    "\t",
    "\n",
    "[[",
    "]]",
    "=",
    ",",
    "#",
    "units",
    "places",
    "base64",
    "zlib",
    "ru-24",
    "1,1",
    "0,0 16,28",
    "map",
    "id",
    "class",
]


def token_edits(text: str) -> st.SearchStrategy[str]:
    """One to four values, names or numbers of a text replaced, dropped, doubled or moved."""
    spans = [m.span() for m in re.finditer(r"[\w.-]+|<[^>]*>|\"[^\"\n]*\"|\[|\]|\n", text)]

    @st.composite
    def edited(draw: Any) -> str:
        out = text
        for start, end in sorted(
            draw(st.lists(st.sampled_from(spans), min_size=1, max_size=4, unique=True)), reverse=True
        ):
            other = draw(st.sampled_from(spans))
            new = draw(st.sampled_from([*WORDS, "", text[start:end] * 2, text[slice(*other)]]))
            out = out[:start] + new + out[end:]
        return out

    return edited()


def byte_edits(text: str) -> st.SearchStrategy[bytes]:
    """Some bytes cut out, put in or changed."""

    @st.composite
    def edited(draw: Any) -> bytes:
        out = bytearray(text.encode())
        for _ in range(draw(st.integers(1, 5))):
            at = draw(st.integers(0, len(out) - 1))
            out[at : at + draw(st.integers(0, 40))] = draw(st.binary(max_size=6))
        return bytes(out)

    return edited()


def answer(name: str, data: bytes) -> Scenario | None:
    with tempfile.TemporaryDirectory() as folder:
        files = write(Path(folder))
        files.path(name).write_bytes(data)
        try:
            return load(files.folder)
        except ScenarioError as error:
            assert any(i.is_error for i in error.issues)
            for issue in error.issues:
                assert "\n" not in str(issue)
                assert len(str(issue)) < 1000
            return None


ROUNDS = settings(
    max_examples=int(os.environ.get("KHALKHIN_EXAMPLES", "80")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


@pytest.mark.parametrize("name", FILES)
@given(data=st.data())
@ROUNDS
def test_words_changed(name: str, data: st.DataObject) -> None:
    scenario = answer(name, data.draw(token_edits(FILES[name])).encode())
    if scenario is not None:
        assert legal_orders(initial_state(scenario, seed=1))


@pytest.mark.parametrize("name", FILES)
@given(data=st.data())
@ROUNDS
def test_bytes_changed(name: str, data: st.DataObject) -> None:
    answer(name, data.draw(byte_edits(FILES[name])))

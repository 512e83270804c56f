"""Files made to do harm: answered with an issue, with little work and memory, and nothing outside is read."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from khalkhin.scenario import ScenarioError, check, load

from tests import guard
from tests.scenario.maker import Files, write

#: What a file may cost at most: calls of functions (some four million a second) and memory.
CALLS, MEGABYTES = 10_000_000, 300

LAUGHS = (
    '<!DOCTYPE map [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{("&a" + str(n - 1) + ";") * 10}">' for n in range(1, 12))
    + "]>\n"
)


def data(files: Files, text: str, attributes: str) -> None:
    whole = files.map.read_text(encoding="utf-8")
    start, end = whole.index("<data"), whole.index("</data>")
    files.map.write_text(f"{whole[:start]}<data {attributes}>{text}{whole[end:]}", encoding="utf-8")


def bomb(files: Files) -> None:
    packed = base64.b64encode(zlib.compress(bytes(1 << 28), 9)).decode()
    data(files, packed, 'encoding="base64" compression="zlib"')


def many_tilesets(files: Files) -> None:
    tiles = "".join(f'<tile id="{n}"/>' for n in range(20_000))
    for n in range(40):
        (files.maps / "tilesets" / f"t{n}.tsx").write_text(f'<tileset tilewidth="1" tileheight="1">{tiles}</tileset>')
    lines = "".join(f'<tileset firstgid="{100_000 * (n + 1)}" source="../tilesets/t{n}.tsx"/>\n' for n in range(40))
    files.change("map", " <layer", lines + " <layer")


def large_map(files: Files) -> None:
    """Two hundred by two hundred hexes with areas of many corners, roads and lines."""
    csv = ",".join(["1"] * 40_000)
    files.change("map", 'width="8" height="6" tile', 'width="200" height="200" tile')
    files.change("map", 'width="8" height="6"', 'width="200" height="200"')
    data(files, csv, 'encoding="csv"')
    points = " ".join(f"{n * 3701 % 9000},{n * n * 910 % 9000}" for n in range(33))
    areas = "".join(
        f'<object id="{n}" name="a{n}" type="Area" x="0" y="0"><polygon points="{points}"/></object>\n'
        for n in range(100, 158)
    )
    files.change("map", '  <object id="12"', areas + '  <object id="12"')


def append(files: Files, text: str) -> None:
    with files.map.open("a", encoding="utf-8") as file:
        file.write(text)


HARM: dict[str, tuple[Callable[[Files], object], str]] = {
    "a billion laughs": (lambda f: f.change("map", "<map ", LAUGHS + "<map "), "document type"),
    "an outer entity": (
        lambda f: f.change("map", "<map ", '<!DOCTYPE map SYSTEM "file:///etc/passwd">\n<map '),
        "document type",
    ),
    "a bomb of zeros": (bomb, "more than 48 tiles"),
    "a gzip bomb that lies": (lambda f: data(f, "H4sIAAAAAAAA", 'encoding="base64" compression="gzip"'), "0 tiles"),
    "commas": (lambda f: data(f, "," * 4_000_000, 'encoding="csv"'), "4000001 tiles"),
    "a long number": (lambda f: f.change("map", "\n1,2,1", f"\n1,{'9' * 1_000_000},1"), "not a number"),
    "tens of megabytes": (lambda f: append(f, " " * (40 << 20)), "larger than 8192 KiB"),
    "endless nesting": (lambda f: f.change("map", "</map>", "<group>" * 200_000), "nested more than 24 deep"),
    "endless elements": (
        lambda f: f.change("map", "</map>", "<a/>" * 1_000_000 + "</map>"),
        "more than 100000 elements",
    ),
    "endless attributes": (
        lambda f: f.change("map", "<map ", "<map " + " ".join(f'a{n}="1"' for n in range(200_000)) + " "),
        "unknown attribute",
    ),
    "huge dimensions": (lambda f: f.change("map", 'width="8"', 'width="999999999"'), "width is 999999999"),
    "huge tiles": (lambda f: f.change("map", 'tilewidth="64"', 'tilewidth="99999998"'), "tilewidth is 99999998"),
    "negative dimensions": (lambda f: f.change("map", 'height="6"', 'height="-6"'), "not a whole number"),
    "a point at the end of the world": (lambda f: f.change("map", 'x="272" y="168"', 'x="1e300" y="168"'), "1e300"),
    "a line of endless points": (lambda f: f.change("map", '"0,0 16,28', f'"{"0,0 " * 500_000}16,28'), "500012 points"),
    "many tilesets": (many_tilesets, "more than 100000 elements"),
    "tiles without end": (lambda f: f.change("tsx", 'tilecount="9"', 'tilecount="2000000000"'), "tilecount"),
    "a large map": (large_map, ""),
    "NUL bytes": (lambda f: f.map.write_bytes(f.map.read_bytes().replace(b"Halha", b"Hal\0a")), "NUL"),
    "UTF-16": (lambda f: f.map.write_bytes(f.map.read_text().encode("utf-16")), "not UTF-8"),
    "Latin-1": (lambda f: f.map.write_bytes(f.map.read_bytes().replace(b"Halha", b"Halh\xe4")), "not UTF-8"),
    "no bytes": (lambda f: f.map.write_bytes(b""), "the file is empty"),
    "noise": (lambda f: f.map.write_bytes(bytes(range(128, 256)) * 1000), "not UTF-8"),
    "deep TOML": (lambda f: f.change("toml", "turns = 6", "turns = " + "[" * 100_000), "nested too deeply"),
    "dotted TOML": (
        lambda f: f.change("toml", "[victory]", "[" + "a." * 50_000 + "b]\n[victory]"),
        "nested too deeply",
    ),
    "inline TOML": (lambda f: f.change("toml", "turns = 6", "turns = " + "{a=" * 50_000), "nested too deeply"),
    "endless keys": (
        lambda f: f.change("toml", "[victory]", "".join(f"k{n} = 1\n" for n in range(30_000)) + "[victory]"),
        "too many",
    ),
    "large TOML": (lambda f: f.change("toml", "A river", "x" * (20 << 20)), "larger than 512 KiB"),
    "a long TOML number": (lambda f: f.change("toml", "turns = 6", "turns = " + "9" * 100_000), "this is not TOML"),
    "quotes without end": (lambda f: f.change("toml", "turns = 6", 'turns = "' + '\\"' * 200_000), "this is not TOML"),
    "TOML of NULs": (lambda f: f.toml.write_bytes(b"\0" * 1000), "NUL"),
}

PROBE = """
import cProfile, json, pathlib, resource, sys
from khalkhin.scenario import check
out = {}

def peak():
    # What resource tells may be the peak of the process that started this one.
    try:
        status = pathlib.Path("/proc/self/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024
    except (OSError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

for folder in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    profile = cProfile.Profile(builtins=False)
    with profile:
        issues = [str(i) for i in check(folder / "maps" / "small")]
    made = sum(entry.callcount for entry in profile.getstats() if not isinstance(entry.code, str))
    out[folder.name] = made, issues[:3], peak()
print(json.dumps(out))
"""


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, list[str], float]]:
    """Calls, issues and megabytes for each harm, found in another process so that memory is its own."""
    root = tmp_path_factory.mktemp("harm")
    for name, (spoil, _) in HARM.items():
        spoil(write(root / name))
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(root)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        timeout=guard.SECONDS,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, tuple[int, list[str], float]] = json.loads(done.stdout)
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured by resource")
@pytest.mark.parametrize("name", HARM)
def test_harm_is_answered_with_little_work(answers: dict[str, tuple[int, list[str], float]], name: str) -> None:
    made, issues, megabytes = answers[name]
    assert made < CALLS
    assert megabytes < MEGABYTES
    if HARM[name][1]:
        assert HARM[name][1] in issues[0]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return write(tmp_path)


def test_a_link_out_of_the_folder_is_not_followed(files: Files, tmp_path: Path) -> None:
    secret = tmp_path / "secret.tsx"
    files.tsx.rename(secret)
    try:
        files.tsx.symlink_to(secret)
    except OSError:
        pytest.skip("no links here")
    assert files.told() == [
        'small/map.tmx:3: the tileset "../tilesets/terrain.tsx" leads outside the folders of maps and assets — put the '
        "file into the scenario's folder or the tilesets folder beside it"
    ]


@pytest.mark.parametrize("name", ["map", "toml"])
def test_the_files_themselves_are_no_links_out_of_the_folder(files: Files, tmp_path: Path, name: str) -> None:
    secret = tmp_path / files.path(name).name
    files.path(name).rename(secret)
    try:
        files.path(name).symlink_to(secret)
    except OSError:
        pytest.skip("no links here")
    assert "outside" in files.told()[0]


def test_a_folder_reached_by_a_link_is_read(files: Files, tmp_path: Path) -> None:
    try:
        (tmp_path / "other").symlink_to(files.maps)
    except OSError:
        pytest.skip("no links here")
    assert load(tmp_path / "other" / "small").digest == load(files.folder).digest


def test_a_loop_of_links_is_told(files: Files) -> None:
    files.tsx.unlink()
    try:
        files.tsx.symlink_to(files.tsx)
    except OSError:
        pytest.skip("no links here")
    assert len(files.told()) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
@pytest.mark.parametrize("name", ["map", "toml", "tsx"])
def test_a_pipe_is_not_waited_for(files: Files, name: str) -> None:
    files.path(name).unlink()
    os.mkfifo(files.path(name))
    assert any("not an ordinary file" in told for told in files.told())


@pytest.mark.parametrize("name", ["map", "toml", "tsx"])
def test_a_folder_is_no_file(files: Files, name: str) -> None:
    files.path(name).unlink()
    files.path(name).mkdir()
    assert any("not an ordinary file" in told for told in files.told())


@pytest.mark.parametrize("name", ["map", "toml", "tsx"])
def test_a_file_that_is_gone_is_told(files: Files, name: str) -> None:
    if name == "tsx":  # not called like a shipped one, which would be found
        files.map.write_text(files.map.read_text().replace("terrain.tsx", "gone.tsx"))
    else:
        files.path(name).unlink()
    assert [t for t in files.told() if "missing" in t]
    with pytest.raises(ScenarioError):
        load(files.folder)


@pytest.mark.parametrize(
    "path",
    ["../../secret.tsx", "..\\..\\secret.tsx", "/etc/hosts.tsx", "C:/secret.tsx", "file:///etc/x.tsx", "", "a\n.tsx",
     "x" * 500 + ".tsx", "../tilesets/../../../../../../etc/x.tsx"],
)  # fmt: skip
def test_paths_stay_inside(files: Files, path: str) -> None:
    text = path.replace("\n", "&#10;")
    files.change("map", "../tilesets/terrain.tsx", text)
    told = files.told()
    assert len(told) == 1
    assert told[0].startswith("small/map.tmx:3: the tileset ")
    assert not told[0].endswith("is missing — add it, or mend the name")


@pytest.mark.parametrize("ref", ["", ".", "..", "nowhere", "no/where", "\0", "a" * 5000, "~", "CON"])
def test_odd_references_are_told(ref: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert check(ref)
    with pytest.raises(ScenarioError):
        load(ref)

import multiprocessing
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor

import pytest

from geomap.errors import GazetteerCorrupt, GazetteerError, GazetteerMissing
from geomap.gazetteer import SqliteGazetteer, build_to, default_path, ensure, sources_folder
from geomap.gazetteer.cache import digest
from geomap.model import Point

KILLED = """
import os, pathlib, sys
from geomap.gazetteer import ensure
os.replace = lambda *_: os._exit(9)  # gone at the last moment, without any cleaning up
ensure(str, pathlib.Path(sys.argv[1]))
"""


def files(folder):
    """What lies in a folder, but for locks."""
    return sorted(path.name for path in folder.glob("*") if path.suffix != ".lock")


def test_the_first_use_builds_and_says_so_once(cache, sources):
    said = []
    path = ensure(said.append, sources)
    assert len(said) == 1
    assert ensure(said.append, sources) == path == default_path(sources)
    assert len(said) == 1
    assert files(cache) == [path.name]
    assert SqliteGazetteer(path).lookup("Kiklah")


def test_other_content_is_another_gazetteer(cache, sources):
    before = ensure(str, sources)
    with (sources / "handmade" / "rows.tsv").open("a", encoding="utf-8") as file:
        file.write("t:yafran\tYafran\tLY\tPPL\t32.06\t12.53\t2\t\tnobody\n")
    after = ensure(str, sources)
    assert after != before
    assert SqliteGazetteer(after).digest != SqliteGazetteer(before).digest
    assert SqliteGazetteer(after).lookup("Yafran")
    assert files(cache) == sorted([before.name, after.name])


def test_the_digest_tells_content_and_place_of_files_only(sources):
    told = digest(sources)
    (sources / "README.md").write_text("Rows by hand win.", encoding="utf-8")
    os.utime(sources / "sources.toml", (0, 0))
    assert digest(sources) == told
    (sources / "handmade" / "rows.tsv").rename(sources / "rows.tsv")
    assert digest(sources) != told


def test_a_gazetteer_knows_the_digest_of_its_sources(cache, sources):
    assert SqliteGazetteer(ensure(str, sources)).digest == digest(sources)
    assert cache.exists()


def test_the_shipped_sources_are_found():
    assert (sources_folder() / "sources.toml").is_file()


def test_processes_that_start_at_once_make_one_good_file(cache, sources):
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(3, mp_context=context) as pool:
        paths = {future.result() for future in [pool.submit(ensure, str, sources) for _ in range(3)]}
    (path,) = paths
    assert files(cache) == [path.name]
    assert SqliteGazetteer(path).lookup("Kiklah")


def test_a_killed_build_leaves_nothing_that_is_taken_for_a_gazetteer(cache, sources):
    killed = subprocess.run([sys.executable, "-c", KILLED, str(sources)], check=False)  # noqa: S603 - our own code
    assert killed.returncode == 9
    path = default_path(sources)
    assert not path.exists()
    assert len(files(cache)) == 1  # it was at work
    said = []
    assert ensure(said.append, sources) == path
    assert len(said) == 1
    assert SqliteGazetteer(path).lookup("Kiklah")
    assert files(cache) == [path.name]


def test_a_cache_folder_that_cannot_be_written_is_said(sources, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("GEOMAP_CACHE", str(tmp_path / "file"))
    with pytest.raises(GazetteerError, match="GEOMAP_CACHE"):
        ensure(str, sources)


def test_a_missing_gazetteer(tmp_path):
    gazetteer = SqliteGazetteer(tmp_path / "none.sqlite")  # opens when it is first asked
    with pytest.raises(GazetteerMissing, match=r"none\.sqlite.*geomap gazetteer build"):
        gazetteer.lookup("Kiklah")
    assert not (tmp_path / "none.sqlite").exists()


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"id,name\n1,Kiklah\n" * 500])
def test_a_file_that_is_no_database(tmp_path, content):
    path = tmp_path / "foreign.sqlite"
    path.write_bytes(content)
    with pytest.raises(GazetteerCorrupt, match=r"foreign\.sqlite is not a gazetteer"):
        SqliteGazetteer(path).lookup("Kiklah")
    assert path.read_bytes() == content


@pytest.mark.parametrize("table", ["other (a TEXT)", "meta (a TEXT)", "meta (key TEXT, value TEXT)"])
def test_a_database_of_something_else(foreign, table):
    with pytest.raises(GazetteerCorrupt, match=r"foreign\.sqlite"):
        SqliteGazetteer(foreign(f"CREATE TABLE {table}")).lookup("Kiklah")


def test_a_gazetteer_of_another_version(sources, tmp_path, foreign):
    path = tmp_path / "foreign.sqlite"
    build_to(sources, path)
    foreign("UPDATE meta SET value = '0' WHERE key = 'schema'")
    with pytest.raises(GazetteerCorrupt, match="another version"):
        SqliteGazetteer(path).lookup("Kiklah")


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9])
def test_a_gazetteer_cut_short(write_sources, tmp_path, kept):
    towns = [f"geonames:{n}\tTown {n}\tLY\t\tPPL\t{n % 80}\t{n % 170}\t5\t0\t" for n in range(1000)]
    path = tmp_path / "built.sqlite"
    build_to(write_sources(tmp_path / "sources", towns=towns), path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(kept * len(whole))])
    with pytest.raises(GazetteerCorrupt, match=r"built\.sqlite"):
        SqliteGazetteer(path).lookup("Kiklah")


def test_a_gazetteer_overwritten_in_the_middle(write_sources, tmp_path):
    towns = [f"geonames:{n}\tTown {n}\tLY\t\tPPL\t{n % 80}\t{n % 170}\t5\t0\t" for n in range(1000)]
    path = tmp_path / "built.sqlite"
    build_to(write_sources(tmp_path / "sources", towns=towns), path)
    whole = path.read_bytes()
    page = 4096
    path.write_bytes(whole[: 9 * page] + b"\xff" * (len(whole) - 10 * page) + whole[-page:])
    gazetteer = SqliteGazetteer(path)
    with pytest.raises(GazetteerCorrupt, match=r"built\.sqlite"):
        gazetteer.near(Point(latitude=0, longitude=0), radius_km=20_000)


@pytest.mark.parametrize(
    ("damage", "ask"),
    [
        ("UPDATE name SET places = x'00'", lambda g: g.lookup("Kiklah")),
        ("UPDATE name SET places = x'ffffffff'", lambda g: g.lookup("Kiklah")),
        ("UPDATE place SET latitude = 95", lambda g: g.lookup("Kiklah")),
        ("UPDATE place SET kind = 99", lambda g: g.lookup("Kiklah")),
        ("UPDATE place SET name = CAST(x'ff' AS TEXT)", lambda g: g.lookup("Kiklah")),
        ("UPDATE place SET longitude = 'east'", lambda g: g.near(Point(latitude=32, longitude=12.7), radius_km=50)),
        ("UPDATE skeleton SET places = x'00'", lambda g: g.similar("Kikleh", ["LY"])),
        ("UPDATE shape SET wkb = x'00'", lambda g: g.geometry("t:nafusah")),
        ("DROP TABLE demonym", lambda g: g.demonyms(["Libyan"])),
        ("DROP TABLE name", lambda g: g.classes(["Kiklah"])),
        ("DELETE FROM meta WHERE key = 'digest'", lambda g: g.digest),
        ("UPDATE meta SET value = '{' WHERE key = 'sources'", lambda g: g.info()),
    ],
)
def test_whatever_is_damaged_is_said_when_it_is_met(sources, foreign, tmp_path, damage, ask):
    path = tmp_path / "foreign.sqlite"
    build_to(sources, path)
    foreign(damage)
    with pytest.raises(GazetteerCorrupt, match=r"foreign\.sqlite is damaged"):
        ask(SqliteGazetteer(path))

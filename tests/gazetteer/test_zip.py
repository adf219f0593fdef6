"""GeoNames' dumps are read as they are downloaded: zipped."""

import zipfile

import pytest

from geomap.errors import GazetteerCorrupt
from geomap.gazetteer import SqliteGazetteer, build_to
from geomap.gazetteer.added import recognized


def dumped(key=900, name="Zawiyat"):
    """A line of a dump: 19 columns."""
    return f"{key}\t{name}\t{name}\t\t31.5\t11.5\tP\tPPL\tLY\t\t00\t\t\t\t0\t\t\tUTC\t-"


def packed(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in members.items():
            file.writestr(f"{name}.txt", text)
    return path


def test_dumps_are_read_out_of_their_zip_files(world_of, tmp_path):
    path = packed(tmp_path / "LY.zip", readme="Read me", LY=dumped(name="Zawiyat") + "\n")
    build_to(world_of(), tmp_path / "built.sqlite", recognized([path]))
    assert SqliteGazetteer(tmp_path / "built.sqlite").lookup("Zawiyat")


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.95])
def test_half_a_zip_file_is_refused_and_the_gazetteer_of_before_stays(world_of, tmp_path, kept):
    path = packed(tmp_path / "LY.zip", LY="".join(f"{dumped(n, f'Town {n}')}\n" for n in range(900)))
    built = tmp_path / "built.sqlite"
    folder = world_of()
    build_to(folder, built)
    before = built.read_bytes()
    whole = path.read_bytes()
    path.write_bytes(whole[: int(kept * len(whole))])
    with pytest.raises(GazetteerCorrupt, match=r"LY\.zip"):
        build_to(folder, built, recognized([path]))
    path.write_bytes(whole[:2000] + b"\0" * 50 + whole[2050:])
    with pytest.raises(GazetteerCorrupt, match=r"LY\.zip"):
        build_to(folder, built, recognized([path]))
    assert built.read_bytes() == before
    assert not list(tmp_path.glob("*.tmp"))


def test_a_zip_file_of_several_tables_is_refused(tmp_path):
    with pytest.raises(GazetteerCorrupt, match="2 tables"):
        recognized([packed(tmp_path / "LY.zip", LY=dumped(), TN=dumped())])

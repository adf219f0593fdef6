import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.model import Kind
from geomap.text.kinds import named_kind


@pytest.mark.parametrize(
    ("name", "kind", "bare"),
    [
        ("Idlib Province", Kind.REGION, "Idlib"),
        ("province of Idlib", Kind.REGION, "Idlib"),
        ("Diyala Governorate", Kind.REGION, "Diyala"),
        ("Mount Hermon", Kind.RELIEF, "Hermon"),
        ("Mt. Sinjar", Kind.RELIEF, "Sinjar"),
        ("Jabal Nafusa", Kind.RELIEF, "Nafusa"),
        ("Nafusah Mountains", Kind.RELIEF, "Nafusah"),
        ("Bekaa Valley", Kind.RELIEF, "Bekaa"),
        ("Gulf of Sidra", Kind.WATER, "Sidra"),
        ("Sea of Azov", Kind.WATER, "Azov"),
        ("Lake Chad", Kind.WATER, "Chad"),
        ("Euphrates River", Kind.WATER, "Euphrates"),
        ("Mitiga airport", Kind.AIRPORT, "Mitiga"),
        ("Al-Watiyah air base", Kind.AIRPORT, "Al-Watiyah"),
        ("Tahrir Square", Kind.FACILITY, "Tahrir"),
        ("Ras Ajdir border crossing", Kind.BORDER, "Ras Ajdir"),
        ("oil town of Brega", Kind.SETTLEMENT, "Brega"),
        ("Kiklah", None, "Kiklah"),
        ("Bani Walid", None, "Bani Walid"),
        ("Province", None, "Province"),
        ("", None, ""),
    ],
)
def test_kind_and_bare_name(name, kind, bare):
    assert named_kind(name) == (kind, bare)


@given(st.text())
def test_any_name_will_do_and_keeps_a_rest(name):
    kind, bare = named_kind(name)
    assert bare if kind else bare == name

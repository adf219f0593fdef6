import re

import pytest

from geomap.errors import SettingsError
from geomap.taxonomy import event_types, parse

GROUPS = {
    "fighting": ["clash", "capture", "withdrawal", "siege", "stalemate"],
    "remote_violence": ["airstrike", "shelling", "explosion", "chemical"],
    "people": ["attack_civilians", "abduction", "kill_claim", "displacement", "arrest"],
    "property_and_arms": ["property", "arms_supply", "weapons_seized", "deployment"],
    "politics": ["agreement", "offer", "recognition", "aid", "legal_action", "pressure"],
    "public": ["protest"],
}
NUMBERS = {"M": 2, "L": 2, "T": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "A": 7, "Z": 0}


def test_25_types_in_6_groups_in_the_order_of_legends():
    types = event_types()
    assert [(kind.group.id, key) for key, kind in types.items()] == [
        (group, key) for group, keys in GROUPS.items() for key in keys
    ]
    assert len(types) == 25
    assert all(kind.id == key for key, kind in types.items())


def test_labels_tell_types_and_groups_apart():
    types = event_types().values()
    assert len({kind.label for kind in types} - {""}) == 25
    assert len({kind.group.label for kind in types} - {""}) == 6


def test_no_two_types_look_alike():
    types = event_types().values()
    assert all(re.fullmatch("#[0-9a-f]{6}", kind.color) for kind in types)
    assert len({kind.color for kind in types}) == 25
    assert len({kind.glyph for kind in types}) == 25


@pytest.mark.parametrize("key", event_types())
def test_a_glyph_is_path_data_that_browsers_draw(key):
    glyph = event_types()[key].glyph
    assert glyph.startswith("M")
    assert re.fullmatch(r"[MLTHVCSQAZmlthvcsqaz\d\s,.-]+", glyph)
    for command, told in re.findall(r"([A-Za-z])([^A-Za-z]*)", glyph):
        numbers = re.findall(r"-?(?:\d+\.?\d*|\.\d+)", told)
        each = NUMBERS[command.upper()]
        assert not numbers if each == 0 else numbers and len(numbers) % each == 0
        if command.isupper():
            assert all(0 <= float(number) <= 16 for number in numbers)


@pytest.mark.parametrize(
    ("key", "acled", "plover", "cameo"),
    [
        ("clash", "Armed clash", "ASSAULT", "190, 193"),
        ("airstrike", "Air/drone strike", "ASSAULT-aerial", "195"),
        ("abduction", "Abduction/forced disappearance", "ASSAULT-abduct", "181"),
        ("siege", None, "COERCE-restrict", "191"),
        ("stalemate", None, None, None),
    ],
)
def test_crosswalk(key, acled, plover, cameo):
    kind = event_types()[key]
    assert (kind.acled, kind.plover, kind.cameo) == (acled, plover, cameo)


def test_conditions_last_and_acts_do_not():
    assert {key for key, kind in event_types().items() if kind.lasting} == {"siege", "stalemate"}


def file(group="fighting", color="#b3261e"):
    return (
        '[groups]\nfighting = "Fighting"\n'
        f'[types.duel]\ngroup = "{group}"\nlabel = "Duel"\ncolor = "{color}"\nglyph = "M0 0h16v16H0z"\n'
    )


def test_a_taxonomy_of_ones_own():
    (duel,) = parse(file()).values()
    assert (duel.id, duel.label, duel.group.label, duel.lasting) == ("duel", "Duel", "Fighting", False)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (file(group="sport"), "'duel'.*'sport'"),
        (file(color="red"), "'duel'.*'red'.*#rrggbb"),
        (file(color="#B3261E"), "'duel'.*#rrggbb"),
        (file().replace("label", "title"), "'duel'.*label"),
        ("[groups", "taxonomy"),
        ("", "taxonomy"),
    ],
    ids=["group", "color", "capitals", "label", "syntax", "empty"],
)
def test_a_taxonomy_that_cannot_be_used(text, message):
    with pytest.raises(SettingsError, match=message):
        parse(text)

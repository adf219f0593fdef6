"""How many died: numbers of the dead only, and each once."""

import pytest


def toll(events):
    """The tolls of all events of a text, as (low, best, high)."""
    return [(t.low, t.best, t.high) for t in (event.deaths for event in events) if t is not None]


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("A car bomb exploded in Mogadishu, killing at least eight people.", 8),
        ("An explosion in Kabul killed at least eight people on Sunday.", 8),
        ("Shelling killed two soldiers and three civilians in Donetsk.", 5),
        ("Fourteen people were killed and 20 wounded when a bomb exploded in Quetta.", 14),
        ("The blast killed 1,200 people.", 1200),
        ("Police opened fire on 5,000 protesters, killing three.", 3),
        ("Aircraft dropped 20 bombs on the camp and killed seven people.", 7),
        ("Gunmen massacred 30 villagers in Ogossagou.", 30),
        ("A guard was killed when gunmen attacked a convoy near Arlit.", 1),
        ("Militiamen executed six farmers near Bunia.", 6),
        ("The death toll from the bombing in Bamako rose to 21.", 21),
        ("Shelling killed one hundred and five people in Homs.", 105),
        ("One hundred and five people died in the shelling of Homs.", 105),
        ("A bomb exploded in Kabul. At least eight people were killed.", 8),
        ("Rockets hit Odesa. Nine people died, officials said.", 9),
        ("A mortar bomb hit a house in Goma, killing a woman and two children.", 3),
        ("The number of people killed in the shelling of Homs rose to 54 on Monday.", 54),
        ("Militiamen attacked a village near Ituri; 17 people lost their lives.", 17),
        ("Two activists were gunned down by militiamen near Rangamati.", 2),
        ("Rebels attacked Brega from three sides, and at least ten of them were killed.", 10),
        ("Gunmen attacked Goma, killing a teacher, two pupils and a driver.", 4),
        ("Rebels shot down a jet over Sirte, killing its pilot.", 1),
        ("The massacre of Aug. 24 in Goma, when gunmen killed 40 villagers, was condemned.", 40),
        ("Seven people, two of them police officers, were killed by a bomb in Cali.", 7),
        ("A bomb in Kandy killed 13 pilgrims and passers-by and three attackers.", 16),
        ("Gunmen stormed a guest house in Mogadishu; 14 killed, two of them clerks.", 14),
        ("Gunmen on a motorcycle shot dead the owner of a bathhouse in Gubden.", 1),
        ("Insurgents attacked Leer and speared five herdsmen to death.", 5),
        ("A shell hit a cowshed in Mendhar: a man of 60 and his two grandsons were killed.", 3),
        ("Jets bombed a village near Kyaukme, with four dead, later raised to seven.", 7),
        ("The death toll of a bombing in Mosul rose to 83, while ministers spoke of 152.", 83),
    ],
)
def test_the_dead_are_counted_once(coded, text, best):
    assert [one[1] for one in toll(coded(text))] == [best]


def test_a_toll_of_a_range_keeps_both_ends(coded):
    assert toll(coded("Between 10 and 15 people were killed when aircraft bombed the village.")) == [(10, 12, 15)]


@pytest.mark.parametrize(("word", "least"), [("several", 3), ("dozens of", 12), ("hundreds of", 100)])
def test_number_words_follow_the_codebook(coded, word, least):
    ((low, best, high),) = toll(coded(f"Gunmen killed {word} villagers in Zamfara."))
    assert low == least <= best <= high


@pytest.mark.parametrize(
    "text",
    [
        "Mortar shells hit a market in Taiz; no one was hurt.",
        "Mortar shells hit a market in Taiz, but no casualties were reported.",
        "A rocket hit a house in Odesa; nobody was killed.",
        "Five rockets fell on Tunisian soil near Dehiba, without casualties.",
    ],
)
def test_nobody_hurt_is_a_toll_of_zero(coded, text):
    assert toll(coded(text)) == [(0, 0, 0)]


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("A bomb killed a 34-year-old teacher in Jalalabad.", 1),
        ("A bomb killed a man aged 61 in Jalalabad.", 1),
        ("Gunmen ambushed a convoy 12 miles north of Gao, killing three soldiers.", 3),
        ("Artillery of 155 mm caliber shelled the town, killing six people.", 6),
        ("The attack on May 12 killed four people.", 4),
        ("The attack in May 2022 killed four people.", 4),
        ("At 6 am shells fell on Mariupol, killing one woman.", 1),
        ("Police arrested 40 people after clashes in which two people died in Lagos.", 2),
        ("Five kilometers from Gao, gunmen attacked a bus and killed two.", 2),
    ],
)
def test_ages_distances_calibers_and_dates_are_no_dead(coded, text, best):
    assert [one[1] for one in toll(coded(text))] == [best]


@pytest.mark.parametrize(
    "text",
    [
        "A bomb exploded in Quetta, wounding 20 people.",
        "Shelling injured 12 people in Kharkiv.",
        "Two bombs exploded in Kirkuk.",
        "Police arrested 40 people in Lagos.",
        "Rebels shelled the town with 30 rockets from 10 km away.",
        "In 2022 shells fell on 14 villages.",
    ],
)
def test_the_wounded_and_things_are_no_dead(coded, text):
    assert toll(coded(text)) == []


def test_a_toll_of_nonsense_fits_the_table(coded):
    """No report can count more dead than there are people."""
    for number in ("99999999999999999999999", "two million million million million", "9" * 5000):
        for low, best, high in toll(coded(f"Shelling killed {number} people in Goma.")):
            assert low <= best <= high < 2**63

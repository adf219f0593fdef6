"""Sentences whose type of event any reader would agree on."""

import pytest

from geomap.taxonomy import event_types

SENTENCES = [
    ("clash", "Soldiers and insurgents clashed near Mopti on Tuesday."),
    ("clash", "Gunmen ambushed an army patrol outside Goma, and a fierce firefight followed."),
    ("clash", "Heavy fighting broke out between government troops and rebels in Kassala."),
    ("capture", "Rebel fighters captured the town of Goma on Monday."),
    ("capture", "Government forces retook Palmyra after a week of battle."),
    ("capture", "The insurgents seized control of Kunduz."),
    ("withdrawal", "Government troops withdrew from Kherson on Friday."),
    ("withdrawal", "The militia retreated from Tal Abyad."),
    ("withdrawal", "The army pulled out of the city."),
    ("siege", "Government forces have besieged Homs since March."),
    ("siege", "The army has encircled the town and blockaded every road."),
    ("stalemate", "The front line around Marib has not moved for months."),
    ("airstrike", "Warplanes bombed a market in Idlib on Saturday."),
    ("airstrike", "Warplanes bombed a hospital in Idlib."),
    ("airstrike", "An airstrike hit a hospital in Kunduz."),
    ("airstrike", "A drone strike killed a militant commander in Shabwa."),
    ("shelling", "Artillery shelled the outskirts of Donetsk overnight."),
    ("shelling", "Mortar rounds landed in the center of Aleppo."),
    ("shelling", "Rockets were fired at the port of Ashkelon."),
    ("explosion", "An explosion in Kabul killed at least eight people on Sunday."),
    ("explosion", "A car bomb exploded outside a police station in Mogadishu."),
    ("explosion", "A roadside bomb blew up a truck near Kandahar."),
    ("explosion", "A suicide bomber detonated his vest at a mosque in Maiduguri."),
    ("chemical", "Sarin was used in an attack on Khan Sheikhoun."),
    ("chemical", "A chemical attack on Halabja killed hundreds of people."),
    ("chemical", "Dozens of villagers choked to death after a nerve gas attack on Ghouta."),
    ("attack_civilians", "Gunmen massacred 30 villagers in Ogossagou."),
    ("attack_civilians", "Militiamen executed six farmers near Bunia."),
    ("attack_civilians", "A journalist was assassinated in Bogota."),
    ("abduction", "Armed men kidnapped four aid workers in Maradi."),
    ("abduction", "Militants abducted dozens of schoolgirls from Chibok."),
    ("kill_claim", "The rebels said they had killed a colonel."),
    ("kill_claim", "Al-Shabaab claimed that its fighters killed 20 soldiers."),
    ("displacement", "Thousands of people fled Mosul on Sunday."),
    ("displacement", "About 10,000 villagers were displaced from Maungdaw."),
    ("arrest", "Police arrested three suspects in Nairobi."),
    ("arrest", "Security forces detained a journalist in Ankara."),
    ("property", "Soldiers looted shops in Juba."),
    ("property", "Militiamen burned down houses in the village of Koro."),
    ("property", "Rioters torched a warehouse in Dhaka."),
    ("arms_supply", "Iran delivered missiles to the militia."),
    ("arms_supply", "A convoy of trucks supplied weapons and ammunition to the rebels."),
    ("weapons_seized", "Police seized a cache of weapons in Tumaco."),
    ("weapons_seized", "Sappers defused a bomb in Kirkuk."),
    ("weapons_seized", "The navy intercepted a shipment of rifles off Yemen."),
    ("deployment", "Kenya deployed 1,000 troops to Lamu."),
    ("deployment", "Troops were deployed to Lamu on Monday."),
    ("deployment", "Russia massed troops on the border."),
    ("agreement", "The two sides signed a ceasefire agreement in Geneva."),
    ("agreement", "The government and the rebels agreed on a truce."),
    ("offer", "The African Union proposed peace talks."),
    ("offer", "Turkey offered to mediate between the parties."),
    ("recognition", "France recognized the council as the legitimate government."),
    ("recognition", "Canada formally recognized the new republic."),
    ("aid", "The World Food Programme delivered 300 tons of food to Tigray."),
    ("aid", "Germany pledged 50 million euros in humanitarian aid."),
    ("legal_action", "The International Criminal Court issued an arrest warrant for the general."),
    ("legal_action", "A tribunal convicted the former commander of war crimes."),
    ("pressure", "The United States imposed sanctions on the militia's leaders."),
    ("pressure", "The president threatened to cut ties with the neighbor."),
    ("protest", "Thousands of people protested in Khartoum."),
    ("protest", "Demonstrators marched through Yangon."),
]

NO_EVENT = [
    "The minister was bombarded with questions at a news conference in Oslo.",
    "The film tells of a siege, and critics loved it.",
    "Rain fell on Nairobi for the third day.",
    "The striker fired home the winning goal in Lyon.",
    "The striker scored the winning goal in Lyon.",
    "Shell reported a rise in profits.",
    "",
]


@pytest.mark.parametrize(("kind", "text"), SENTENCES, ids=[text[:40] for _, text in SENTENCES])
def test_a_plain_sentence_says_its_type(coded, kind, text):
    found = coded(text)
    assert kind in {one.type for one in found if one.drawn}, found


def test_every_type_has_a_sentence():
    assert {kind for kind, _ in SENTENCES} == set(event_types())


@pytest.mark.parametrize("text", NO_EVENT)
def test_words_of_war_about_something_else_are_no_events(coded, text):
    assert not [one for one in coded(text) if one.drawn]

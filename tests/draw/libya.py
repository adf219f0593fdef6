"""A made-up sample: some twenty-five events of Libya in 2011, as the stages would hand them over."""

import datetime as dt

import shapely

from geomap.frame import to_frame
from geomap.model import (
    Certainty,
    Claim,
    Claimant,
    Document,
    Event,
    Kind,
    LocatedEvent,
    Location,
    Mention,
    Method,
    Modality,
    Place,
    Point,
    Polarity,
    Record,
    Relation,
    Resolution,
    Span,
    Stance,
    Support,
    Toll,
    When,
    event_id,
)

PLACES = {
    "Kiklah": (32.0629, 12.6953, 3.0),
    "Tripoli": (32.8872, 13.1913, 10.0),
    "Misrata": (32.3754, 15.0925, 8.0),
    "Benghazi": (32.1167, 20.0667, 8.0),
    "Brega": (30.4106, 19.5786, 4.0),
    "Ajdabiya": (30.7554, 20.2263, 4.0),
    "Zintan": (31.9314, 12.2529, 3.0),
    "Rujban": (31.9656, 12.0353, 3.0),
    "Sirte": (31.2089, 16.5887, 5.0),
    "Ras Lanuf": (30.4889, 18.5267, 4.0),
    "Sabha": (27.0377, 14.4283, 6.0),
    "Ghadames": (30.1337, 9.5007, 4.0),
    "Dehiba": (32.0167, 10.7000, 3.0),
    "Tobruk": (32.0836, 23.9764, 5.0),
}
NAFUSA = shapely.Polygon(
    [(10.9, 31.85), (11.6, 31.75), (12.4, 31.8), (13.0, 32.0), (13.1, 32.2), (12.4, 32.1), (11.5, 32.0)]
)
COAST_ROAD = shapely.LineString([(19.5786, 30.4106), (19.9, 30.62), (20.2263, 30.7554)])
FLIGHT = shapely.LineString([(12.2529, 31.9314), (11.4, 31.9), (10.7, 32.0167)])
LIBYA = shapely.box(9.4, 19.5, 25.1, 33.1)

# day, place, type, sentence with the [trigger] in brackets, actor, target, more
ROWS = (
    (
        "02-17",
        "Benghazi",
        "protest",
        "Crowds [gathered] outside the police directorate in Benghazi.",
        "crowds",
        None,
        {},
    ),
    (
        "02-20",
        "Benghazi",
        "capture",
        "Residents said protesters had [seized] the barracks in Benghazi.",
        "protesters",
        "the barracks",
        {"support": "fair"},
    ),
    (
        "02-25",
        "Tripoli",
        "attack_civilians",
        "Witnesses said gunmen [opened fire] on worshippers in Tripoli, killing at least 12.",
        "gunmen",
        "worshippers",
        {"toll": (10, 12, 15), "support": "fair"},
    ),
    (
        "03-06",
        "Ras Lanuf",
        "airstrike",
        "A warplane [bombed] a checkpoint near Ras Lanuf.",
        "a warplane",
        "a checkpoint",
        {"relation": "near", "radius": 12.0, "support": "fair"},
    ),
    ("03-11", "Ras Lanuf", "withdrawal", "Rebels [retreated] from Ras Lanuf under rocket fire.", "rebels", None, {}),
    (
        "03-19",
        "Tripoli",
        "airstrike",
        "Missiles [hit] air defenses around Tripoli, the alliance said.",
        "the alliance",
        "air defenses",
        {"support": "confirmed"},
    ),
    (
        "03-26",
        "Ajdabiya",
        "capture",
        "Rebels [retook] Ajdabiya after a week of bombing.",
        "rebels",
        None,
        {"support": "fair"},
    ),
    (
        "04-02",
        "Brega",
        "clash",
        "Fighting [raged] along the road between Brega and Ajdabiya.",
        "rebels",
        "government forces",
        {"geometry": COAST_ROAD, "relation": "between", "names": ("Brega", "Ajdabiya"), "precision": 5, "radius": 6.0},
    ),
    (
        "04-07",
        "Brega",
        "airstrike",
        "A strike [killed] four rebels near Brega in error, the alliance admitted.",
        "the alliance",
        "rebels",
        {"support": "confirmed", "toll": (4, 4, 4)},
    ),
    (
        "03-08",
        "Misrata",
        "siege",
        "Misrata has been [besieged] for seven weeks.",
        "government forces",
        "Misrata",
        {"end": "05-15", "support": "fair"},
    ),
    (
        "04-15",
        "Misrata",
        "shelling",
        "Rockets and shells [rained down] on Misrata, a doctor said; 16 people died.",
        "government forces",
        None,
        {"toll": (16, 16, 20), "stance": "accuses", "by": "a doctor"},
    ),
    (
        "04-20",
        "Misrata",
        "attack_civilians",
        "A mortar round [killed] two photographers in Misrata.",
        None,
        "two photographers",
        {"toll": (2, 2, 2), "support": "fair"},
    ),
    (
        "04-21",
        "Dehiba",
        "clash",
        "Both sides [fought] for the border post at Dehiba.",
        "rebels",
        "government forces",
        {"support": "contested"},
    ),
    (
        "04-25",
        "Zintan",
        "displacement",
        "Families [fled] from Zintan to Dehiba in the hills.",
        "families",
        None,
        {
            "geometry": FLIGHT,
            "relation": "from_to",
            "names": ("Zintan", "Dehiba"),
            "precision": 5,
            "radius": 5.0,
            "date": 2,
        },
    ),
    (
        "05-03",
        "Zintan",
        "shelling",
        "Grad rockets [struck] Zintan, a rebel spokesman said.",
        "government forces",
        None,
        {},
    ),
    ("06-14", "Kiklah", "capture", "Rebels said they had [taken] Kiklah.", "rebels", None, {"stance": "claims"}),
    (
        "07-03",
        "Kiklah",
        "kill_claim",
        "Rebel commanders, citing intercepted radio traffic, said a general was [killed] outside Kiklah on Sunday.",
        "rebel commanders",
        "a general",
        {
            "relation": "outside",
            "radius": 8.0,
            "toll": (1, 1, 1),
            "stance": "claims",
            "via": "intercepted radio traffic",
            "date": 2,
            "certainty": "probable",
        },
    ),
    (
        "06-20",
        "Rujban",
        "clash",
        "A [skirmish] broke out near Rujban.",
        None,
        None,
        {"relation": "near", "radius": 10.0},
    ),
    (
        "06-28",
        "Zintan",
        "arms_supply",
        "France [dropped] weapons to rebels in the Nafusa mountains.",
        "France",
        "rebels",
        {
            "geometry": NAFUSA,
            "relation": "in",
            "names": ("Nafusa mountains",),
            "precision": 5,
            "radius": 60.0,
            "support": "confirmed",
            "date": 4,
        },
    ),
    (
        "08-20",
        "Tripoli",
        "clash",
        "Gunfire and [explosions] were heard in Tripoli as an uprising began.",
        "rebels",
        "government forces",
        {"support": "fair"},
    ),
    ("08-21", "Tripoli", "capture", "Rebels [entered] Tripoli.", "rebels", None, {"support": "fair"}),
    (
        "09-20",
        "Sabha",
        "capture",
        "The council said its fighters had [captured] the airport of Sabha.",
        "its fighters",
        "the airport",
        {},
    ),
    ("10-20", "Sirte", "capture", "Sirte [fell] after a month of fighting.", None, "Sirte", {"support": "fair"}),
    (
        "10-20",
        "Sirte",
        "kill_claim",
        "The former leader was [killed] in Sirte, officials said.",
        "officials",
        "the former leader",
        {"toll": (1, 1, 1), "support": "contested"},
    ),
    (
        "03-17",
        "Tripoli",
        "pressure",
        "The council [imposed] a ban on flights over Libya.",
        "the council",
        "Libya",
        {
            "geometry": LIBYA,
            "names": ("Libya",),
            "relation": "in",
            "precision": 6,
            "radius": 800.0,
            "support": "confirmed",
        },
    ),
    ("04-10", None, "offer", "The government [accepted] a plan for talks, mediators said.", "the government", None, {}),
    (
        "05-01",
        "Tobruk",
        "deployment",
        "The council [plans] to send recruits to Tobruk.",
        "the council",
        None,
        {"modality": "planned"},
    ),
    ("05-02", "Ghadames", "shelling", "No [shelling] was reported in Ghadames.", None, None, {"polarity": "negative"}),
    ("05-03", "Benghazi", "siege", "Benghazi was [besieged] in 1942.", None, None, {"modality": "historical"}),
)


def events():
    """The sample as a table of events."""
    return to_frame(records())


def records():
    """The sample as records, each of one report with one event."""
    return [record(number, row) for number, row in enumerate(ROWS)]


def record(number, row):
    """One report with one event."""
    day, place, kind, marked, actor, target, more = row
    start = marked.index("[")
    text = marked.replace("[", "").replace("]", "")
    trigger = Span(start, marked.index("]") - 1)
    published = dt.date.fromisoformat(f"2011-{day}")
    document = Document(
        id=f"sample-{number:02}",
        text=text,
        published=published,
        source="Sample wire",
        source_url="https://example.org/report",
    )
    said = Span(0, len(actor)) if actor else None
    claim = Claim(
        by=more.get("by", actor or "a resident"),
        kind=Claimant.BELLIGERENT,
        stance=Stance(more.get("stance", "asserts")),
        via=more.get("via"),
        span=said,
    )
    event = Event(
        id=event_id(document.id, kind, trigger),
        type=kind,
        trigger=trigger,
        sentence=Span(0, len(text)),
        actor=actor,
        target=target,
        deaths=Toll(low=more["toll"][0], best=more["toll"][1], high=more["toll"][2]) if "toll" in more else None,
        date=When(
            start=published,
            end=dt.date.fromisoformat(f"2011-{more.get('end', day)}"),
            precision=more.get("date", 1),
            text="on Sunday" if more.get("date") == 2 else None,
        ),
        modality=Modality(more.get("modality", "actual")),
        polarity=Polarity(more.get("polarity", "positive")),
        certainty=Certainty(more.get("certainty", "certain")),
        support=Support(more.get("support", "weak")),
        claims=(claim,),
        confidence=0.8,
    )
    where = location(place, text, more)
    mentions = [Mention(span=span, text=text[span.start : span.end]) for span in (where.mentions if where else ())]
    return Record(
        document=document,
        mentions=tuple(mentions),
        resolutions=tuple(
            Resolution(mention=mention, place=where.place, confidence=0.9, method=Method.GAZETTEER)
            for mention in mentions
        ),
        located=(LocatedEvent(event=event, location=where),),
    )


def location(place, text, more):
    """Where it was, None for nowhere."""
    if place is None:
        return None
    latitude, longitude, radius = PLACES[place]
    geometry = more.get("geometry", shapely.Point(longitude, latitude))
    spot = geometry.representative_point()
    names = [name for name in more.get("names", (place,)) if name in text]
    return Location(
        mentions=tuple(Span(text.index(name), text.index(name) + len(name)) for name in names),
        place=Place(
            id=f"geomap:{place.lower()}",
            name=more.get("names", (place,))[0],
            point=Point(latitude=latitude, longitude=longitude),
            kind=Kind.SETTLEMENT,
            country="LY",
            admin1=None,
            attribution="Sample gazetteer, CC BY 4.0",
        ),
        relation=Relation(more.get("relation", "in")),
        point=Point(latitude=spot.y, longitude=spot.x),
        geometry=geometry,
        precision=more.get("precision", 1),
        uncertainty_km=more.get("radius", radius),
        reason="named in the sentence",
    )

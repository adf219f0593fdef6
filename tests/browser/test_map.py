import folium
import pytest

from geomap.draw import draw, safe_text


@pytest.fixture(scope="module")
def libya(opened, samples):
    made = draw(samples("libya").events(), title="Libya 2011")
    folium.LayerControl(collapsed=False).add_to(made)
    folium.Marker([26, 20], tooltip=safe_text("a <tooltip>"), popup=safe_text("a <popup> ${1}")).add_to(made)
    return opened(made.get_root().render())


@pytest.fixture
def page(libya):
    libya.open()
    return libya.page


def count(page, kind):
    return int(page.locator(f".gm-type:has-text('{kind}') .gm-count").inner_text())


def symbols(page, kind):
    return page.locator(f".gm-mark[aria-label^='{kind}']").count()


def test_only_events_that_happened_somewhere_are_drawn(page):
    assert page.locator("#gm-summary").inner_text().startswith("25 events on the map")
    assert count(page, "Capture") == 6
    assert page.locator(".gm-type:has-text('Deployment')").count() == 0
    reasons = page.locator(".gm-reason > summary").all_inner_texts()
    assert [" ".join(text.split()) for text in reasons] == [
        "No place 1", "Said not to have happened 1", "Planned 1", "Historical 1",
    ]  # fmt: skip


def test_an_event_that_is_not_on_the_map_tells_its_sentence(page):
    page.locator(".gm-reason:has-text('Planned') > summary").click()
    page.locator(".gm-list summary:has-text('Deployment')").click()
    quote = page.locator("#gm-unplaced blockquote:visible")
    assert quote.inner_text() == "The council plans to send recruits to Tobruk."
    assert quote.locator("mark.gm-trigger").inner_text() == "plans"


def test_all_events_are_in_the_first_view(libya, page):
    assert page.locator(".gm-mark").count() > 0
    assert libya.scene("scene.inView().length") == 25


def test_the_legend_filters(page):
    button = page.locator(".gm-type:has-text('Capture')")
    before = symbols(page, "Capture")
    assert before
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    assert symbols(page, "Capture") == 0
    assert page.locator("#gm-summary").inner_text().startswith("19 of 25 events")
    assert count(page, "Capture") == 6  # the legend still says how many there are
    assert page.locator(".gm-group:has-text('Fighting')").get_attribute("aria-pressed") == "mixed"
    box = page.locator(".leaflet-control-layers-overlays label:has-text('Capture') input")
    assert not box.is_checked()  # the layer control of folium knows
    box.check()
    assert button.get_attribute("aria-pressed") == "true"
    assert symbols(page, "Capture") == before


def test_a_group_is_switched_as_one(page):
    page.locator(".gm-group:has-text('Fighting')").click()
    assert page.locator("#gm-summary").inner_text().startswith("13 of 25 events")
    page.locator(".gm-group:has-text('Fighting')").click()
    assert page.locator("#gm-summary").inner_text().startswith("25 events")


def test_a_symbol_opens_and_closes_by_keyboard(libya, page):
    libya.look(32.06, 12.7, 10)
    mark = page.locator(".gm-mark[aria-label^='Kill claim']")
    assert mark.get_attribute("role") == "button"
    mark.focus()
    page.keyboard.press("Enter")
    card = page.locator(".gm-card")
    card.wait_for()
    text = card.inner_text()
    for part in (
        "Kill claim",
        "about 3 July 2011",
        "outside Kiklah, within about 8 km",
        "Gazetteer: Kiklah, LY",
        "rebel commanders → a general",
        "Claimed by rebel commanders (party to the fighting), citing intercepted radio traffic",
        "Weak: one source",
        "Confidence 80 %",
        "Sample gazetteer, CC BY 4.0",
        "The source calls it probable.",
    ):
        assert part in text
    assert card.locator("mark.gm-trigger").inner_text() == "killed"
    assert card.locator("mark.gm-place").inner_text() == "Kiklah"
    link = card.locator("a")
    assert link.get_attribute("href") == "https://example.org/report"
    assert link.get_attribute("rel") == "noopener noreferrer nofollow"
    page.keyboard.press("Escape")
    card.wait_for(state="detached")
    assert mark.evaluate("node => node === document.activeElement")


def test_a_lasting_event_shows_its_range(libya, page):
    libya.look(32.37, 15.09, 10)
    page.locator(".gm-mark[aria-label^='Siege']").click()
    assert "8 March \u2013 15 May 2011" in page.locator(".gm-card").inner_text()


def test_solid_only_when_well_supported(libya, page):
    libya.look(31.2, 16.59, 9)
    assert page.locator(".gm-mark[aria-label^='Capture'] .gm-disc").count() == 1
    assert page.locator(".gm-mark[aria-label^='Kill claim'] .gm-ring").count() == 1


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize("zoom", [5, 6, 7, 9])
def test_labels_cover_no_symbol_and_symbols_no_symbol(libya, zoom):
    libya.look(32.1, 14, zoom)
    labels, marks = libya.scene("[scene.labels.placed, scene.layout().obstacles.filter(o => o.radius > 3)]")
    assert labels
    for label in labels:
        for mark in marks:
            dx = max(label["left"] - mark["x"], 0, mark["x"] - label["right"])
            dy = max(label["top"] - mark["y"], 0, mark["y"] - label["bottom"])
            assert dx * dx + dy * dy >= (mark["radius"] - 0.1) ** 2, label["text"]
    for k, a in enumerate(marks):
        for b in marks[k + 1 :]:
            assert (a["x"] - b["x"]) ** 2 + (a["y"] - b["y"]) ** 2 >= (a["radius"] + b["radius"] - 2) ** 2
    for k, a in enumerate(labels):
        for b in labels[k + 1 :]:
            apart = (
                a["left"] >= b["right"] or b["left"] >= a["right"] or a["top"] >= b["bottom"] or b["top"] >= a["bottom"]
            )
            assert apart, (a["text"], b["text"])


@pytest.mark.usefixtures("page")
def test_the_places_of_events_are_named_at_the_start(libya):
    named = set(libya.scene("scene.labels.placed.map(label => label.text)"))
    assert {"Tripoli", "Misrata", "Benghazi", "Sirte", "Sabha", "Kiklah", "somewhere in Libya"} <= named


@pytest.mark.usefixtures("page")
def test_uncertainty_is_drawn(libya):
    libya.look(32.06, 12.7, 11)
    radii = libya.scene("scene.uncertainty.group.getLayers().map(layer => layer.getRadius && layer.getRadius())")
    assert sorted(radius for radius in radii if radius) == [3000, 8000]
    libya.look(31.9, 11.8, 8)
    assert libya.scene("scene.uncertainty.group.getLayers().some(layer => layer instanceof L.Polygon)")
    assert (
        libya.scene("scene.uncertainty.group.getLayers().filter(layer => layer.options.dashArray === null).length") >= 2
    )


def test_every_event_can_be_reached(libya, page):
    drawn = "[...scene.filter.mask.keys()].filter(i => scene.filter.mask[i])"
    rows = "function* (pie) { for (let i = pie.head; i >= 0; i = scene.next[i]) yield i; }"
    pies = f"scene.layout().pies.flatMap(pie => [...({rows})(pie)])"
    found = libya.scene(f"[...scene.layout().singles.map(single => single.i), ...{pies}].sort((a, b) => a - b)")
    assert found == libya.scene(drawn)
    pie = page.locator(".gm-pie").first
    pie.focus()
    zoom = libya.scene("map.getZoom()")
    page.keyboard.press("Enter")
    page.wait_for_function(f"() => window[document.querySelector('.folium-map').id].getZoom() > {zoom}")


def test_the_address_keeps_the_view(libya, page):
    libya.look(32, 13, 8)
    assert page.evaluate("location.hash") == "#8/32.0000/13.0000"
    libya.open("#9/31.5/14.25")
    assert libya.scene("[map.getZoom(), map.getCenter().lat, map.getCenter().lng]") == pytest.approx(
        [9, 31.5, 14.25], abs=0.01
    )


def test_the_table_has_the_same_events(page):
    page.locator("#gm-show-table").click()
    assert page.locator("#gm-table tbody tr").count() == 25
    page.locator(".gm-type:has-text('Protest')").click()
    assert page.locator("#gm-table tbody tr").count() == 24
    page.locator("#gm-table tbody tr:has-text('Sabha') button").click()
    page.locator(".gm-card:has-text('Sabha')").wait_for()
    assert page.locator("#gm-table").is_visible()


def test_stock_elements_of_folium_work(libya, page):
    libya.look(26, 20, 6)
    page.locator(".gm-pin").click()
    assert page.locator(".leaflet-popup-content").inner_text().strip() == "a <popup> ${1}"


def test_credits_are_complete(page):
    text = page.locator(".leaflet-control-attribution").inner_text()
    for part in ("Leaflet", "Natural Earth", "Sample gazetteer, CC BY 4.0"):
        assert part in text

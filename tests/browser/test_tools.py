"""What a reader does with the page: time, search, filters, table, download, reports, address, keyboard."""

import csv
import io
import json

import geopandas as gpd
import pytest
import shapely
from axe_playwright_python.sync_playwright import Axe

from geomap.draw import page as drawn


@pytest.fixture(scope="module")
def libya(opened, samples):
    sample = samples("libya")
    return opened(drawn(sample.events(), title="Libya 2011", records=sample.records()))


@pytest.fixture
def page(libya):
    libya.open()
    return libya.page


def shown(page):
    return int(page.locator("#gm-summary").inner_text().split()[0])


def test_the_time_bar_shows_a_window(libya, page):
    first, last = page.locator("#gm-time-from"), page.locator("#gm-time-to")
    assert first.get_attribute("aria-valuetext") == "2011-02-17"
    page.locator("#gm-time-to").focus()
    for _ in range(4):
        page.keyboard.press("PageDown")
    assert last.get_attribute("aria-valuetext") < "2011-08-31"
    part = shown(page)
    assert 0 < part < 25
    ends = libya.scene("scene.filter.rows().map(i => scene.store.text('date_start', i))")
    assert max(ends) <= last.get_attribute("aria-valuetext")
    page.locator("#gm-time-all").click()
    assert shown(page) == 25


def test_an_event_that_lasts_is_shown_whenever_the_window_touches_it(libya, page):
    """Misrata is besieged from 8 March to 15 May."""
    day = "(iso) => Date.parse(iso) / 864e5"
    libya.scene(f"scene.filter.set({{ days: ['2011-05-01', '2011-05-03'].map({day}) }})")
    assert page.locator(".gm-type:has-text('Siege') .gm-count").inner_text() == "1"
    libya.scene(f"scene.filter.set({{ days: ['2011-05-16', '2011-05-18'].map({day}) }})")
    assert page.locator(".gm-type:has-text('Siege') .gm-count").inner_text() == "0"


def test_time_plays_and_stops(page):
    page.locator("#gm-play").click()
    assert page.locator("#gm-play").get_attribute("aria-pressed") == "true"
    started = page.locator("#gm-time-from").get_attribute("aria-valuetext")
    page.wait_for_function(
        "start => document.getElementById('gm-time-from').getAttribute('aria-valuetext') > start", arg=started
    )
    page.locator("#gm-play").click()
    assert page.locator("#gm-play").get_attribute("aria-pressed") == "false"


def test_the_window_is_moved_by_the_pointer(libya, page):
    box = page.locator(".gm-track canvas").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 45)
    page.mouse.down()
    before = libya.scene("scene.filter.days[0]")
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 45, steps=4)
    page.mouse.up()
    assert libya.scene("scene.filter.days[0]") > before
    settled = libya.scene("scene.filter.days[0]")
    page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + 45, steps=2)
    assert libya.scene("scene.filter.days[0]") == settled


@pytest.mark.parametrize(("asked", "found"), [("barracks", 1), ("RESIDENTS barracks", 1), ("brèga", 2), ("xyzzy", 0)])
def test_search_finds_words_anywhere(page, asked, found):
    page.locator("#gm-search").fill(asked)
    page.locator("#gm-search").press("Enter")
    assert shown(page) == found


def test_enter_shows_what_was_found(libya, page):
    libya.look(27, 14, 11)
    page.locator("#gm-search").fill("barracks")
    page.locator("#gm-search").press("Enter")
    assert libya.scene("scene.inView().length") == 1


def test_filters_count_what_the_others_leave(page):
    weak = page.locator(".gm-value:has-text('Weak')")
    before = int(weak.locator(".gm-count").inner_text())
    page.locator(".gm-group:has-text('Fighting')").click()
    after = int(weak.locator(".gm-count").inner_text())
    assert 0 < after < before
    weak.click()
    assert weak.get_attribute("aria-pressed") == "false"
    assert int(weak.locator(".gm-count").inner_text()) == after
    assert shown(page) == 25 - 12 - after


def test_the_address_has_the_filters_and_is_read_back(libya, page):
    page.locator(".gm-type:has-text('Protest')").click()
    page.locator("#gm-search").fill("rebels")
    page.locator("#gm-search").press("Enter")
    page.wait_for_function("() => location.hash.includes('find=rebels')")
    address, count = page.evaluate("location.hash"), shown(page)
    assert "hide=protest" in address
    libya.open(address)
    assert shown(page) == count
    assert page.locator(".gm-type:has-text('Protest')").get_attribute("aria-pressed") == "false"
    assert page.locator("#gm-search").input_value() == "rebels"
    page.evaluate("location.hash = '#6/30/15&days=2011-03-01..2011-03-10'")
    page.wait_for_function("() => document.getElementById('gm-search').value === ''")
    days = "(d) => new Date(d * 864e5).toISOString().slice(0, 10)"
    assert libya.scene(f"scene.filter.days.map({days})") == ["2011-03-01", "2011-03-10"]
    libya.open("#nonsense/%%&hide=&days=then..now")
    assert shown(page) == 25


def test_the_table_is_sorted_by_its_columns(page):
    page.locator("#gm-show-table").click()
    column = "#gm-table tbody td:nth-child(2)"
    page.locator("th button:has-text('Type')").click()
    up = page.locator(column).all_inner_texts()
    assert up == sorted(up)
    page.locator("th button:has-text('Type')").click()
    assert page.locator("th:has-text('Type')").get_attribute("aria-sort") == "descending"
    assert page.locator(column).all_inner_texts() == sorted(up, reverse=True)
    page.locator("th button:has-text('Deaths')").click()
    deaths = [text for text in page.locator("#gm-table tbody td:nth-child(6)").all_inner_texts() if text]
    assert [int(text.split()[0]) for text in deaths] == sorted(int(text.split()[0]) for text in deaths)


def test_a_row_shows_its_symbol_and_a_symbol_its_row(page):
    page.locator("#gm-show-table").click()
    page.locator("#gm-table tbody tr:has-text('Sabha')").first.hover()
    assert page.locator(".gm-mark.gm-pointed").count() == 1
    mark = page.locator(".gm-mark[aria-label*='Sabha']")
    mark.focus()
    row = page.locator("#gm-table tr.gm-pointed")
    assert "Sabha" in row.inner_text()
    box, frame = row.bounding_box(), page.locator("#gm-table").bounding_box()
    assert frame["y"] <= box["y"] < frame["y"] + frame["height"]


def saved(page, kind):
    page.locator("#gm-download summary").click()
    with page.expect_download() as found:
        page.locator(f"#gm-download button:has-text('{kind}')").click()
    return found.value.path().read_text(encoding="utf-8-sig")


def test_what_is_shown_can_be_downloaded(page, samples):
    page.locator(".gm-group:has-text('Fighting')").click()
    told = json.loads(saved(page, "GeoJSON"))
    assert len(told["features"]) == shown(page) == 13
    table = samples("libya").events().set_index("id")
    for feature in told["features"]:
        row = table.loc[feature["id"]]
        for name in ("quote", "date_start", "claims", "actor", "confidence", "uncertainty_km"):
            value = row[name]
            assert feature["properties"][name] == (None if value != value or value is None else value)  # noqa: PLR0124
        assert feature["geometry"]["type"].removeprefix("Multi") == row.geometry.geom_type.removeprefix("Multi")
    rows = list(csv.DictReader(io.StringIO(saved(page, "CSV"))))
    assert [row["id"] for row in rows] == [feature["id"] for feature in told["features"]]
    assert rows[0]["quote"] == table.loc[rows[0]["id"]]["quote"]


def test_a_report_is_read_with_its_marks_linked_to_the_map(libya, page):
    libya.scene("scene.visit(1)")
    page.locator(".gm-card .gm-read").click()
    report = page.locator("#gm-report")
    assert report.locator(".gm-report-text").inner_text() == libya.scene("scene.store.text('quote', 1)")
    trigger = report.locator(".gm-trigger")
    assert trigger.evaluate("node => node === document.activeElement")
    page.locator(".leaflet-popup-close-button").click()
    trigger.click()
    assert page.locator(".gm-card h2").inner_text() == libya.scene("scene.store.kind(1).label")
    report.locator("button.gm-place").first.click()
    assert "confidence 90 %" in page.locator(".gm-card h2").inner_text()
    report.locator("select").select_option(label="sample-04")
    assert "retreated" in report.locator(".gm-report-text").inner_text()
    page.keyboard.press("Escape")
    assert report.is_hidden()


def test_a_page_without_texts_offers_no_reports(opened, samples):
    made = opened(drawn(samples("libya").events()))
    assert made.page.locator("#gm-show-report").is_hidden()
    made.scene("scene.visit(1)")
    assert made.page.locator(".gm-card .gm-read").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 390])
def test_axe_finds_nothing(opened, samples, scheme, width):
    sample = samples("libya")
    html = drawn(sample.events(), records=sample.records())
    made = opened(html, viewport={"width": width, "height": 800}, color_scheme=scheme)
    states = ["", "scene.openEvent(1, scene.latLng(1), null)", "scene.table.show(true)", "scene.reports.open(1, 1)"]
    for state in states:
        if state:
            made.scene(f"void {state}")
        found = Axe().run(made.page).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found] == [], state


def test_a_filter_that_cannot_be_undone_here_is_not_read_from_an_address(libya, page):
    libya.open("#6/30/15&support=bogus&modality=attempted,nonsense&days=2012-01-01..2010-01-01")
    assert shown(page) == 25


def test_shapes_at_the_antimeridian_are_downloaded_whole(opened):
    halves = shapely.MultiPolygon([shapely.box(170, -18, 180, -16), shapely.box(-180, -18, -170, -16)])
    rows = [
        {"id": str(k), "type": "clash", "date_start": None, "place_name": "Fiji", "quote": "q", "document_id": "d"}
        for k in range(3)
    ]
    shapes = [halves, shapely.Point(178, -17), shapely.Point(-175, -17)]
    made = opened(drawn(gpd.GeoDataFrame(rows, geometry=shapes, crs="EPSG:4326")))
    told = json.loads(saved(made.page, "GeoJSON"))["features"]
    area = next(shapely.geometry.shape(one["geometry"]) for one in told if one["id"] == "0")
    assert area.is_valid
    assert area.symmetric_difference(halves).area < 0.01


def test_a_card_is_whole_on_a_phone_where_the_map_moves_softly(opened, samples):
    size = {"width": 390, "height": 800}
    made = opened(drawn(samples("libya").events()), viewport=size, reduced_motion="no-preference")
    made.scene("void scene.visit(1)")
    heading = made.page.locator(".gm-card h2")
    heading.wait_for()
    made.page.wait_for_function(
        """() => {
            const box = (selector) => document.querySelector(selector).getBoundingClientRect();
            const [card, map] = [box('.gm-card h2'), box('.folium-map')];
            return card.top >= map.top && card.bottom <= map.bottom;
        }"""
    )

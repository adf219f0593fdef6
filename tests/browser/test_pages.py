import geopandas as gpd
import numpy as np
import pytest
import shapely

from geomap.draw import draw, page
from geomap.frame import CRS


def table(count, points):
    rows = {
        "id": [f"{k:06}" for k in range(count)],
        "type": np.resize(["clash", "airstrike", "shelling", "protest", "capture"], count),
        "date_start": np.resize([f"2011-{month:02}-15" for month in range(1, 13)], count),
        "place_name": np.resize(["Tripoli", "Sirte", None], count),
        "quote": [f"Report {k} says what was seen there and by whom, at some length." for k in range(count)],
        "document_id": "d",
        "support": np.resize(["weak", "fair"], count),
    }
    return gpd.GeoDataFrame(rows, geometry=points, crs=CRS)


def test_texts_are_shown_as_written_and_none_runs(opened, samples):
    attacks = samples("attacks")
    made = opened(page(attacks.events(), title=attacks.ATTACKS[0], records=attacks.records()))
    assert made.page.title() == attacks.ATTACKS[0]
    assert made.page.locator("h1").inner_text() == attacks.ATTACKS[0]
    for number, text in enumerate(attacks.ATTACKS):
        made.page.evaluate("window.hacked = 0")
        if number % 4 == 3:
            continue
        made.scene(f"scene.visit({number})")
        card = made.page.locator(".gm-card")
        card.wait_for()
        assert card.locator("blockquote").evaluate("node => node.textContent") == f"So {text} it goes."
        assert card.locator("mark.gm-trigger").evaluate("node => node.textContent") == text
        for part in (".gm-where strong", "dl", ".gm-source", ".gm-credit"):
            assert text in card.locator(part).evaluate("node => node.textContent")
        assert card.locator("a").count() == 0  # no javascript: links
        assert card.locator("img, script").count() == 0
    made.page.locator(".gm-reason > summary").first.click()
    made.page.locator(".gm-list summary").first.wait_for()
    for item in made.page.locator(".gm-list summary").all():
        item.click()
    quotes = made.page.locator("#gm-unplaced blockquote").evaluate_all("nodes => nodes.map(node => node.textContent)")
    assert quotes == [f"So {text} it goes." for text in attacks.ATTACKS[3::4]]
    made.page.locator("#gm-show-table").click()
    cells = made.page.locator("#gm-table td:nth-child(9)").evaluate_all("nodes => nodes.map(node => node.textContent)")
    assert cells == [f"So {text} it goes." for number, text in enumerate(attacks.ATTACKS) if number % 4 != 3]
    for number, record in enumerate(attacks.records()):
        made.scene(f"scene.reports.open({number})")
        report, text = made.page.locator("#gm-report"), record.document.text
        assert report.locator(".gm-report-text").evaluate("node => node.textContent") == text
        assert report.locator("option").nth(number).evaluate("node => node.textContent") == attacks.ATTACKS[number]
        assert report.locator(".gm-trigger").evaluate("node => node.textContent") == attacks.ATTACKS[number]
        report.locator("button.gm-place").click()
        assert attacks.ATTACKS[number] in made.page.locator(".gm-card h2").evaluate("node => node.textContent")
        assert report.locator("a, img, script").count() == 0
    made.page.locator("#gm-search").fill(attacks.ATTACKS[4])
    made.page.locator("#gm-search").press("Enter")
    assert made.page.locator("#gm-summary").inner_text().startswith("1 of ")
    made.page.reload()
    assert made.page.locator("#gm-search").input_value() == attacks.ATTACKS[4]
    assert attacks.ATTACKS[1] in made.page.locator(".leaflet-control-attribution").inner_text()
    assert made.page.evaluate("window.hacked") in (0, None)


def test_twenty_thousand_events_are_ready_and_moved(opened):
    chance = np.random.default_rng(3)
    points = gpd.points_from_xy(chance.normal(15, 3, 20_000), chance.normal(30, 2, 20_000))
    made = opened(page(table(20_000, points)))
    assert made.page.locator("#gm-summary").inner_text().startswith("20,000 events")
    inside = made.scene("scene.layout().groups.reduce((sum, group) => sum + group.count, 0)")
    assert inside == 20_000
    assert made.page.locator(".gm-pie").count() == made.scene("scene.layout().pies.length")
    made.look(30, 15, 11)
    assert made.page.locator(".gm-mark").count() > 0
    made.page.locator(".gm-type:has-text('Protest')").click()
    assert made.page.locator("#gm-summary").inner_text().startswith("16,000 of 20,000")
    made.page.locator("#gm-show-table").click()
    assert made.page.locator("#gm-table tbody tr").count() == 200
    made.page.locator("#gm-table .gm-more").click()
    assert made.page.locator("#gm-table tbody tr").count() == 400


def test_events_at_one_spot_are_listed_or_spread(opened):
    spots = [shapely.Point(13, 32)] * 30 + [shapely.Point(20, 32)] * 9
    made = opened(page(table(39, spots)))
    made.look(32, 13, 12)
    made.page.locator(".gm-pie").click()
    rows = made.page.locator(".gm-card .gm-row")
    assert rows.count() == 30
    rows.nth(7).click()
    assert "Report 7 says" in made.page.locator(".gm-card").inner_text()
    made.page.locator(".gm-card button:has-text('All at this spot')").click()
    assert rows.count() == 30
    made.page.keyboard.press("Escape")
    made.look(32, 20, 12)
    made.page.locator(".gm-pie").click()
    assert made.page.locator(".gm-mark:not(.gm-pie)").count() == 9


def test_it_shows_itself_in_a_notebook(browser, samples):
    context = browser.new_context(offline=True)
    notebook = context.new_page()
    complaints = []
    notebook.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    notebook.on("pageerror", lambda error: complaints.append(str(error)))
    notebook.set_content(draw(samples("libya").events())._repr_html_())
    frame = notebook.frame_locator("iframe")
    frame.locator("html.gm-ready").wait_for(state="attached")
    assert frame.locator("#gm-summary").inner_text().startswith("25 events")
    context.close()
    assert complaints == []


def test_no_event_is_said(opened):
    made = opened(page(table(0, [])))
    assert made.page.locator("#gm-summary").inner_text().startswith("No events")


def test_fiji_is_in_one_piece(opened):
    made = opened(page(table(2, [shapely.Point(179.5, -17), shapely.Point(-179.5, -16.5)])))
    assert made.scene("scene.inView().length") == 2
    assert made.scene("map.getZoom()") >= 7


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_map_and_legend(opened, samples, scheme):
    html = page(samples("libya").events())
    made = opened(html, viewport={"width": 390, "height": 800}, color_scheme=scheme, has_touch=True)
    assert made.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert made.scene("scene.inView().length") == 25
    assert made.page.locator("#gm-legend").is_hidden()
    made.page.locator("#gm-show-legend").click()
    assert made.page.locator("#gm-legend").is_visible()
    land = made.scene("scene.palette().lit")
    assert (land == "#fbf9f4") == (scheme == "light")

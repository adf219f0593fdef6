import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import branca.element
import folium
import geopandas as gpd
import pytest
import shapely

from geomap.draw import draw, page, safe_text
from geomap.draw.container import unpack
from geomap.errors import InputError, SchemaError
from geomap.export import write
from geomap.frame import CRS

LEAFLET = "https://leafletjs.com"


@pytest.fixture(scope="module")
def html(libya):
    return page(libya, title="Libya 2011")


def inline(tag, html):
    return re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)


def policy(html):
    return re.search(r'<head>\n<meta http-equiv="Content-Security-Policy" content="([^"]*)">', html)[1]


def payload(html, name="events"):
    return unpack(re.search(rf'id="gm-{name}-data">([^<]*)<', html)[1])


def test_the_policy_stands_first_and_names_all_scripts_and_styles(html):
    rules = dict(rule.split(" ", 1) for rule in policy(html).split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data:"
    assert "unsafe" not in policy(html)
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        hashes = {
            f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
            for text in inline(tag, html)
        }
        assert hashes
        assert set(rules[rule].split()) == hashes


def test_nothing_is_loaded_from_elsewhere(html):
    markup = re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.DOTALL)
    assert not re.search(r"\b(src|href|style|on\w+)\s*=", markup)
    assert not re.findall(r"url\((?!data:)[^)]*\)", "".join(inline("style", html)).replace("url(#default#VML)", ""))
    for stock in ("jquery", "bootstrap", "awesome"):
        assert f"{stock}." not in html.lower()
    assert "sourceMappingURL" not in html
    assert "eval(" not in html


def test_the_head_is_fit_for_readers(html):
    assert html.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert "<title>Libya 2011</title>" in html
    assert "user-scalable" not in html
    assert "a claim is not a fact" in html
    for part in ("<main", "<h1>Libya 2011</h1>", "<noscript>", "<aside"):
        assert part in html


def test_a_country_without_events_is_small(libya):
    assert len(page(libya.iloc[:1])) < 350_000
    assert len(page(libya)) < 350_000


def test_the_same_bytes_twice(libya, html):
    assert page(libya, title="Libya 2011") == html


def test_the_same_bytes_whatever_the_machine(html):
    code = (
        "import hashlib, runpy, sys; from geomap.draw import page\n"
        "events = runpy.run_path(sys.argv[1])['events']()\n"
        "print(hashlib.sha256(page(events, title='Libya 2011').encode()).hexdigest())"
    )
    expected = hashlib.sha256(html.encode()).hexdigest()
    for seed, zone in (("1", "Pacific/Kiritimati"), ("77", "America/Los_Angeles")):
        surroundings = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        command = [sys.executable, "-c", code, str(Path(__file__).with_name("libya.py"))]
        found = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=True)  # noqa: S603
        assert found.stdout.strip() == expected


def test_text_from_reports_is_only_in_the_payload(attacks):
    for text in attacks.ATTACKS:
        made = page(attacks.events([text]), title=text)
        body = re.sub(r"<(script|style)\b.*?</\1>", "", made, flags=re.DOTALL)
        if set(text) & set('<>{}$`\\"'):
            assert text not in body
        assert "1337" not in body
        _, arrays = payload(made)
        assert text.encode() in arrays["text"].tobytes()


def test_it_is_a_folium_map_with_a_layer_for_each_type(libya):
    made = draw(libya)
    assert isinstance(made, folium.Map)
    folium.LayerControl().add_to(made)
    text = made.get_root().render()
    assert '"Attack on civilians" : event_layer_attack_civilians' in text
    assert '"Deployment"' not in inline("script", text)[-1]  # only planned


def test_stock_elements_can_be_added_and_rendering_twice_is_the_same(libya):
    made = draw(libya)
    folium.Marker([30, 15], popup=safe_text("{{ 1 }}")).add_to(made)
    folium.Circle([30, 15], radius=9).add_to(made)
    root = made.get_root()
    first = root.render()
    assert root.render() == first
    assert "L.circle(" in first
    test_the_policy_stands_first_and_names_all_scripts_and_styles(first)


def test_what_a_user_adds_from_elsewhere_is_allowed_by_its_address(libya):
    made = draw(libya)
    folium.TileLayer("https://{s}.tiles.example.org/{z}/{x}/{y}.png", attr="x").add_to(made)
    made.get_root().header.add_child(branca.element.JavascriptLink("https://cdn.example.org/plugin.js"))
    rules = policy(made.get_root().render())
    assert "img-src data: https://*.tiles.example.org;" in rules
    assert re.search(r"script-src [^;]* https://cdn.example.org/plugin.js;", rules)


def test_a_script_that_breaks_out_of_the_last_one_does_not_run(libya):
    made = draw(libya)
    made.get_root().script.add_child(branca.element.Element("var x = '</script><script>alert(1)</script>';"))
    text = made.get_root().render()
    assert "</script><script>alert(1)" not in text


def test_it_shows_itself_in_a_notebook_and_in_another_figure(libya, tmp_path):
    made = draw(libya)
    assert "iframe srcdoc=" in made._repr_html_()
    made.save(str(tmp_path / "map.html"))
    assert (tmp_path / "map.html").read_text(encoding="utf-8") == made.get_root().render()
    figure = branca.element.Figure()
    figure.add_child(made)
    assert "geomap.map(" in figure.render()


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        shapely.Point(13, 32),
        shapely.LineString([(13, 32), (14, 32)]),
        shapely.box(13, 32, 14, 33),
        shapely.MultiPolygon([shapely.box(179, -18, 180, -17), shapely.box(-180, -18, -179, -17)]),
        shapely.Polygon(),
    ],
)
def test_any_geometry_is_drawn(libya, geometry):
    events = libya.iloc[:1].drop(columns=["latitude", "longitude"]).set_geometry([geometry], crs=CRS)
    meta, _ = payload(page(events))
    assert meta["count"] == 1


def test_an_empty_table_and_another_crs_are_drawn(libya):
    assert payload(page(libya.iloc[:0]))[0]["count"] == 0
    _, arrays = payload(page(libya.to_crs(3857).drop(columns=["latitude", "longitude"])))
    assert arrays["longitude_values"][arrays["longitude"][0] - 1] == pytest.approx(libya.geometry.iloc[0].x)


def test_a_table_that_is_no_events_table_is_refused():
    with pytest.raises(SchemaError, match="missing columns"):
        draw(gpd.GeoDataFrame({"a": [1]}, geometry=[None], crs=CRS))


def test_geojson_is_drawn_from_a_file_or_as_it_is(libya, tmp_path):
    path = tmp_path / "events.geojson"
    write(libya, path)
    drawn = page(path)
    assert drawn == page(str(path)) == page(json.loads(path.read_text(encoding="utf-8")))
    assert payload(drawn)[0]["count"] == len(libya)
    told = json.loads(path.read_text(encoding="utf-8"))
    for feature in told["features"]:
        del feature["properties"]["quote"]
    with pytest.raises(SchemaError, match="missing columns: quote"):
        draw(told)
    with pytest.raises(InputError, match="cannot be read"):
        draw(tmp_path / "none.geojson")

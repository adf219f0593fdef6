import html

import folium
from hypothesis import given
from hypothesis import strategies as st

from geomap.draw import safe_text


@given(st.text())
def test_html_gives_the_text_back(text):
    safe = safe_text(text)
    assert not set(safe.replace("&#", "")) & set("<>\"'`${}\\%#")
    if not set(text) & {"\r", "\0"} and text.isprintable():
        assert html.unescape(safe) == text


def test_stock_elements_neither_run_nor_crash(attacks):
    for text in attacks.ATTACKS:
        plain = folium.Map(tiles=None)
        folium.Marker([0, 0], popup=safe_text(text), tooltip=safe_text(text)).add_to(plain)
        folium.FeatureGroup(name=safe_text(text)).add_to(plain)
        folium.LayerControl().add_to(plain)
        page = plain.get_root().render()
        assert "1337" not in page
        assert "<img src=x" not in page
        assert "${" not in page

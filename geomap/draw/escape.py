"""Text for stock folium elements."""

from __future__ import annotations

_RISKY = str.maketrans({character: f"&#{ord(character)};" for character in "&<>\"'`${}\\%#"})


def safe_text(text: str) -> str:
    r"""Make text from a report safe for a stock folium popup, tooltip or layer name.

    branca compiles what an element renders as a template, folium puts it in a JavaScript template string and Leaflet
    sets it as HTML. All characters with a meaning in one of the three become numeric entities, which only HTML turns
    back: `{{ 7 * 7 }}` is then shown as it was written. Not for the `title` and `alt` of a marker, which are not HTML.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        HTML without `& < > " ' `` ` `` $ { } \ % #` but for the `&#` of its entities.
    """
    return text.translate(_RISKY)

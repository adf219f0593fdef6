"""The HTML around the map: a figure that lets nothing run or load but what it holds itself."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

import folium
from branca.element import Element, Figure

from geomap.draw.escape import safe_text

if TYPE_CHECKING:
    from collections.abc import Iterable

_INLINE = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
_LINKED = re.compile(r"<(script|link)\b[^>]*?\b(?:src|href)=\"(https?://[^\"\s;,]+)\"", re.IGNORECASE)


class RawElement(Element):
    """Text that goes into the page as it is.

    branca's own `Element("...")` compiles its text as a template; this one never does.
    """

    def __init__(self, text: str):
        super().__init__()
        self._name = "RawElement"
        self.text = text

    def render(self, **_: object) -> str:
        """Return the text."""
        return self.text


class Page(Figure):
    """A whole page whose Content-Security-Policy names every script and style by its hash.

    Stock folium elements may be added. What they bring from other servers is allowed by its exact address and nothing
    else is; scripts in the body, handlers in markup and `style` attributes do not work. Rendering twice gives the same
    text, where branca's figure grows.

    Parameters
    ----------
    title
        Plain text.
    """

    def __init__(self, title: str):
        super().__init__(title=title)
        self.header._children.clear()  # noqa: SLF001 - branca has no other way; the charset is set in `render`

    def render(self, **kwargs: object) -> str:
        """Return the page as HTML text."""
        rooms = (self.header, self.html, self.script)
        before = [room._children.copy() for room in rooms]  # noqa: SLF001 - as above
        for child in self._children.values():
            child.render(**kwargs)
        head, body, script = (room.render(**kwargs) for room in rooms)
        for room, children in zip(rooms, before, strict=True):
            room._children = children  # noqa: SLF001 - as above
        script = script.replace("</script", "<\\/script")
        policy = _policy(head, script, self._tile_hosts())
        return "\n".join(
            (
                "<!DOCTYPE html>",
                '<html lang="en">',
                "<head>",
                f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
                '<meta charset="utf-8">',
                '<meta name="viewport" content="width=device-width, initial-scale=1">',
                '<meta name="color-scheme" content="light dark">',
                '<meta name="referrer" content="no-referrer">',
                f"<title>{safe_text(self.title or '')}</title>",
                head,
                "</head>",
                "<body>",
                body,
                f"<script>{script}</script>",
                "</body>",
                "</html>\n",
            )
        )

    def _tile_hosts(self) -> list[str]:
        """Origins of tile layers that the user added; `{s}` may be any subdomain."""
        layers = [
            layer
            for child in self._children.values()
            for layer in child._children.values()  # noqa: SLF001 - as above
            if isinstance(layer, folium.TileLayer)
        ]
        found = {match[0] for layer in layers if (match := re.match(r"https?://[\w.{}:-]+", layer.tiles))}
        return sorted(host.replace("{s}", "*") for host in found)


def figure_of(element: Element) -> Figure:
    """Return the figure that an element is in."""
    root = element.get_root()
    if not isinstance(root, Figure):
        msg = f"{element.get_name()} is not in a figure, so there is no page to put it into; add it to a map first"
        raise TypeError(msg)
    return root


def _policy(head: str, script: str, images: Iterable[str]) -> str:
    """The Content-Security-Policy for a page with this head and this script at its end."""
    texts = {"script": [script], "style": []}
    for tag, attributes, text in _INLINE.findall(head):
        if "src=" not in attributes:
            texts[tag.lower()].append(text)
    links = [(tag.lower(), address) for tag, address in _LINKED.findall(head)]
    scripts = [*map(_hash, texts["script"]), *(address for tag, address in links if tag == "script")]
    styles = [*map(_hash, texts["style"]), *(address for tag, address in links if tag == "link")]
    rules = {
        "default-src": ["'none'"],
        "script-src": scripts,
        "style-src": styles or ["'none'"],
        "img-src": ["data:", *images],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(dict.fromkeys(sources))}" for name, sources in rules.items())


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return f"'sha256-{digest}'"

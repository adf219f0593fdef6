"""What the page brings along: Leaflet, our own scripts and styles, all of it inline."""

from __future__ import annotations

import base64
import re
from importlib import resources

MODULES = (
    "dom",
    "payload",
    "store",
    "words",
    "search",
    "filter",
    "basemap",
    "labels",
    "grid",
    "symbols",
    "uncertainty",
    "popup",
    "legend",
    "unplaced",
    "table",
    "timebar",
    "download",
    "reports",
    "address",
    "scene",
    "stock",
    "page",
)
"""Our scripts in `browser/`, in an order in which each stands after those it imports from."""
STYLES = ("palette", "parts", "layout")


def leaflet_script() -> str:
    """Leaflet, without the comment that makes a browser look for its source map."""
    return re.sub(r"\n//# sourceMappingURL=.*", "\n", _text("vendor/leaflet/leaflet.js"))


def leaflet_style() -> str:
    """Leaflet's style sheet, its pictures written into it."""
    return re.sub(
        r"url\((images/[\w.-]+)\)", lambda found: f"url({_picture(found[1])})", _text("vendor/leaflet/leaflet.css")
    )


def own_script() -> str:
    """Our modules as one classic script, each a block of its own, without comment lines and indents.

    Pages that are opened from disk cannot load modules from each other, and a policy with hashes lets only inline
    scripts run; so the modules are put one after the other, and hand on what they export in one object.
    """
    text = "".join(_block(name, _text(f"browser/{name}.js")) for name in MODULES)
    text = re.sub(r"^[ ]*(//.*\n|\n)?", "", text, flags=re.MULTILINE)
    return f"(() => {{\n'use strict';\nconst modules = {{}};\n{text}}})();\n"


def _block(name: str, text: str) -> str:
    exported = re.findall(r"^export (?:async )?(?:function|const|class) (\w+)", text, flags=re.MULTILINE)
    text = re.sub(r"^import (\{[^}]*\}) from '\./(\w+)\.js';", r"const \1 = modules.\2;", text, flags=re.MULTILINE)
    text = re.sub(r"^export ", "", text, flags=re.MULTILINE)
    return f"{{\n{text}modules.{name} = {{ {', '.join(exported)} }};\n}}\n"


def own_style() -> str:
    """Our style sheets as one."""
    return "\n".join(_text(f"browser/{name}.css") for name in STYLES)


def _text(path: str) -> str:
    return resources.files(__package__).joinpath(path).read_text(encoding="utf-8")


def _picture(name: str) -> str:
    data = resources.files(__package__).joinpath(f"vendor/leaflet/{name}").read_bytes()
    return f"data:image/png;base64,{base64.b64encode(data).decode('ascii')}"

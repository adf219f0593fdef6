"""HTML → main text and metadata. trafilatura and lxml are only loaded when there is a page to read."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from geomap.read.cleaning import clean
from geomap.read.dates import parse_date
from geomap.read.document import Told
from geomap.read.paragraphs import arrange
from geomap.read.vocabulary import vocabulary

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

_log = logging.getLogger(__name__)

MOST_TAGS = 50_000
"""Pages with more are no reports, and take minutes."""

_TAG = re.compile(
    r"</?(?:p|br|div|h[1-6]|ul|ol|li|table|tr|td|th|blockquote|article|section|html|body|head|pre|hr|script|meta)\b[^<>]*>"
    r"|</(?:a|b|i|u|em|strong|span|font|sup|sub|small)\s*>|<!doctype\s+html|<img\s[^<>]*>",
    re.IGNORECASE,
)
_PAGE = re.compile(r"<!doctype\s+html|<html\b|<body\b|<head\b", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_JSON_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_URL_DATE = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})/")
_LIST_OR_ROW = re.compile(r"[-|] ?")
_MOSTLY = 0.5
# Dates that trafilatura guesses from the text are not used; these bounds keep it from asking the clock.
_NO_DATE = {"extensive_search": False, "original_date": True, "max_date": "2100-12-31"}


def has_markup(text: str) -> bool:
    """Whether a text clearly has HTML tags, rather than a stray ``<``."""
    return _TAG.search(text) is not None


def is_page(text: str) -> bool:
    """Whether a text is a whole HTML page rather than a piece of one."""
    return _PAGE.search(text) is not None


def declared_encoding(data: bytes) -> str | None:
    """Encoding that a page names near its top."""
    match = _CHARSET.search(data[:4096])
    return match[1].decode("ascii") if match else None


def read_page(markup: str) -> tuple[str, Told]:
    """Main text of a page, its boiler-plate removed, and what the page tells about itself.

    Paragraphs are separated by a blank line. Where no main text is found, all that a reader would see. The date is one
    that the page declares (meta elements, JSON-LD, ``<time>``, the day in its address), never one found in the text.

    Raises
    ------
    ValueError
        Saying why, when the page cannot be read.
    """
    tree = _parse(markup)
    from trafilatura import bare_extraction  # noqa: PLC0415 - heavy

    day, preformatted, seen = _declared_date(tree), _preformatted(tree), visible_text(tree)
    try:
        found: Any = bare_extraction(
            tree, include_comments=False, include_tables=True, with_metadata=True, date_extraction_params=_NO_DATE
        )
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError) as error:
        _log.info("no main text found (%s); all visible text is taken", error)
        found = None
    if found is None:
        return seen, Told(published=day)
    text = found.text or ""
    told = Told(published=day or _date_in_address(found.url), title=found.title, source=found.sitename, url=found.url)
    if len(preformatted) > _MOSTLY * len(text):
        return arrange(preformatted), told
    return _paragraphs(text) or seen, told


def strip_markup(markup: str) -> str:
    """Text of a piece of HTML: all that a reader would see, blocks as paragraphs.

    Raises
    ------
    ValueError
        Saying why, when it cannot be read.
    """
    return visible_text(_parse(markup))


def visible_text(tree: Any) -> str:  # noqa: ANN401 - lxml has no types
    """All text of an element that a reader would see; lines of a list stay together."""
    return re.sub(r"\n\n(?=- )", "\n", clean("".join(_pieces(tree))))


def _pieces(tree: Any) -> Iterator[str]:  # noqa: ANN401
    from lxml import etree  # noqa: PLC0415

    blocks, unseen = vocabulary().page_blocks, vocabulary().page_unseen
    walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        tag = element.tag
        if event == "start" and tag in unseen:
            walk.skip_subtree()
        elif event == "start":
            if tag in blocks or tag == "br":
                yield "\n\n- " if tag == "li" else "\n" if tag == "br" else "\n\n"
            yield _spaced(element.text, tag)
        else:
            if tag in blocks:
                yield "\n\n"
            yield _spaced(element.tail)


def _spaced(text: str | None, tag: str = "") -> str:
    """Text as HTML shows it: line breaks count only where the text is preformatted."""
    return (text or "") if tag == "pre" else re.sub(r"\s+", " ", text or "")


def _parse(markup: str) -> Any:  # noqa: ANN401
    from lxml import etree, html  # noqa: PLC0415

    if markup.count("<") > MOST_TAGS:
        msg = f"over {MOST_TAGS} HTML tags: not a report"
        raise ValueError(msg)
    markup = _XML_DECLARATION.sub("", markup.replace("\0", "")).encode("utf-8", "replace").decode()
    try:
        return html.document_fromstring(markup, parser=html.HTMLParser(encoding=None, huge_tree=False))
    except (etree.LxmlError, ValueError, AssertionError) as error:
        msg = f"HTML that cannot be read: {error or 'no content'}"
        raise ValueError(msg) from error


def _paragraphs(text: str) -> str:
    """Blank lines between the lines of trafilatura, but within lists and tables."""
    out = ""
    previous = None
    for line in clean(text).split("\n"):
        if not line:
            continue
        mark = _LIST_OR_ROW.match(line)
        kind = mark[0].strip() if mark else None
        out += ("" if not out else "\n" if kind and kind == previous else "\n\n") + line.strip("| ")
        previous = kind
    return out


def _preformatted(tree: Any) -> str:  # noqa: ANN401
    return "\n\n".join("".join(element.itertext()) for element in tree.iter("pre"))


def _declared_date(tree: Any) -> dt.date | None:  # noqa: ANN401
    told: dict[str, str] = {}
    for element in tree.iter("meta", "time", "span", "abbr"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        value = element.get("content") or element.get("datetime")
        if name and value:
            told.setdefault(name.lower(), value)
    days = [parse_date(told[name]) for name in vocabulary().page_dates if name in told]
    scripts = [script.text or "" for script in tree.iter("script") if "ld+json" in (script.get("type") or "")]
    days += [parse_date(match[1]) for script in scripts if (match := _JSON_LD_DATE.search(script))]
    times = {parse_date(element.get("datetime")) for element in tree.iter("time") if element.get("datetime")}
    # Several different times are those of other stories on the page.
    days += list(times) if len(times) == 1 else []
    days += [_date_in_address(link.get("href")) for link in tree.iter("link") if link.get("rel") == "canonical"]
    return next((day for day in days if day), None)


def _date_in_address(url: str | None) -> dt.date | None:
    match = _URL_DATE.search(url or "")
    return parse_date("-".join(match.groups())) if match else None

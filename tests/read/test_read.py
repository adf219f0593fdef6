"""Reports of every form become Documents, and what cannot is set aside with its reason."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.errors import InputError
from geomap.model import Document, Rejected
from geomap.read import read, read_bytes

DAY = dt.date(2011, 7, 4)


def only(data, name="a.txt", **settings_):
    [item] = read_bytes(data if isinstance(data, bytes) else data.encode(), name, **settings_)
    return item


def test_plain_text():
    report = "MISRATA, Libya &mdash; Shelling went on.        \r\n\r\n&ldquo;We hold,&rdquo; he said.\r\n"
    assert only(report, published=DAY) == Document(
        id="a.txt", text="MISRATA, Libya — Shelling went on.\n\n“We hold,” he said.", published=DAY
    )


def test_header_block():
    report = (
        "Date: Mon, 4 July 2011\nSource: Wire\nTitle: Town falls\nURL: https://x.example/1\n"
        "Location: Brega\n\nShelling."
    )
    assert only(report) == Document(
        id="a.txt",
        text="Location: Brega\n\nShelling.",
        published=DAY,
        title="Town falls",
        source="Wire",
        source_url="https://x.example/1",
    )


def test_an_ambiguous_date_stays_in_the_text():
    assert only("Date: 04/07/2011\nSource: Wire\n\nShelling.").text == "Date: 04/07/2011\n\nShelling."


def test_front_matter():
    item = only('---\ndate: 2011-07-04\ntitle: "Town falls"\ntags: [a]\n---\nShelling.', "a.md")
    assert (item.text, item.published, item.title) == ("Shelling.", DAY, "Town falls")


def test_a_first_sentence_with_a_colon_is_no_header():
    assert only("Update: rebels took Brega.\n\nShelling.").text == "Update: rebels took Brega.\n\nShelling."


@pytest.mark.parametrize(
    ("report", "day"),
    [
        ("Date: 1 May 2011\n\nBREGA, April 30, 2011 (Wire) — Shelling.", dt.date(2011, 5, 1)),
        ("BREGA, April 30 (Wire) — Shelling.", dt.date(2011, 4, 30)),
        ("BREGA — Shelling.", DAY),
    ],
)
def test_the_date_in_the_document_wins_over_the_one_given(report, day):
    assert only(report, published=DAY).published == day


PAGE = """<!doctype html><html lang="en"><head><title>Town falls | The Daily</title>
<meta property="og:site_name" content="The Daily"><meta property="og:title" content="Town falls">
<meta property="article:published_time" content="2011-07-04T23:30:00-05:00">
<link rel="canonical" href="https://daily.example/town-falls"></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Town falls</h1>
<p>BREGA, Libya &mdash; Rebel commanders said on Sunday that they had
taken the oil town after a night of fighting with “tanks”.</p><p>Residents fled east to Ajdabiya, aid workers said.</p>
<ul><li>Ten were killed in Ajdabiya</li><li>Two were killed in Ras Lanuf</li></ul></article>
<script>var x = "shelling in Paris";</script><footer>Copyright 2024 The Daily. <a href="/p">Privacy</a></footer>
</body></html>"""


@pytest.mark.parametrize(
    ("name", "encoding"), [("a.html", "utf-8"), ("stdin", "utf-8"), ("a.htm", "cp1252"), ("a", "utf-16")]
)
def test_page(name, encoding):
    assert only(PAGE.encode(encoding), name) == Document(
        id=name,
        text="Town falls\n\n"
        "BREGA, Libya — Rebel commanders said on Sunday that they had taken the oil town after a night of fighting "
        "with “tanks”.\n\nResidents fled east to Ajdabiya, aid workers said.\n\n"
        "- Ten were killed in Ajdabiya\n- Two were killed in Ras Lanuf",
        published=DAY,
        title="Town falls",
        source="The Daily",
        source_url="https://daily.example/town-falls",
    )


def test_the_date_of_a_page_is_one_it_declares():
    body = "<html><body><article><p>The siege of 3 May 2004 is remembered here.</p></article></body></html>"
    assert only(body, "a.html").published is None
    linked = '<html><head><script type="application/ld+json">{"datePublished": "2011-07-04"}</script></head>'
    assert only(linked + body[6:], "a.html").published == DAY
    assert only(body.replace("<p>", '<p><time datetime="2011-07-04">Monday</time> '), "a.html").published == DAY


def test_a_preformatted_page_is_unwrapped():
    lines = "Rebel commanders said on Sunday that they had\ntaken the town after a night of fighting.\n\nThey fled.\n"
    assert only(f"<html><body><pre>{lines}</pre></body></html>", "a.html").text == (
        "Rebel commanders said on Sunday that they had taken the town after a night of fighting.\n\nThey fled."
    )


def test_json_lines():
    lines = [
        {"id": "ly-1", "text": "Shelling.", "published": "2011-07-04", "title": "T", "source": "W", "source_url": "u"},
        {"doc_id": 7, "text": "Обстрел", "language": "uk"},
        {"Body": "Shelling &amp; fire.", "Publisher": {"id": None, "name": "Wire"}},
        {"id": "ly-1", "text": "<p>Shelling &amp; fire.</p><p>Smoke</p>"},
    ]
    assert list(read_bytes("\n".join(map(json.dumps, lines)).encode(), "a.jsonl")) == [
        Document(id="ly-1", text="Shelling.", published=DAY, title="T", source="W", source_url="u"),
        Document(id="7", text="Обстрел", language="uk"),
        Document(id="a.jsonl:3", text="Shelling & fire.", source="Wire"),
        Document(id="ly-1#2", text="Shelling & fire.\n\nSmoke"),
    ]


def test_a_broken_line_is_set_aside_and_the_others_go_on():
    data = b'{"text": "One"}\n{"text": \n\n[1]\n{"title": "x"}\n{"text": " "}\n{"text": "Two"}'
    one, *bad, two = read_bytes(data, "a.jsonl")
    assert (one.text, two.text, two.id) == ("One", "Two", "a.jsonl:7")
    assert [item.id for item in bad] == ["a.jsonl:2", "a.jsonl:4", "a.jsonl:5", "a.jsonl:6"]
    assert "line 2 is not JSON" in bad[0].reason
    assert "title" in bad[2].reason


def test_json_list_and_single_record():
    records = [{"text": "One"}, {"text": "Two"}]
    assert [item.id for item in read_bytes(json.dumps(records, indent=1).encode(), "a.json")] == [
        "a.json:1",
        "a.json:2",
    ]
    assert only(json.dumps({"text": "One"}, indent=1), "a.json").text == "One"
    assert [item.text for item in read_bytes(json.dumps(records).encode("utf-16"), "a.json")] == ["One", "Two"]


def test_records_with_positions_keep_every_character_in_its_place():
    text = "<b>A</b> \x00&amp; \x96 Brega  \r\n"
    item = only(json.dumps({"text": text, "gold": [{"start": 18, "end": 23}]}), "a.jsonl")
    assert item.text[18:23] == text[18:23] == "Brega"
    assert len(item.text) == len(text)


def test_table():
    data = 'Headline;Body;Date;Publisher\nT;"One; two\nlines";4.7.2011;W\n;Déjà;;\n'.encode("cp1252")
    assert list(read_bytes(data, "a.csv")) == [
        Document(id="a.csv:2", text="One; two\nlines", published=DAY, title="T", source="W"),
        Document(id="a.csv:4", text="Déjà"),
    ]


def test_rows_that_do_not_fit_are_set_aside():
    data = b'id,text\na,"one" two\nb,one,two\n\nc,three\nd\ne,"open'
    found = list(read_bytes(data, "a.csv"))
    assert [(item.id, isinstance(item, Document)) for item in found] == [
        ("a.csv:2", False),
        ("a.csv:3", False),
        ("c", True),
        ("d", False),
        ("a.csv:7", False),
    ]
    assert "no column of texts among a, b" in only("a,b\n1,2", "b.csv").reason


@given(
    st.lists(
        st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C"], exclude_characters="&<>"), min_size=1)
    )
)
def test_texts_of_tables_and_json_lines_come_out_as_they_are(texts):
    texts = [text for text in texts if text.strip()]
    table = io.StringIO(newline="")
    csv.writer(table).writerows([["text"], *([text] for text in texts)])
    lines = "".join(json.dumps({"text": text, "language": "en"}) + "\n" for text in texts)
    for data, name in ((table.getvalue(), "a.csv"), (lines, "a.jsonl")):
        if texts:
            kept = [item.text for item in read_bytes(data.encode(), name)]
            assert kept == [text.replace("\u2028", "\n").replace("\u2029", "\n") for text in texts]


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.txt", "empty"),
        (b" \n\xc2\xa0\n", "a.txt", "empty"),
        (b"\n\n", "a.jsonl", "empty"),
        (b"id,text\n", "a.csv", "empty"),
        (b"%PDF-1.4 ...", "a.pdf", "convert it to text first"),
        (b"%PDF-1.4 ...", "a.html", "PDF"),
        (b"PK\x03\x04...", "a.docx", "Office"),
        (b"\x89PNG\r\n", "a", "image"),
        (b"\x00\x01\x02" * 100, "a.dat", "binary"),
        (bytes(range(128, 256)) * 50, "a.txt", "undecodable"),
        (b"x" * 10_000_001, "a.txt", "over 10 MB"),
        (b'{"text": "' + b"x" * 10_000_001 + b'"}', "a.jsonl", "over 10 MB"),
        (b"<p>x" * 100_001, "a.html", "HTML tags"),
        (b"<html><body></body></html>", "a.html", "empty"),
        (b"<?xml version='1.0'?><rss><item>x</item></rss>", "a.xml", "XML"),
        (gzip.compress(b"Shelling went on.")[:-9], "a.txt.gz", "damaged"),
        (gzip.compress(b"x" * 10_000_001), "a.txt.gz", "over 10 MB"),
        (gzip.compress(gzip.compress(b"x")), "a.gz", "twice"),
    ],
)
def test_set_aside(data, name, reason):
    item = only(data, name)
    assert isinstance(item, Rejected)
    assert item.id.split(":")[0] == name
    assert reason in item.reason


def test_gzip():
    assert only(gzip.compress(b"Shelling."), "a.txt.gz").text == "Shelling."
    assert only(gzip.compress(PAGE.encode()), "a.html.gz").title == "Town falls"
    assert only(gzip.compress(b'{"text": "Shelling."}'), "stdin").text == "Shelling."


def test_an_overlong_line_does_not_stop_the_others():
    big = b'{"text": "' + b"x" * 11_000_000 + b'"}\n'
    assert [type(item) for item in read_bytes(b'{"text": "a"}\n' + big + b'{"text": "b"}', "a.jsonl")] == [
        Document,
        Rejected,
        Document,
    ]


@settings(max_examples=150)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
        st.lists(st.sampled_from(PAGE.split(">")), max_size=30).map(lambda parts: ">".join(parts).encode()),
        st.binary(max_size=60).map(gzip.compress),
        st.lists(
            st.sampled_from(
                ['{"text":', '"x"', "}", "\n", "[", "text,id\n", '"', ",", "\x00", "<p>", "---\n", "a: b\n"]
            )
        ).map(lambda parts: "".join(parts).encode()),
    ),
    st.sampled_from(["a.txt", "a.html", "a.jsonl", "a.json", "a.csv", "a.tsv", "a", "a.gz", "stdin"]),
)
def test_any_bytes_become_documents_or_are_set_aside(data, name):
    found = list(read_bytes(data, name))
    assert all(item.text.strip() for item in found if isinstance(item, Document))
    ids = [item.id for item in found if isinstance(item, Document)]
    assert len(ids) == len(set(ids))
    assert found == list(read_bytes(data, name))


@pytest.fixture
def folder(tmp_path):
    for name in ("b.txt", "a/z.txt", "a/b.txt", ".hidden", ".git/x.txt", "a-1.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("Shelling went on.", encoding="utf-8")
    (tmp_path / "pipe").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "link").symlink_to(tmp_path / "a", target_is_directory=True)
    return tmp_path


def test_a_folder_is_walked_in_order_and_nothing_is_lost(folder):
    found = {item.id: item for item in read([folder])}
    assert list(found) == ["a-1.txt", "a/b.txt", "a/z.txt", "b.txt", "fifo", "link", "pipe"]
    assert [isinstance(item, Document) for item in found.values()] == [True] * 4 + [False] * 3
    assert "cannot be read" in found["pipe"].reason


def test_sources_come_in_the_order_given(folder):
    sources = [folder / "b.txt", "-", folder / "a", folder / "b.txt"]
    assert [item.id for item in read(sources, stdin=io.BytesIO(b"Shelling."))] == [
        "b.txt",
        "stdin",
        "b.txt#2",
        "z.txt",
        "b.txt#3",
    ]


def test_a_missing_path_stops_before_anything_is_read(tmp_path):
    with pytest.raises(InputError, match=r"gone\.txt"):
        read([tmp_path / "gone.txt"])
    with pytest.raises(InputError, match="twice"):
        read(["-", "-"])


def test_reading_is_lazy():
    class Endless(io.RawIOBase):
        def readable(self):
            return True

        def readinto(self, buffer):
            line = b'{"text": "Shelling."}\n' * (len(buffer) // 22)
            buffer[: len(line)] = line
            return len(line)

    stream = read(["-"], stdin=Endless())
    assert [next(stream).id for _ in range(3)] == ["stdin:1", "stdin:2", "stdin:3"]


def test_plain_text_needs_no_html_parser():
    code = (
        "import sys; from geomap.read import read_bytes; list(read_bytes(b'Shelling.', 'a.txt'));"
        "sys.exit(any(name in sys.modules for name in ('trafilatura', 'lxml', 'charset_normalizer')))"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0  # noqa: S603

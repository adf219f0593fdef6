"""Texts come out right whatever they were written with, short ones too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.read.decoding import decode

ENGLISH = "“We hold Brega,” a commander said – the town’s café…"
FRENCH = "À Misrata, les rebelles ont déclaré avoir tué un général. « C’est fini », a-t-il ajouté."
RUSSIAN = "Обстрел Донецка: погибли 8 человек"
UKRAINIAN = "Унаслідок обстрілу Харкова загинули п’ятеро людей, повідомили в міській раді."
ARABIC = "قال شهود إن قوات القذافي قصفت مدينة مصراتة يوم الأحد"
TURKISH = "Azez’de düzenlenen saldırıda üç kişi öldü, çok sayıda kişi yaralandı."
POLISH = "W niedzielę w pobliżu Doniecka zginęło ośmiu żołnierzy, podał sztab."
MIXED = "DONETSK, July 4 (Wire) - Shelling was reported in Торецк on Sunday, officials said."
UNICODE = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


@pytest.mark.parametrize("text", [ENGLISH, FRENCH, RUSSIAN, ARABIC, MIXED])
@pytest.mark.parametrize("encoding", UNICODE)
def test_unicode(text, encoding):
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "cp1252"),
        (FRENCH, "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "iso8859-5"),
        (UKRAINIAN, "cp1251"),
        (MIXED, "cp1251"),
        (ARABIC, "cp1256"),
        ("قصف مصراتة", "cp1256"),
        (ARABIC, "iso8859-6"),
        (TURKISH, "cp1254"),
        (POLISH, "cp1250"),
        ("据目击者称，周日政府军炮击了米苏拉塔市，造成十人死亡。", "gb18030"),
    ],
)
def test_older_encodings(text, encoding):
    assert decode(text.encode(encoding)) == text


def test_what_a_page_declares_counts_but_not_against_utf8():
    assert decode("Račak".encode("cp1250"), declared="windows-1250") == "Račak"
    assert decode("Račak".encode(), declared="windows-1250") == "Račak"
    assert decode(RUSSIAN.encode("cp1251"), declared="iso-8859-1") == RUSSIAN
    assert decode("é".encode("cp1252"), declared="no-such-thing") == "é"


def test_utf8_with_a_few_wrong_bytes_is_still_utf8():
    assert decode(RUSSIAN.encode()[:-1]) == RUSSIAN[:-1]
    assert decode(RUSSIAN.encode() + b" \x93ok\x94") == RUSSIAN + " “ok”"


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C"])))
def test_utf8_round_trip(text):
    assert decode(text.encode()) == text.removeprefix("\ufeff")


@given(st.binary(), st.one_of(st.none(), st.text(max_size=12)))
def test_any_bytes_give_text_or_none(data, declared):
    assert isinstance(decode(data, declared=declared), str | None)

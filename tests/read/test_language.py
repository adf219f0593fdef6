"""Languages are told apart, and what is not clearly another is English."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.read.language import guess_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Rebel commanders said on Sunday that they had taken the town.", "en"),
        ("Les rebelles ont déclaré dimanche avoir pris la ville, selon des témoins qui ont fui dans le nord.", "fr"),
        ("Los rebeldes tomaron el domingo la ciudad, según los testigos que huyeron con sus hijos.", "es"),
        ("Bei Kämpfen in der Nähe der Stadt wurden nach Angaben von Ärzten zwölf Menschen getötet.", "de"),
        ("Os rebeldes tomaram a cidade no domingo, segundo testemunhas que não foram identificadas.", "pt"),
        ("I ribelli hanno preso la città domenica, secondo i testimoni che sono fuggiti dalla zona.", "it"),
        (
            "Valilik saldırıda üç kişinin öldüğünü ve bu sayının daha çok artabileceğini açıkladı.",
            "tr",
        ),
        ("В воскресенье повстанцы заявили, что они взяли город.", "ru"),
        ("У неділю повстанці заявили, що вони взяли місто, повідомили в міській раді.", "uk"),
        ("قال شهود إن قوات الحكومة قصفت المدينة يوم الأحد", "ar"),
        ("Обстрел", "ru"),
        ("SHELLING IN MISRATA", "en"),
        ("Al-Shabaab Médecins Sans Frontières Zliten", "en"),
        ("1234", "en"),
    ],
)
def test_languages(text, language):
    assert guess_language(text) == language


@given(st.text())
def test_always_a_two_letter_code(text):
    code = guess_language(text)
    assert len(code) == 2
    assert code.islower()

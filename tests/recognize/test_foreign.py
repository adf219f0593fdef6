"""Reports in other languages give few names, and sure ones."""

import pytest

from geomap.model import Document
from geomap.recognize import CrfRecognizer


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("fr", "Selon des habitants, les rebelles ont pris Kidal et attaqué Tombouctou, au Mali.", ["Kidal", "Mali"]),
        (
            "es",
            "Rebeldes atacaron un puesto cerca de Cali, en Colombia; la Victoria fue de Norte.",
            ["Cali", "Colombia"],
        ),
        ("de", "Der Angriff auf Aleppo begann am Montag. Die Armee griff in Essen an.", ["Aleppo"]),
        ("ar", "الجيش يقصف مدينة مصراتة ومقاتلو المعارضة يتقدمون إلى طرابلس", ["مصراتة", "طرابلس"]),
        ("ru", "Войска отошли, под обстрелом Донецк и Харьков.", ["Донецк", "Харьков"]),
    ],
)
def test_countries_and_large_towns_are_found(gazetteer, language, text, found):
    names = [m.text for m in CrfRecognizer(gazetteer).recognize(Document(id="d", text=text, language=language))]
    assert set(found) <= set(names)
    assert len(names) <= len(found) + 1

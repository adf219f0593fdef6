import sys
import tomllib
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import figures  # noqa: E402 - found only now
import spatial  # noqa: E402

from geomap.read import read  # noqa: E402

FLOORS = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))
CEILINGS = FLOORS.pop("at_most")


@pytest.mark.parametrize(("reader", "name"), [(reader, name) for reader in FLOORS for name in FLOORS[reader]])
def test_no_figure_sinks(reader, name):
    found = figures.figures(name, reader)
    sunk = {row: (found[row], floor) for row, floor in FLOORS[reader][name].items() if found[row] < floor}
    risen = {row: (found[row], most) for row, most in CEILINGS.get(name, {}).items() if found[row] > most}
    assert not sunk
    assert not risen


def test_the_sample_reports_read_as_their_gold_says():
    gold = {record.document.id: record.document for record in figures.records(figures.SETS["libya2011"], spans=False)}
    documents = {document.id: document for document in read([HERE.parents[1] / "reports"])}
    assert set(documents) == set(gold)
    assert {key: document.text for key, document in documents.items()} == {k: d.text for k, d in gold.items()}
    dated = {key: document.published for key, document in documents.items() if document.published}
    assert dated == {key: gold[key].published for key in dated}
    assert len(dated) >= 19


@pytest.mark.parametrize(("reader", "least"), [("light", 169), ("full", 176)])
def test_events_lie_where_spatial_expressions_say(reader, least):
    total, right = spatial.measured(reader)
    assert total.total() == 200
    assert right.total() >= least, right

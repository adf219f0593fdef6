"""The field's measures: recognition and resolution of places, coding and linking of events.

>>> from geomap.evaluate import evaluate
>>> report = evaluate(Path("gold.jsonl"), Path("outputs/events.geojson"))  # doctest: +SKIP
>>> report.coding.f1  # doctest: +SKIP
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from geomap.errors import InputError
from geomap.evaluate.events import Coding, coding
from geomap.evaluate.gold import load_gold
from geomap.evaluate.linking import Linking, linking
from geomap.evaluate.predicted import load_predicted
from geomap.evaluate.recognition import Recognition, recognition
from geomap.evaluate.resolution import Resolved, resolution

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Report", "evaluate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The measures; None where the gold is not annotated for one, or nothing was predicted for it."""

    documents: int
    without_prediction: int
    """Gold documents for which there is no prediction at all; they count as if nothing was found."""
    recognition: Recognition | None
    resolution: Resolved | None
    resolution_without_countries: Resolved | None
    coding: Coding | None
    linking: Linking | None

    def figures(self) -> dict[str, Any]:
        """Return the measures as nested dictionaries of numbers."""
        return asdict(self)

    def to_json(self) -> str:
        """Return the measures as JSON text."""
        return json.dumps(self.figures(), indent=2)


def evaluate(gold_path: Path, predicted_path: Path) -> Report:
    """Measure predictions against annotated documents.

    Parameters
    ----------
    gold_path
        Annotated documents, see `geomap.evaluate.gold.load_gold`.
    predicted_path
        Document records as JSON Lines, or an events table as GeoJSON; documents have the ids of the gold.

    Raises
    ------
    InputError
        If a file cannot be read, or no predicted document is one of the gold.
    SchemaError
        If a row lacks what it must have.
    """
    documents = load_gold(gold_path)
    predictions = load_predicted(predicted_path)
    missing = sum(document.id not in predictions.documents for document in documents)
    if predictions.documents and missing == len(documents):
        msg = f"no document of {predicted_path} is in {gold_path}: the ids must be the same"
        raise InputError(msg)
    annotated = [document for document in documents if document.verb is None]
    places = predictions.has_places and any(document.places for document in annotated)
    events = predictions.has_events and any(document.events is not None for document in annotated)
    links = predictions.has_events and len(annotated) < len(documents)
    return Report(
        documents=len(documents),
        without_prediction=missing,
        recognition=recognition(annotated, predictions) if places else None,
        resolution=resolution(annotated, predictions, countries=True) if places else None,
        resolution_without_countries=resolution(annotated, predictions, countries=False) if places else None,
        coding=coding(annotated, predictions) if events else None,
        linking=linking(documents, predictions) if links else None,
    )

"""The trained reader: which words are place names, which say that something happened, and how sure it is told.

`training/reader.py` makes `reader.onnx` and `tokenizer.json`; `reader.toml` says how to read its numbers.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from geomap.errors import ReaderMissing
from geomap.reader.windows import windows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geomap.model import Document
    from geomap.protocols import Gazetteer
    from geomap.reader.windows import Window
    from geomap.text.tokens import Token

OUTSIDE, BEGIN, INSIDE = range(3)
"""Columns of `Passage.place`."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Passage:
    """A stretch of a report as read; rows of the arrays are its words."""

    words: tuple[Token, ...]
    place: NDArray[np.float32]
    """Probability of each word to be outside a place name, to begin one, to continue one: n x 3."""
    trigger: NDArray[np.float32]
    """Probability of each word to say no event, or one of each of `Reader.types`: n x (1 + types)."""
    modality: NDArray[np.float32]
    """Probability of each of `Reader.modalities`, if the word says an event: n x modalities."""


class Reader:
    """Reads reports with the trained network, one thread, the same answer every time.

    Parameters
    ----------
    gazetteer
        Tells what is known of each word.

    Raises
    ------
    ReaderMissing
        When first asked to read, if onnxruntime or tokenizers is not installed.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        told = tomllib.loads(_part("reader.toml").decode())
        self.types: tuple[str, ...] = tuple(told["types"])
        self.modalities: tuple[str, ...] = tuple(told["modalities"])
        self.read = lru_cache(maxsize=2)(self._read)
        """Read a document: its passages in text order. Remembered, since recognition and coding both ask."""

    def _read(self, document: Document) -> tuple[Passage, ...]:
        return tuple(self._passage(window) for window in windows(document, self._gazetteer))

    def _passage(self, window: Window) -> Passage:
        encoded = self._tokenizer.encode([word.text for word in window.words], is_pretokenized=True)
        first: dict[int, int] = {}
        of_word = np.zeros(len(encoded.ids), np.int64)
        inner = np.zeros(len(encoded.ids), bool)
        for piece, word in enumerate(encoded.word_ids):
            if word is not None:
                first.setdefault(word, piece)
                of_word[piece], inner[piece] = word, True
        given = {
            "ids": np.array([encoded.ids], np.int64),
            "mask": np.ones((1, len(encoded.ids)), np.int64),
            **{
                name: np.where(inner, np.array(row, np.int64)[of_word], 0)[None]
                for name, row in (("case", window.case), ("known", window.known), ("flags", window.flags))
            },
        }
        told = [_softmax(scores[0]) for scores in self._session.run(["place", "trigger", "modality"], given)]
        rows = [first.get(word, -1) for word in range(len(window.words))]
        for scores in told[:2]:  # what did not fit is nothing
            scores[-1] = 0
            scores[-1, 0] = 1
        place, trigger, modality = (scores[rows] for scores in told)
        return Passage(words=window.words, place=place, trigger=trigger, modality=modality)

    @cached_property
    def _tokenizer(self) -> Any:  # noqa: ANN401 - tokenizers has no types
        tokenizers = _installed("tokenizers")
        return tokenizers.Tokenizer.from_str(_part("tokenizer.json").decode())

    @cached_property
    def _session(self) -> Any:  # noqa: ANN401 - onnxruntime has no types
        onnxruntime = _installed("onnxruntime")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        return onnxruntime.InferenceSession(_part("reader.onnx"), options, providers=["CPUExecutionProvider"])


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: NDArray[np.float32] = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def _part(name: str) -> bytes:
    return resources.files("geomap.reader").joinpath(name).read_bytes()


def _installed(name: str) -> Any:  # noqa: ANN401 - a module
    from importlib import import_module  # noqa: PLC0415 - named here alone

    try:
        return import_module(name)
    except ImportError as error:
        msg = f"the full reader needs {name} ({error}): install it, or use the light reader (--reader light)"
        raise ReaderMissing(msg) from error

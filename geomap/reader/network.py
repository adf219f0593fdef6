"""The trained reader: which words are place names, which say that something happened, and how sure it is told.

`training/reader.py` makes `reader.onnx` and `tokenizer.json`; `reader.toml` says how to read its numbers.
"""

from __future__ import annotations

import tomllib
from functools import cached_property, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from geomap.errors import ReaderMissing
from geomap.reader.reading import OUTSIDE, Passage, Reading
from geomap.reader.windows import windows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geomap.model import Document
    from geomap.protocols import Gazetteer
    from geomap.reader.windows import Window


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
        self._told = {name: tuple(values) for name, values in tomllib.loads(_part("reader.toml").decode()).items()}
        self.read = lru_cache(maxsize=2)(self._read)
        """Read a document. Remembered, since recognition, coding and location all ask."""

    def _read(self, document: Document) -> Reading:
        passages = tuple(self._passage(window) for window in windows(document, self._gazetteer))
        return Reading(passages=passages, **{name: self._told[name] for name in ("types", "modalities", "roles")})

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
        names = ("trigger", "modality", *self._told["spans"], "asks", "answers")
        scores = dict(zip(names, (one[0] for one in self._session.run(names, given)), strict=True))
        rows = [first.get(word, 0) for word in range(len(window.words))]
        lost = [word not in first for word in range(len(window.words))]  # what did not fit is nothing
        tables = {name: _softmax(scores[name][rows]) for name in names[:-2]}
        for name in ("trigger", *self._told["spans"]):
            tables[name][lost] = 0
            tables[name][lost, OUTSIDE] = 1
        shape = (len(rows), len(self._told["roles"]), -1)
        return Passage(
            words=window.words,
            trigger=tables["trigger"],
            modality=tables["modality"],
            spans={name: tables[name] for name in self._told["spans"]},
            asks=scores["asks"][rows].reshape(shape),
            answers=scores["answers"][rows].reshape(shape),
        )

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

"""Train the reader: annotated corpora in, `geomap/reader/reader.onnx` out.

    python training/reader.py --base FOLDER [--open CORPUS.jsonl[.gz] ...] [--epochs 8] [--layers 4]

FOLDER holds all-MiniLM-L6-v2 (Apache-2.0; `model.safetensors`, `tokenizer.json`, `config.json`). The dispatches and
plain sentences of this folder teach place names, triggers and modality; OPEN corpora of names teach what is no place.
Needs torch, safetensors, tokenizers, onnx and onnxruntime (`pip install --group train`). Seeded: on one machine equal
input gives equal weights.

The encoder is BERT's (Devlin et al. 2019), cut to its first layers; word embeddings stay as they were. Three small
embeddings are added to each word piece: letter case, what the gazetteer knows of the word, and whether English texts
write it in lower case or it names a people. Heads on each word's first piece: place (outside, begin, inside), trigger
(none or a type), modality.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import math
import random
import sqlite3
import sys
import time
from pathlib import Path

import numpy as np
import torch
from corpora import documents, plain_sentences
from onnxruntime.quantization import QuantType, quantize_dynamic
from recognizer import places
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn

import geomap.reader
from geomap.gazetteer import SqliteGazetteer, ensure
from geomap.gazetteer.schema import KINDS
from geomap.model import Document, Kind, Modality
from geomap.reader.known import gazetteer_tags
from geomap.reader.windows import CASES, FLAGS, KNOWN, case, known, windows
from geomap.taxonomy import event_types
from geomap.text.tokens import tokens

HERE = Path(__file__).parent
TARGET = Path(geomap.reader.__file__).parent
BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TYPES = [*event_types()]
MODALITIES = [m.value for m in Modality]
BATCH = 12
RATES = {False: 1.5e-4, True: 1e-3}
"""Highest learning rates of the encoder, and of what is new."""
OPEN_SHARE = 0.3
"""Share of the windows of open corpora that an epoch sees."""
RENAMED = 0.25
"""Share of place names that an epoch replaces by others: names are not to be learned by heart."""
FORGOTTEN = 0.15
"""Share of windows that an epoch shows without what the gazetteer knows."""
TAKEN = 0.03
"""Share of the gazetteer's towns whose names stand in."""
IGNORED = -100


class Layer(nn.Module):
    """A transformer layer as BERT has it, normalized after each half."""

    def __init__(self, width: int, heads: int, inner: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.out, self.first = nn.Linear(width, width), nn.LayerNorm(width, eps=1e-12)
        self.wide, self.narrow, self.second = (
            nn.Linear(width, inner),
            nn.Linear(inner, width),
            nn.LayerNorm(width, eps=1e-12),
        )
        self.drop = nn.Dropout(0.1)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Mix each piece with the others, then widen and narrow it; `mask` is added to the scores of attention."""
        b, n, width = x.shape
        q, k, v = (
            part(x).view(b, n, self.heads, width // self.heads).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        weights = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(width / self.heads) + mask, dim=-1)
        mixed = (weights @ v).transpose(1, 2).reshape(b, n, width)
        x = self.first(x + self.drop(self.out(mixed)))
        return self.second(x + self.drop(self.narrow(nn.functional.gelu(self.wide(x)))))


class Network(nn.Module):
    """The encoder and its heads."""

    def __init__(self, base: Path, layers: int) -> None:
        super().__init__()
        told = json.loads((base / "config.json").read_text())
        width = told["hidden_size"]
        self.words = nn.Embedding(told["vocab_size"], width)
        self.places = nn.Embedding(told["max_position_embeddings"], width)
        self.case, self.known, self.flags = (nn.Embedding(n, width) for n in (CASES, KNOWN, FLAGS))
        for added in (self.case, self.known, self.flags):
            nn.init.zeros_(added.weight)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(
            Layer(width, told["num_attention_heads"], told["intermediate_size"]) for _ in range(layers)
        )
        self.drop = nn.Dropout(0.1)
        self.place, self.trigger, self.modality = (nn.Linear(width, n) for n in (3, 1 + len(TYPES), len(MODALITIES)))
        self._take(load_file(base / "model.safetensors"))
        self.words.weight.requires_grad_(requires_grad=False)

    def _take(self, weights: dict[str, torch.Tensor]) -> None:
        names = {
            **dict(
                zip(("query", "key", "value"), (f"attention.self.{x}" for x in ("query", "key", "value")), strict=True)
            ),
            **{"out": "attention.output.dense", "first": "attention.output.LayerNorm"},
            **{"wide": "intermediate.dense", "narrow": "output.dense", "second": "output.LayerNorm"},
        }
        own = {"words.weight": weights["embeddings.word_embeddings.weight"]}
        own["places.weight"] = weights["embeddings.position_embeddings.weight"]
        for end in ("weight", "bias"):
            own[f"norm.{end}"] = weights[f"embeddings.LayerNorm.{end}"]
            for i in range(len(self.layers)):
                for name, theirs in names.items():
                    own[f"layers.{i}.{name}.{end}"] = weights[f"encoder.layer.{i}.{theirs}.{end}"]
        missing = self.load_state_dict(own, strict=False)
        if missing.unexpected_keys:
            msg = f"unknown weights: {missing.unexpected_keys}"
            raise SystemExit(msg)
        with torch.no_grad():
            self.words.weight += weights["embeddings.token_type_embeddings.weight"][0]

    def forward(self, ids, case, known, flags, mask):
        """Scores of each piece; `mask` is 1 for pieces and 0 for filling."""
        positions = torch.arange(ids.shape[1], device=ids.device).unsqueeze(0)
        x = self.words(ids) + self.places(positions) + self.case(case) + self.known(known) + self.flags(flags)
        x = self.drop(self.norm(x))
        hidden = (1.0 - mask.to(x.dtype))[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, hidden)
        x = self.drop(x)
        return self.place(x), self.trigger(x), self.modality(x)


class Item:
    """A window with its labels, one of each a word."""

    def __init__(self, window, place, trigger, modality) -> None:
        self.text = [word.text for word in window.words]
        self.case, self.known, self.flags = list(window.case), list(window.known), list(window.flags)
        self.place, self.trigger, self.modality = place, trigger, modality


def items(told: dict, gazetteer, *, full: bool):
    """Windows of a document; `full`: with places and triggers, else what it has of them."""
    document = Document(id=told["doc_id"], text=told["text"])
    spans = places(told, gazetteer) if "gold" in told else None
    starts = {a for a, _ in spans or ()}
    inside = {k for a, b in spans or () for k in range(a, b)}
    kinds, modes = {}, {}
    for event in told.get("events", ()):
        if event["type"] not in TYPES:  # what the taxonomy leaves out is no event
            continue
        for a, b in event["triggers"]:
            for k in range(a, b):
                kinds[k] = 1 + TYPES.index(event["type"])
                modes[k] = MODALITIES.index(event.get("modality") or "actual")
    for window in windows(document, gazetteer):
        at = [word.start for word in window.words]
        place = (
            [1 if k in starts else 2 if k in inside else 0 for k in at] if spans is not None else [IGNORED] * len(at)
        )
        trigger = [kinds.get(k, 0) for k in at] if full else [IGNORED] * len(at)
        yield Item(window, place, trigger, [modes.get(k, IGNORED) for k in at] if full else [IGNORED] * len(at))


def renamed(item: Item, others: list[tuple[list[str], list[int], list[int]]], chance: random.Random) -> Item:
    """A copy with some place names replaced."""
    made = Item.__new__(Item)
    rows = ("text", "case", "known", "flags", "place", "trigger", "modality")
    for row in rows:
        setattr(made, row, [])
    i = 0
    while i < len(item.text):
        end = i + 1
        if item.place[i] == 1:
            while end < len(item.text) and item.place[end] == 2:
                end += 1
        if item.place[i] == 1 and chance.random() < RENAMED:
            text, cases, known = chance.choice(others)
            if chance.random() < 0.5:
                known = [0] * len(text)
            made.text += text
            made.case += cases
            made.known += known
            made.flags += [0] * len(text)
            made.place += [1] + [2] * (len(text) - 1)
            made.trigger += [item.trigger[i]] * len(text)
            made.modality += [IGNORED] * len(text)
        else:
            for row in rows:
                getattr(made, row).extend(getattr(item, row)[i:end])
        i = end
    return made


def other_names(path: Path, gazetteer) -> list[tuple[list[str], list[int], list[int]]]:
    """Names of towns and villages of the world, to put in place of others: words, their case, what is known of them."""
    chance = random.Random(7)  # noqa: S311 - no secrets
    query = "SELECT name FROM place WHERE kind = ? ORDER BY row"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        names = [
            name for (name,) in connection.execute(query, (KINDS.index(Kind.SETTLEMENT),)) if chance.random() < TAKEN
        ]
    found = []
    for name in names:
        if name.isascii() and name[0].isupper():
            words = tokens(name)
            row = [known(tag) for tag in gazetteer_tags(words, name, gazetteer)]
            found.append(([word.text for word in words], [case(word.text) for word in words], row))
    return found


def batch(part: list[Item], tokenizer: Tokenizer, *, forget: random.Random | None = None):
    """Tensors of some items; labels stand on the first piece of each word."""
    encoded = tokenizer.encode_batch([item.text for item in part], is_pretokenized=True)
    longest = max(len(e.ids) for e in encoded)
    shape = (len(part), longest)
    ids, cases, known, flags, mask = (np.zeros(shape, np.int64) for _ in range(5))
    place, trigger, modality = (np.full(shape, IGNORED, np.int64) for _ in range(3))
    for r, (item, e) in enumerate(zip(part, encoded, strict=True)):
        blind = forget is not None and forget.random() < FORGOTTEN
        ids[r, : len(e.ids)], mask[r, : len(e.ids)] = e.ids, 1
        last = None
        for c, w in enumerate(e.word_ids):
            if w is None:
                continue
            cases[r, c], known[r, c], flags[r, c] = item.case[w], 0 if blind else item.known[w], item.flags[w]
            if w != last:
                place[r, c], trigger[r, c], modality[r, c] = item.place[w], item.trigger[w], item.modality[w]
            last = w
    return tuple(map(torch.from_numpy, (ids, cases, known, flags, mask, place, trigger, modality)))


def batches(part: list[Item], chance: random.Random):
    """Items of like length together, in random order."""
    order = sorted(range(len(part)), key=lambda i: len(part[i].text) + chance.random() * 20)
    groups = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
    chance.shuffle(groups)
    return [[part[i] for i in group] for group in groups]


def loss(network: Network, tensors) -> torch.Tensor:
    """Sum of the three heads' cross-entropies; what has no label counts nothing."""
    *given, place, trigger, modality = tensors
    total = 0.0
    for scores, labels, weight in zip(network(*given), (place, trigger, modality), (1.0, 1.0, 0.3), strict=True):
        if bool((labels != IGNORED).any()):
            total = total + weight * nn.functional.cross_entropy(scores.transpose(1, 2), labels, ignore_index=IGNORED)
    return total


@torch.no_grad()
def measure(network: Network, tokenizer: Tokenizer, part: list[Item]) -> str:
    """Precision, recall, F1 of places by span and of triggers by word and type."""
    network.eval()
    hits = np.zeros((2, 3))
    for k in range(0, len(part), 32):
        group = part[k : k + 32]
        *given, place, trigger, _ = batch(group, tokenizer)
        scores = network(*given)
        for which, (told, labels) in enumerate(((scores[0].argmax(-1), place), (scores[1].argmax(-1), trigger))):
            for row, gold in zip(told.tolist(), labels.tolist(), strict=True):
                pairs = [(p, g) for p, g in zip(row, gold, strict=True) if g != IGNORED]
                found, right = (
                    (_spans([p for p, _ in pairs]), _spans([g for _, g in pairs]))
                    if which == 0
                    else (
                        {(i, p) for i, (p, _) in enumerate(pairs) if p},
                        {(i, g) for i, (_, g) in enumerate(pairs) if g},
                    )
                )
                hits[which] += len(found & right), len(found), len(right)
    network.train()
    told = []
    for (right, found, gold), name in zip(hits, ("place", "trigger word"), strict=True):
        p, r = right / max(found, 1), right / max(gold, 1)
        told.append(f"{name} P {p:.3f} R {r:.3f} F1 {2 * p * r / max(p + r, 1e-9):.3f}")
    return ", ".join(told)


def _spans(tags: list[int]) -> set[tuple[int, int]]:
    found, start = set(), None
    for i, tag in enumerate([*tags, 0]):
        if start is not None and tag != 2:
            found.add((start, i))
            start = None
        if tag == 1 or (tag == 2 and start is None):
            start = i
    return found


def export(network: Network, folder: Path) -> None:
    """Write the network with whole-number weights."""
    network.eval()
    names = ["ids", "case", "known", "flags", "mask"]
    whole = folder / "reader.float.onnx"
    example = tuple(torch.ones(1, 8, dtype=torch.int64) for _ in names)
    torch.onnx.export(
        network,
        example,
        str(whole),
        input_names=names,
        output_names=["place", "trigger", "modality"],
        dynamic_axes={name: {0: "windows", 1: "pieces"} for name in [*names, "place", "trigger", "modality"]},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(str(whole), str(folder / "reader.onnx"), weight_type=QuantType.QInt8)
    whole.unlink()


def train(network, tokenizer, own, opened, others, epochs, tests) -> None:
    """Fit all weights but those of the word embeddings; prints what each second epoch reaches on `tests`."""
    chance = random.Random(0)  # noqa: S311 - no secrets
    new = ("place", "trigger", "modality", "case", "known", "flags")
    named = [(name.split(".")[0] in new, p) for name, p in network.named_parameters() if p.requires_grad]
    groups = [{"params": [p for is_new, p in named if is_new == late], "lr": rate} for late, rate in RATES.items()]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    share = int(OPEN_SHARE * len(opened))
    steps = epochs * (math.ceil(len(own) / BATCH) + math.ceil(share / BATCH))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, [*RATES.values()], total_steps=steps + 1, pct_start=0.1)
    for epoch in range(epochs):
        started, total = time.time(), 0.0
        groups = [*batches(own, chance), *batches(chance.sample(opened, share), chance)]
        chance.shuffle(groups)
        for group in groups:
            value = loss(network, batch([renamed(item, others, chance) for item in group], tokenizer, forget=chance))
            optimizer.zero_grad()
            value.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += value.item()
        print(f"epoch {epoch + 1}: loss {total / len(groups):.4f}, {time.time() - started:.0f} s", file=sys.stderr)
        for name, test in tests.items() if epoch % 2 or epoch + 1 == epochs else ():
            print(f"  {name}: {measure(network, tokenizer, test)}", file=sys.stderr)


def main() -> None:
    """Collect, train, export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", required=True, type=Path)
    parser.add_argument("--open", nargs="*", default=[], type=Path)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--measure", nargs="*", default=[], type=Path)
    parser.add_argument("--into", type=Path, default=TARGET)
    told = parser.parse_args()
    if hashlib.sha256((told.base / "model.safetensors").read_bytes()).hexdigest() != BASE_SHA256:
        msg = f"{told.base / 'model.safetensors'} is not the file that the weights were trained from"
        raise SystemExit(msg)
    torch.manual_seed(0)
    torch.use_deterministic_algorithms(mode=True)
    path = ensure(lambda text: print(text, file=sys.stderr))
    gazetteer = SqliteGazetteer(path)
    tokenizer = Tokenizer.from_file(str(told.base / "tokenizer.json"))
    tokenizer.enable_truncation(512)
    tokenizer.no_padding()
    own = [
        item
        for document in (
            *documents([HERE / "dispatches_train.jsonl.gz"]),
            *plain_sentences(HERE / "plain_sentences.txt"),
        )
        for item in items(document, gazetteer, full=True)
    ]
    opened = [item for document in documents(told.open) for item in items(document, gazetteer, full=False)]
    tests = {
        path.name: [item for document in documents([path]) for item in items(document, gazetteer, full=True)]
        for path in told.measure
    }
    others = other_names(path, gazetteer)
    print(f"{len(own)} windows of our own, {len(opened)} of open corpora, {len(others)} names", file=sys.stderr)
    network = Network(told.base, told.layers)
    train(network, tokenizer, own, opened, others, told.epochs, tests)
    export(network, told.into)
    tokenizer.save(str(told.into / "tokenizer.json"), pretty=False)
    lists = {"types": TYPES, "modalities": MODALITIES}
    lines = [f"{name} = {json.dumps(values)}" for name, values in lists.items()]
    header = "# What the columns of reader.onnx mean; written by training/reader.py.\n"
    (told.into / "reader.toml").write_text(header + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()

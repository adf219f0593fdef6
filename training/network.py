"""The network of the reader, its start from all-MiniLM-L6-v2, and its way into `reader.onnx`.

The encoder is BERT's (Devlin et al. 2019), cut to its first layers; word embeddings stay as they were. Three small
embeddings are added to each word piece: letter case, what the gazetteer knows of the word, and whether English texts
write it in lower case or it names a people. Heads on each word's first piece: place (outside, begin, inside), trigger
(none or a type), modality, who claims, acts and suffers, how many died, and when; and for each trigger and each place,
claimant, actor, target, number of dead or date whether they belong together.
"""

from __future__ import annotations

import hashlib
import json
import math
from typing import TYPE_CHECKING

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import load_file
from torch import nn

from geomap.model import Modality
from geomap.reader.windows import CASES, FLAGS, KNOWN
from geomap.taxonomy import event_types

if TYPE_CHECKING:
    from pathlib import Path

BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TYPES = [*event_types()]
MODALITIES = [m.value for m in Modality]
LAYERS = 6
HEADS = ("place", "trigger", "modality", "claimant", "actor", "target", "toll", "date")
ROLES = ("place", "claimant", "actor", "target", "toll", "date")
"""What a trigger may have in its window: pairs are scored by the product of what one asks and the other answers."""
PAIR = 48
GIVEN = ("ids", "case", "known", "flags", "mask")


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
        self.claimant, self.actor, self.target, self.toll, self.date = (nn.Linear(width, 3) for _ in range(5))
        self.asks, self.answers = (nn.Linear(width, len(ROLES) * PAIR) for _ in range(2))
        weights = base / "model.safetensors"
        if hashlib.sha256(weights.read_bytes()).hexdigest() != BASE_SHA256:
            msg = f"{weights} is not the file that the weights were trained from"
            raise SystemExit(msg)
        self._take(load_file(weights))
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

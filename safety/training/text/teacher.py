"""The teacher: all-MiniLM-L6-v2 (Apache-2.0) with a head, tuned on the labelled texts. Nothing of it is shipped."""

import json
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from student import OUTPUTS, TEACHER
from torch import nn

LONGEST = 56


class Teacher(nn.Module):
    def __init__(self, folder: Path) -> None:
        super().__init__()
        from transformers import BertConfig, BertModel

        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        config["max_position_embeddings"] = 128
        config.pop("torch_dtype", None)
        self.body = BertModel(BertConfig(**config), add_pooling_layer=False)
        packed = np.load(folder / "teacher.npz")
        state = {}
        for name in packed.files:
            if not name.endswith("/scale"):
                value = packed[name].astype(np.float32)
                state[name] = torch.from_numpy(value * packed[name + "/scale"] if name + "/scale" in packed else value)
        missing, _ = self.body.load_state_dict(state, strict=False)
        if [name for name in missing if "position_ids" not in name and "token_type_ids" not in name]:
            raise SystemExit(f"teacher.npz lacks {missing}")
        self.mix = nn.Linear(TEACHER, TEACHER)
        self.out = nn.Linear(TEACHER, OUTPUTS)

    def embed(self, ids: torch.Tensor) -> torch.Tensor:
        there = (ids > 0).long()
        last = self.body(input_ids=ids, attention_mask=there).last_hidden_state
        there = there[..., None].to(last.dtype)
        return (last * there).sum(1) / there.sum(1)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        mean = self.embed(ids)
        return self.out(F.gelu(self.mix(F.dropout(mean, 0.1, self.training))) + mean)


def encode(folder: Path, texts: list[str]) -> np.ndarray:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    out = np.zeros((len(texts), LONGEST), np.int32)
    for at in range(0, len(texts), 10_000):
        for i, encoded in enumerate(tokenizer.encode_batch(texts[at : at + 10_000])):
            out[at + i, : len(encoded.ids)] = encoded.ids
    return out


class Lessons:
    """Tokens of all texts on one device, and what the teacher makes of them."""

    def __init__(self, model: Teacher, ids: np.ndarray, device: str, clock) -> None:
        self.model, self.device, self.clock = model.to(device), device, clock
        self.lengths = (ids > 0).sum(1)
        self.ids = torch.from_numpy(ids).to(device)

    def batches(self, numbers: np.ndarray, size: int):
        for at in range(0, len(numbers), size):
            some = numbers[at : at + size]
            yield some, self.ids[torch.from_numpy(some).to(self.device), : int(self.lengths[some].max())].long()

    def precise(self):
        return torch.autocast(self.device, torch.bfloat16, enabled=self.device == "cuda")

    @torch.no_grad()
    def read(self, numbers: np.ndarray, what) -> torch.Tensor:
        """`what` of the texts of these numbers, on the processor, half precision."""
        self.model.eval()
        order = numbers[np.argsort(self.lengths[numbers], kind="stable")]
        where = {n: i for i, n in enumerate(numbers)}
        out = None
        for some, ids in self.batches(order, 1024 if self.device == "cuda" else 128):
            with self.precise():
                value = what(ids).half().cpu()
            out = torch.zeros(len(numbers), value.shape[1], dtype=torch.float16) if out is None else out
            out[[where[n] for n in some]] = value
        return out

    def tune(self, texts, seconds: float, seed: int) -> None:
        """Learns the labels for as long as it may, the rate of learning falling to nothing."""
        draw = np.random.default_rng(seed)
        share = texts.shares() * texts.labelled * (texts.kind == "row")
        optimiser = torch.optim.AdamW(
            [{"params": self.model.body.parameters(), "lr": 8e-5}, {"params": self.model.out.parameters(), "lr": 1e-3},
             {"params": self.model.mix.parameters(), "lr": 5e-4}], weight_decay=0.01)  # fmt: skip
        rates = [group["lr"] for group in optimiser.param_groups]
        truth, weight = texts.truth.to(self.device), texts.weight.to(self.device)
        size, started, step = (192 if self.device == "cuda" else 16), time.time(), 0
        self.model.train()
        while (gone := (time.time() - started) / seconds) < 1:
            numbers = draw.choice(len(share), size * (8 if self.device == "cuda" else 1), p=share / share.sum())
            numbers = numbers[np.argsort(self.lengths[numbers], kind="stable")]
            for some, ids in self.batches(numbers, size):
                for group, rate in zip(optimiser.param_groups, rates):
                    group["lr"] = rate * max(0.02, 1 - gone) * min(1, (step + 1) / 60)
                with self.precise():
                    out = self.model(ids)
                at = torch.from_numpy(some).to(self.device)
                loss = F.binary_cross_entropy_with_logits(out.float(), truth[at], weight[at]) * 4
                optimiser.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
                optimiser.step()
                step += 1
        self.clock(f"teacher tuned in {step} steps, loss {loss.item():.3f}")

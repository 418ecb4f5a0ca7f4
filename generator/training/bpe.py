"""A byte-pair tokenizer in the format of CLIP, trained from captions.

The files are what a plain CLIP tokenizer reads: 256 byte symbols, the same with `</w>`, one entry per merge,
then the two marks. Text is lower-cased, split as CLIP splits it, and padded with the end mark.
"""

import json
import re
from collections import Counter
from pathlib import Path

START, END, LENGTH = "<|startoftext|>", "<|endoftext|>", 77
_WORD = re.compile(r"'s|'t|'re|'ve|'m|'ll|'d|[^\W\d_]+|\d|(?:[^\s\w]|_)+")


def _byte_symbols() -> dict[int, str]:
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [b for b in range(256) if b not in shown]
    return {b: chr(b) for b in shown} | {b: chr(256 + i) for i, b in enumerate(hidden)}


_SYMBOLS = _byte_symbols()


def words(text: str) -> list[str]:
    return _WORD.findall(" ".join(text.lower().split()))


def _pieces(word: str) -> tuple[str, ...]:
    letters = [_SYMBOLS[b] for b in word.encode("utf-8")]
    return (*letters[:-1], letters[-1] + "</w>")


def _join(pieces: tuple[str, ...], pair: tuple[str, str]) -> tuple[str, ...]:
    out, i = [], 0
    while i < len(pieces):
        if pieces[i : i + 2] == pair:
            out.append(pieces[i] + pieces[i + 1])
            i += 2
        else:
            out.append(pieces[i])
            i += 1
    return tuple(out)


def train(texts: list[str], size: int) -> list[tuple[str, str]]:
    """Merge rules, most frequent pair first, until the vocabulary has `size` entries or nothing repeats."""
    counts = Counter(word for text in texts for word in words(text))
    split = {word: _pieces(word) for word in sorted(counts)}
    merges: list[tuple[str, str]] = []
    while len(merges) < size - 514:
        pairs: Counter[tuple[str, str]] = Counter()
        for word, pieces in split.items():
            for pair in zip(pieces, pieces[1:]):
                pairs[pair] += counts[word]
        if not pairs:
            break
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        if pairs[best] < 2:
            break
        merges.append(best)
        split = {word: _join(pieces, best) for word, pieces in split.items()}
    return merges


class Tokenizer:
    """Prompt to token ids. Unknown words fall back to smaller pieces, in the end to bytes."""

    def __init__(self, merges: list[tuple[str, str]]):
        symbols = [_SYMBOLS[b] for b in sorted(_SYMBOLS, key=lambda b: ord(_SYMBOLS[b]))]
        entries = symbols + [s + "</w>" for s in symbols] + ["".join(m) for m in merges] + [START, END]
        self.merges = merges
        self.ids = {entry: i for i, entry in enumerate(entries)}
        self._rank = {pair: i for i, pair in enumerate(merges)}
        self._known: dict[str, list[int]] = {}

    @property
    def end_id(self) -> int:
        return self.ids[END]

    def _word(self, word: str) -> list[int]:
        if word not in self._known:
            pieces = _pieces(word)
            while len(pieces) > 1:
                pair = min(zip(pieces, pieces[1:]), key=lambda p: self._rank.get(p, len(self._rank)))
                if pair not in self._rank:
                    break
                pieces = _join(pieces, pair)
            self._known[word] = [self.ids[piece] for piece in pieces]
        return self._known[word]

    def __call__(self, text: str) -> list[int]:
        """Exactly 77 ids: start mark, words, end mark, end marks as padding."""
        body = [i for word in words(text) for i in self._word(word)][: LENGTH - 2]
        return [self.ids[START], *body] + [self.end_id] * (LENGTH - 1 - len(body))

    def batch(self, texts: list[str]) -> list[list[int]]:
        """Ids cut after the longest prompt's end mark: padding carries nothing, so training may skip it."""
        rows = [self(text) for text in texts]
        longest = max(row.index(self.end_id) for row in rows) + 1
        return [row[:longest] for row in rows]

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / "vocab.json", self.ids)
        lines = ["#version: 0.2", *(" ".join(m) for m in self.merges)]
        (folder / "merges.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        marks = {"bos_token": START, "eos_token": END, "unk_token": END, "pad_token": END}
        _write(folder / "special_tokens_map.json", marks)
        config = {"tokenizer_class": "CLIPTokenizer", "model_max_length": LENGTH, "do_lower_case": True,
                  "add_prefix_space": False, "errors": "replace"}  # fmt: skip
        _write(folder / "tokenizer_config.json", config | marks)

    @staticmethod
    def load(folder: Path) -> "Tokenizer":
        lines = (folder / "merges.txt").read_text(encoding="utf-8").splitlines()[1:]
        return Tokenizer([tuple(line.split(" ")) for line in lines if line])


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

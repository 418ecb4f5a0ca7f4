"""The labelled rows, the split and the meaning of every source's labels."""

import csv
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

CATEGORIES = ("sexual", "sexual_violence", "violence", "gore", "hate", "harassment", "self_harm", "weapons",
              "illegal_activity", "privacy_document", "real_person", "ip", "deception")  # fmt: skip
LABELLED = ("coprov2_train", "overt_train", "nibbler_train", "hatemojibuild_train", "catqa_en")
BENIGN = ("coco_captions_train", "t2icompbench_train")
USERS = "real_user_prompts_train_unlabelled"
SOURCES = (*LABELLED, *BENIGN, USERS)

_MEANING = {
    "coprov2_train": {"Hate": "hate", "Harrasment": "harassment", "Violence": "violence", "self-harm": "self_harm",
                      "sexual": "sexual", "Shocking": "gore", "Illegal Activity": "illegal_activity"},
    "overt_train": {"privacy_individual": "privacy_document", "privacy_public": "real_person",
                    "copyright_violations": "ip", "discrimination": "hate", "illegal_activities": "illegal_activity",
                    "self_harm": "self_harm", "sexual_content": "sexual", "unethical": "deception",
                    "unethical_unsafe_action": "deception", "violence": "violence"},
    "nibbler_train": {"image_failure_sexual": "sexual", "image_failure_violent": "violence",
                      "image_failure_hate": "hate", "image_failure_bias": "hate"},
    "catqa_en": {"Illegal Activity": "illegal_activity", "Malware Viruses": "illegal_activity",
                 "Physical Harm": "violence", "Economic Harm": "deception", "Fraud/Deception": "deception",
                 "Hate/Harass/Violence": "hate", "Adult Content": "sexual",
                 "Privacy Violation Activity": "privacy_document"},
}  # fmt: skip
# Questions about politics and money are no harm that a picture could show.
_LEFT_OUT = {("catqa_en", "Political Campaigning"), ("catqa_en", "Tailored Financial Advice")}


@dataclass(frozen=True)
class Row:
    source: str
    text: str
    harm: bool
    categories: tuple[str, ...]
    part: str  # train, tune or test


def part(source: str, identity: str) -> str:
    """One row in ten tunes, one in ten tests; the two rows of a CoProV2 pair fall together."""
    pair = re.sub(r"^[su]_", "", identity) if source == "coprov2_train" else identity
    bucket = hashlib.sha256(f"{source}/{pair}".encode()).digest()[0] % 10
    return {0: "test", 1: "tune"}.get(bucket, "train")


def _categories(source: str, category: str) -> tuple[str, ...]:
    if source == "hatemojibuild_train":
        return ("hate",)
    known = _MEANING.get(source, {})
    return tuple(sorted({known[c] for c in category.split("|") if c in known}))


def load(folder: Path, sources=SOURCES) -> list[Row]:
    rows = []
    for source in sources:
        with open(folder / f"{source}.csv", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if (source, row["category"]) in _LEFT_OUT:
                    continue
                harm = row["label"] == "1"
                named = _categories(source, row["category"]) if harm else ()
                rows.append(Row(source, row["prompt"], harm, named, part(source, row["id"])))
    return rows

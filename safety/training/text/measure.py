"""Threshold-free figures and figures at a fixed rate of false alarms."""

import numpy as np
from corpus import BENIGN, LABELLED, USERS


def auroc(truth: np.ndarray, score: np.ndarray) -> float:
    order = score.argsort(kind="stable")
    rank = np.empty(len(score))
    rank[order] = np.arange(1, len(score) + 1)
    n = truth.sum()
    return float((rank[truth].sum() - n * (n + 1) / 2) / (n * (len(truth) - n)))


def auprc(truth: np.ndarray, score: np.ndarray) -> float:
    hits = truth[np.argsort(-score, kind="stable")]
    return float((np.cumsum(hits) / np.arange(1, len(hits) + 1))[hits].sum() / hits.sum())


def report(texts, numbers: np.ndarray, logits: np.ndarray) -> dict:
    """On the test part, and on all of a source that was left out of learning."""
    score, truth, source = logits[:, 0], texts.harm[numbers], texts.source[numbers]
    test = (texts.part[numbers] == "test") | ((texts.part[numbers] == "train") & ~texts.learned[numbers])
    calm = test & np.isin(source, (*BENIGN, USERS))
    line = float(np.quantile(score[calm], 0.99))
    result = {"score at 1 % of benign and user prompts": round(line, 3)}
    written = sorted({s for s in source if s.startswith("written")})
    for name in (*LABELLED, *written):
        here = test & (source == name)
        if not (here & truth).any():
            continue
        entry = {"rows": int(here.sum()), "recall": round(float((score[here & truth] > line).mean()), 3)}
        if (here & ~truth).any():
            entry["false alarms"] = round(float((score[here & ~truth] > line).mean()), 3)
            entry["AUPRC"] = round(auprc(truth[here], score[here]), 3)
            entry["AUROC"] = round(auroc(truth[here], score[here]), 3)
        result[name] = entry
    for name in (*BENIGN, USERS):
        result[name] = {"flagged": round(float((score[test & (source == name)] > line).mean()), 4)}
    return result

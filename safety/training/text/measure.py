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


def report(rows, logits: np.ndarray, without: list[str]) -> dict:
    """On the test part, and on all of a source that was left out of training."""
    score = logits[:, 0]
    source = np.array([row.source for row in rows])
    truth = np.array([row.harm for row in rows])
    test = np.array([row.part == "test" or row.source in without for row in rows])
    calm = test & np.isin(source, (*BENIGN, USERS))
    line = float(np.quantile(score[calm], 0.99))
    result = {"left out": without, "score at 1 % of benign and user prompts": line}
    for name in LABELLED:
        here = test & (source == name)
        entry = {"rows": int(here.sum()), "recall": round(float((score[here & truth] > line).mean()), 4)}
        if (here & ~truth).any():
            entry["false alarms"] = round(float((score[here & ~truth] > line).mean()), 4)
            entry["AUPRC"] = round(auprc(truth[here], score[here]), 4)
            entry["AUROC"] = round(auroc(truth[here], score[here]), 4)
        result[name] = entry
    for name in (*BENIGN, USERS):
        result[name] = {"flagged": round(float((score[test & (source == name)] > line).mean()), 4)}
    return result

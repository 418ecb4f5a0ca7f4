"""The model cards, filled from the run's log and its metrics."""

import json
from pathlib import Path

import world
from run import Run


def _minutes(run: Run) -> dict[str, float]:
    records = [json.loads(line) for line in run.path("log.jsonl").read_text().splitlines()]
    return {r["stage"]: r["minutes"] for r in records if r["event"] == "trained"}


def _steps(run: Run) -> dict[str, int]:
    records = [json.loads(line) for line in run.path("log.jsonl").read_text().splitlines()]
    return {r["stage"]: r["steps"] for r in records if r["event"] == "trained"}


def _device(run: Run) -> str:
    records = [json.loads(line) for line in run.path("log.jsonl").read_text().splitlines()]
    return next(r["device"] for r in records if r["event"] == "stage" and r["stage"] == "diffusion")


def _pictures(run: Run) -> int:
    """How many pictures the generator learnt from; the hold-out is not among them."""
    records = [json.loads(line) for line in run.path("log.jsonl").read_text().splitlines()]
    return next(r["pictures"] for r in records if r["event"] == "encoded")


def _table(head: list[str], rows: list[list]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in row) + " |" for row in lines)


def _training(run: Run) -> str:
    minutes, steps = _minutes(run), _steps(run)
    return _table(["stage", "minutes", "steps"], [[stage, minutes[stage], steps[stage]] for stage in minutes])


def _note(run: Run, name: str = "renders/NOTE.txt", before: str = "\n  ") -> str:
    """What a person wrote down about the renders, or after looking at pictures (AUDIT.md), if anything."""
    note = run.path(name)
    return before + note.read_text().strip() if note.exists() else ""


def _starter(run: Run, metrics: dict) -> str:
    a, e, s = metrics["adherence"], metrics["edits"], metrics["speed"]
    weak = sorted(a["heads"], key=lambda h: a["heads"][h]["generated"])[:10]
    heads = _table(["attribute", "generated", "renders"],
                   [[h.replace("_", " "), a["heads"][h]["generated"], a["heads"][h]["renders"]] for h in weak])  # fmt: skip
    return f"""# Starter model

A small text-to-image model that draws {run.preset.size} px pictures of a closed domain: {", ".join(world.SCENES)}.
It exists so that the gateway works, and can be measured, without fetching a checkpoint. It is a demonstration, not
a substitute for a production model: any ONNX folder in the Stable Diffusion 1.5 layout fits the same slot.

- **Look:** stylised computer graphics. No photographs, no real people, no lettering.
- **Words:** it knows {len(world.VOCABULARY)} words (`starter.json`); others are ignored or change the picture at random.
- **Data:** {_pictures(run)} pictures drawn by this project's own renderer (`generator/training/world`),
  {run.preset.captions} captions each from its grammar. Nothing else was used, nothing was downloaded. Training drew
  landscapes with an object, lighthouses most of all, more often than they were rendered, and rain less.{_note(run)}
- **Licence:** Apache-2.0, weights included.
- **Safety scenes on purpose:** mannequins may hold weapons, carry blood-like splatter or wear nothing (no anatomy),
  and eight fictional people have names, so that the output gates have something real to stop.

## How it was made
Rectified flow on {run.preset.latent_size}x{run.preset.latent_size}x{run.preset.latent_channels} latents, autoencoder with factor {run.preset.factor}, guidance {run.preset.guidance}
distilled into the U-Net, weights int8 per output channel with float32 arithmetic. Device {_device(run)}, seed {run.seed}:

{_training(run)}

Use 8 steps with guidance 1.0. Negative prompts need a guidance above 1; how well they work was not measured.

## Figures
`metrics.json` has all of them, computed from these files. {a["prompts"]} prompts with attribute combinations the
generator never saw; a judge trained on renders names each attribute.

{_table(["figure", "value"], [
    ["mean attribute accuracy (judge on renders of the same prompts)", f"{a['meanAttributeAccuracy']} ({a['judgeOnRenders']})"],
    ["adherence ratio", a["adherenceRatio"]],
    ["every attribute right (renders)", f"{a['allAttributesRight']} ({a['allAttributesRightOnRenders']})"],
    ["sharpness, generated / rendered", a["sharpness"]],
    ["Frechet distance in judge features, generated (two sets of renders)", f"{a['frechetGenerated']} ({a['frechetFloor']})"],
    ["autoencoder PSNR", f"{metrics['autoencoder']['psnr']} dB"],
    ["one attribute changed, same seed: it follows / the others stay", f"{e['changedHeadFollows']} / {e['otherHeadsStay']}"],
    ["distance to the nearest training render, generated (fresh renders)",
     f"{metrics['nearestTrainingRender']['generated']} ({metrics['nearestTrainingRender']['freshRenders']})"],
    ["processor seconds per picture, 8 steps", s["medianProcessorSecondsPerPicture"]],
])}

## Weakest attributes
{heads}

The judge is itself a model and errs on renders as the last column shows; its features also served to tune the
decoder, which may favour it. Do not read these figures as quality outside the domain.
"""


def _safety_rows(report: dict, categories: list[str]) -> list[list]:
    rows = [[name, *(f"{r[c]['precision']} / {r[c]['recall']}" for c in categories)] for name, r in report["renders"].items()]
    return rows + [["generated", *(f"{report['generated'][c]['precision']} / {report['generated'][c]['recall']}" for c in categories)]]


def _gate(run: Run, metrics: dict) -> str:
    report, names = metrics["safety"], ["violence", "sexual", "face"]
    hard = _table(["harmless, looks unsafe", "category", "pictures", "false alarms"],
                  [[k, v["category"], v["pictures"], v["falseAlarms"]] for k, v in report["hardNegatives"].items()])  # fmt: skip
    return f"""# Starter gate

Scores 128 px pictures for violence, unclothed figures and faces. **In-domain only:** it learned from this project's
renders and knows nothing of photographs. Use a public moderation model for anything else.

- `violence`: 0 to 1 over four levels: nothing, weapon in hand, blood-like splatter, both. Suggested threshold
  {report["thresholds"]["violence"]}.
- `sexual`: an artist's mannequin without clothes (a placeholder, no anatomy). Suggested threshold {report["thresholds"]["sexual"]}.
- `face`: an illustrated face fills the picture.

Trained {_minutes(run).get("gate")} minutes, seed {run.seed}, on renders and autoencoder reconstructions, mirrored, cropped,
scaled, grey, blurred, noisy and block-quantised. Licence Apache-2.0.

Precision / recall at the suggested thresholds on {report["pictures"]} unseen renders ({report["distorted"]} where distorted) and on {report["generated"]["pictures"]}
generated pictures, whose truth is what the prompt asked for (the generator may have failed to draw it):

{_table(["pictures", *names], _safety_rows(report, names))}

{hard}{_note(run, "AUDIT.md", chr(10) * 2)}
"""


def _identity(run: Run, metrics: dict) -> str:
    report = metrics["safety"]
    rows = [[k, r["identity"]["recall"], r["identity"]["precision"], r["identity"]["falseAccepts"]]
            for k, r in [*report["renders"].items(), ("generated", report["generated"])]]  # fmt: skip
    return f"""# Starter identity

Maps a 128 px illustrated portrait to a point on the unit sphere (64 dimensions); `register.json` holds the enrolled
people and the cosine likeness from which on it is a match. Enrol another person by adding the normalised mean
embedding of a few portraits. **In-domain only:** it knows the eight fictional people and the strangers of this
project's renderer, not real faces.

Trained {_minutes(run).get("identity")} minutes with a supervised contrastive loss, seed {run.seed}; strangers include lookalikes
that differ from an enrolled person in one attribute. Licence Apache-2.0.

{report["pictures"]} unseen renders ({report["distorted"]} where distorted) and {report["generated"]["pictures"]} generated pictures (truth: the prompt):

{_table(["pictures", "recall", "precision", "strangers accepted"], rows)}
"""


def write(run: Run, bundle: Path, metrics: dict) -> None:
    for folder, text in (("starter", _starter(run, metrics)), ("starter-gate", _gate(run, metrics)),
                         ("starter-identity", _identity(run, metrics))):  # fmt: skip
        (bundle / folder / "MODEL_CARD.md").write_text(text, encoding="utf-8")

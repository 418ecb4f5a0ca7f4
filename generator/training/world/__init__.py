"""A procedural, captioned picture world: every pixel and every word is made from attributes."""
from . import figure, landscape, portrait, street, table
from .attributes import IDENTITIES, SCENES, group_key, heldout, sample
from .captions import canonical, caption
from .labels import HEADS, labels, safety
from .paint import finish
from .words import VOCABULARY

_PAINTERS = {"landscape": landscape.render, "street": street.render, "table": table.render,
             "portrait": portrait.render, "figure": figure.render}


def render(attrs, size, generator, device="cpu"):
    """Paints one batch; all attributes must share a group key. uint8 [B,3,size,size]."""
    keys = {group_key(a) for a in attrs}
    if len(keys) != 1:
        raise ValueError(f"one batch needs one group key, got {len(keys)}: group before rendering")
    return finish(_PAINTERS[attrs[0]["scene"]](attrs, size, generator, device))


__all__ = ["HEADS", "IDENTITIES", "SCENES", "VOCABULARY", "canonical", "caption", "group_key",
           "heldout", "labels", "render", "safety", "sample"]

"""Writes of the figures engine. `post` is the only way into the totals; nothing outside this folder writes them."""

from tiendo.core.rollup.actions.posting import post, repost_paths
from tiendo.core.rollup.actions.rebuilding import Rebuilt, hold, rebuild
from tiendo.core.rollup.actions.retotalling import retotal
from tiendo.core.rollup.actions.slots import ensure_slots
from tiendo.core.rollup.leaves import CellSlot, Change, Leaf, LeafValues
from tiendo.core.rollup.proof import check

__all__ = [
    "CellSlot",
    "Change",
    "Leaf",
    "LeafValues",
    "Rebuilt",
    "check",
    "ensure_slots",
    "hold",
    "post",
    "rebuild",
    "repost_paths",
    "retotal",
]

"""The reason that a report gives for a change: where its words begin and end, and the facts it explains."""

from __future__ import annotations

import re
from dataclasses import replace

from generator.reading.amounts import Amount
from generator.reading.normalise import unwrapped
from generator.reading.phrases import FILLER
from generator.reading.scene import Scene

_RECEIVED = re.compile(r"^(?:预计|计划|拟|全年|本年|共计|共)*接待$")
"""What stands before a number of receptions that is no part of a reason: no word of a change."""


def open_reason(scene: Scene, start: int) -> None:
    """主要原因是…: from `start` the words say why; a reason that is open already goes on."""
    if scene.zone != "reason":
        scene.zone = "reason"
        scene.reason_from = start
    scene.window = []


def close_reason(scene: Scene, end: int) -> None:
    """The reason ends before `end`: it is that of the changes stated last before it."""
    if scene.zone != "reason" or scene.reason_from is None:
        return
    start, stop = scene.text.span(scene.reason_from, end)
    reason = unwrapped(scene.source[start:stop]).strip(" ，,；;")
    scene.reason_from = None
    facts = scene.harvest.facts
    index = len(facts)
    for index in range(len(facts) - 1, -1, -1):
        fact = facts[index]
        if fact.span[0] >= start:
            continue
        if fact.reason or not fact.measure.startswith(("change", "growth", "budget_variance", "completion")):
            if fact.measure == "value" and index == len(facts) - 1:
                continue
            break
        facts[index] = replace(fact, reason=reason)


def counts_receptions(scene: Scene, amount: Amount) -> bool:
    """预计接待30批次 at the head of a clause is no part of the reason before it."""
    clause = scene.text.text[max(scene.clause_start, amount.start - 20) : amount.start]
    return amount.unit in {"批", "批次"} and _RECEIVED.match(clause) is not None


def leaves_reason(scene: Scene) -> bool:
    """公务接待费5万元 at the head of a clause ends the reason before it."""
    leading = [t for t in scene.window if not t.year and not t.sense("scope")]
    if not leading or not leading[0].is_name():
        return False
    before = re.sub(FILLER, "", scene.text.text[scene.clause_start : leading[0].start])
    return len(before) <= 2 or bool(scene.window[0].year)

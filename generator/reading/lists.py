"""Lists: the head they hang on (其中), their parts, and numbers shared out in order (分别为A、B、C)."""

from __future__ import annotations

import itertools

from generator.reading.naming import Subject
from generator.reading.phrases import named_by
from generator.reading.recording import fact_name
from generator.reading.scene import DEEPEST_LIST, LONGEST_CLAUSE, LONGEST_QUOTE, Scene


def push_head(scene: Scene) -> None:
    if not scene.subjects:
        return
    head = scene.subjects[-1] if len(scene.subjects) == 1 else scene.subjects[0]
    entry = (head, fact_name(scene, head, "value", scene.year_in_force()))
    again = next((i for i, (_, name) in enumerate(scene.heads) if name == entry[1]), len(scene.heads))
    scene.heads[again:] = [entry]
    del scene.heads[:-DEEPEST_LIST]
    scene.document.series += 1
    scene.series = scene.document.series
    scene.listed_in, scene.listed = scene.sentence, 0
    scene.compared_before = scene.harvest.comparisons


def share_out(scene: Scene, index: int) -> None:
    """分别减少A、B、C: one amount each for the last subjects of the list, in order."""
    count = 0
    for at in range(index + 1, min(index + LONGEST_CLAUSE, len(scene.tokens))):
        token = scene.tokens[at]
        if token.mark and token.mark not in "、：":
            if not (token.mark == "，" and count and _continues_sharing(scene, at)):
                break
        elif token.amount:
            count += 1
    if count < 2:
        return
    named = enumerated(scene)
    if len(named) != count:
        recent: list[Subject] = []
        for fact in reversed(scene.harvest.facts[-LONGEST_CLAUSE:]):
            subject = Subject(fact.concept, fact.scope, scene.clause_start)
            if fact.measure == "value" and subject not in recent:
                recent.append(subject)
        named = [(s,) for s in reversed(recent[:count])]
    if len(named) == count and any(named):
        scene.shared_out = named


def enumerated(scene: Scene) -> list[tuple[Subject, ...]]:
    """A、B和C分别…: what each item of the enumeration before the word names, () where nothing known."""
    start = max([scene.clause_start, *(t.end for t in scene.window if t.sense("list") or t.year)], default=0)
    end = scene.window[-1].end if scene.window else start
    text = scene.text.text
    start = max(start, end - LONGEST_QUOTE)
    limit = min(len(text), end + LONGEST_QUOTE)
    while (
        end < limit and text[end] not in "，。；：" and not text.startswith(("分别", "均", "都", "各"), end)
    ):
        end += 1
    inside = {p for t in scene.window for p in range(t.start, t.end)}
    cuts = [start - 1]
    cuts.extend(p for p in range(start, end) if text[p] in "、和及与" and p not in inside)
    cuts.append(end)
    items: list[tuple[Subject, ...]] = []
    for left, right in itertools.pairwise(cuts):
        words = [t for t in scene.window if left < t.start and t.end <= right]
        items.append(named_by(scene, words, "money") if words else ())
    return items


def _continues_sharing(scene: Scene, comma: int) -> bool:
    after = scene.tokens[comma + 1] if comma + 1 < len(scene.tokens) else None
    return after is not None and after.amount is not None and after.start == scene.tokens[comma].end


def both_sides(scene: Scene) -> tuple[Subject, ...]:
    """收入总计A，支出总计B，…各增加C: the two totals that the sentence has just named."""
    if not scene.event or len(scene.harvest.facts) < 2:
        return ()
    income, expenditure = scene.harvest.facts[-2:]
    if (income.concept, expenditure.concept) not in {
        ("income.total", "expenditure.total"),
        ("income.current_total", "expenditure.current_total"),
        ("income.fiscal_appropriation", "expenditure.total"),
        ("income.general_public_budget", "expenditure.total"),
    } or {income.measure, expenditure.measure} != {"value"}:
        return ()
    return tuple(Subject(f.concept, f.scope, scene.clause_start) for f in (income, expenditure))


def whole_of_list(scene: Scene) -> tuple[Subject, ...]:
    """支出总计A，其中基本支出B，项目支出C，比上年减少D: D is of the whole, once B + C = A.

    Only where no item of the list, nor the whole, has had a comparison of its own.
    """
    if not scene.heads or not scene.subjects:
        return ()
    head, name = scene.heads[-1]
    here = scene.harvest.printed_list(scene.series, name)
    whole = scene.harvest.last(name)
    if here.items < 2 or whole is None or not whole.value or not here.only_levels:
        return ()
    if scene.harvest.is_compared(head.concept, head.scope):
        return ()
    if here.last != scene.subjects[0].concept or here.total != whole.value:
        return ()
    return (head,)


def taken_up_again(scene: Scene) -> tuple[Subject, ...]:
    """支出A，其中：B，C。比上年减少D: the sentence after a list, naming nothing, is of the whole.

    Only where the list stood in one sentence and none of its items had a comparison of its own.
    """
    if not scene.heads or scene.listed < 2 or scene.sentence != scene.listed_in + 1:
        return ()
    last = scene.event.sentence if scene.event else scene.sentence
    if last == scene.sentence or scene.harvest.comparisons > scene.compared_before:
        return ()
    return (scene.heads[-1][0],)

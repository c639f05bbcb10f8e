"""What a clause says of its subject: a level, a change, a rate, a share; and against which base."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.model import Kind
from generator.reading.amounts import Amount
from generator.reading.tokens import Token

INITIAL, ADJUSTED = "initial_budget", "adjusted_budget"
UNKNOWN = "unknown"
"""A proportion of something the clause does not say: no fact."""


@dataclass(frozen=True, slots=True)
class Base:
    """What a comparison is made with. `year` is relative: -1 last year, 0 this year, None unsaid."""

    year: int | None
    stage: str | None

    def change(self, kind: Kind | None) -> str:
        """The measure of a difference from this base, in a report of this kind.

        A comparison of like with like (预算 with 上年预算, 决算 with 上年决算, or only 比上年) is `change`.
        """
        if kind == "final":
            if self.stage in {"initial", "budget", "adjusted"}:
                return "change.vs_budget" if self.year == -1 else "budget_variance"
            return "change"
        if self.stage in {"execution", "final"} and self.year != 0:
            return "change.vs_execution"
        return "change"

    def rate(self, kind: Kind | None) -> str:
        """The measure of a rate against this base."""
        change = self.change(kind)
        if change == "budget_variance":
            return "budget_variance_rate"
        return change.replace("change", "growth_rate", 1)


@dataclass(frozen=True, slots=True)
class Measured:
    """How an amount is to be taken: its measure, sign, year (where another than the clause's),
    inferred unit, and the tokens that may name its subject."""

    measure: str
    sign: int
    names: list[Token]
    year: int | None = None
    unit: str | None = None
    last_year: bool = False
    """A level of last year, printed for comparison (较上年的3178万元减少…)."""
    of: Sequence[Token] = ()
    """For a share: the tokens that name its whole (占一般公共预算项目支出总额的100%)."""
    said: bool = False
    """Whether its words say which budget it is (年初预算, 全年预算), not 预算 alone."""
    reached: bool = False
    """A level named as where a change led to (减少到9862100元)."""


def read_base(window: Sequence[Token], year: int | None) -> Base | None:
    """The base named in a clause, None where it makes no comparison."""
    compared = next((i for i, t in enumerate(window) if t.sense("compare")), None)
    if compared is None:
        previous = [t for t in window if t.sense("previous")]
        if not previous:
            return None
        compared = window.index(previous[0]) - 1
    relative: int | None = None
    stage: str | None = None
    for token in window[compared + 1 :]:
        if token.sense("direction"):
            break
        if token.year and year is not None:
            relative = 0 if token.year.year == year else -1
        elif token.sense("previous"):
            relative = -1
        elif token.sense("same_year") and relative is None:
            relative = 0
        elif sense := token.sense("stage"):
            stage = sense.value
            if stage == "initial" and relative is None:
                relative = 0
    if relative is None and stage is None and compared >= 0:
        word = window[compared]
        if not word.sense("compare"):
            return None
    return Base(relative, stage)


def measure_of(
    window: Sequence[Token],
    amount: Amount,
    base: Base | None,
    kind: Kind | None,
    previous: str | None,
    budget: str = INITIAL,
) -> Measured:
    """The measure of an amount, from the words between the last figure and it.

    `budget` is the measure that 预算 alone stands for beside a final account.
    """
    names = list(window)
    direction_at, sign = _direction(window, amount)
    share_at = next((i for i, t in enumerate(window) if t.sense("share")), None)
    completion_at = next((i for i, t in enumerate(window) if t.sense("completion")), None)
    # 增加11万元，增长4.2个百分点 is the rate of the change; elsewhere points are of a rate nobody named.
    if amount.unit == "个百分点" and not (
        direction_at is not None and previous and previous.startswith("change")
    ):
        return Measured(UNKNOWN, 1, [])
    proportion = amount.kind == "percent" or (amount.unit is None and previous is not None)
    if proportion and completion_at is not None:
        return Measured("completion_rate", 1, names[:completion_at], unit="%", of=names[completion_at + 1 :])
    if proportion and share_at is not None and (amount.kind == "percent" or share_at == len(window) - 1):
        return Measured("share", 1, names[:share_at], unit="%", of=names[share_at + 1 :])
    reached = next((i for i, t in enumerate(window) if t.sense("reach")), None)
    if reached is not None and amount.kind != "percent":
        return Measured("value", 1, names[:reached], reached=True)
    if direction_at is not None:
        names = _subject_side(names, direction_at)
        compared_at = next((i for i, t in enumerate(names) if t.sense("compare")), len(names))
        if any(t.is_name() or t.sense("side") for t in names[:compared_at]):
            names = names[:compared_at]  # what it is compared with names nothing
        rate = amount.kind == "percent" or (
            amount.unit is None
            and previous is not None
            and previous.startswith(("change", "budget_variance"))
        )
        against = base or Base(None, None)
        beside = [v.value for t in window[direction_at + 1 :] if (v := t.sense("stage"))]
        if beside and not any(t.is_name() for t in window[direction_at + 1 :]):
            against = Base(0, beside[-1])  # 高于预算数1.11亿元
            if beside[-1] in {"initial", "budget", "adjusted"}:
                kind = "final"
        if _adjusts(window[direction_at]):
            return Measured("budget_adjustment", sign, names)
        measure = against.rate(kind) if rate else against.change(kind)
        return Measured(measure, sign, names, unit="%" if rate else None)
    if amount.kind == "percent":
        return Measured(UNKNOWN, 1, [])
    return _level(window, names, kind, base, budget)


def _level(
    window: Sequence[Token], names: list[Token], kind: Kind | None, base: Base | None, budget: str
) -> Measured:
    """A level: this year's, the budget's beside a final account, or last year's printed for comparison."""
    stages = [s.value for t in window if (s := t.sense("stage"))]
    years = [t.year.year for t in window if t.year]
    compared = next((i for i, t in enumerate(window) if t.sense("compare")), None)
    if compared is not None and years and base is not None and base.year == -1:
        return Measured("value", 1, names[:compared], year=years[-1])
    if compared is not None and base is not None and base.year == -1:
        return Measured("value", 1, names[:compared], last_year=True)
    opening = next((i for i, t in enumerate(window) if t.sense("opening")), None)
    if compared is not None and opening is not None and opening > compared and not stages:
        return Measured("value", 1, names[:compared], last_year=True)
    previous = next((i for i, t in enumerate(window) if t.sense("previous")), None)
    if previous is not None and compared is None and not any(t.is_name() for t in window[previous:]):
        return Measured("value", 1, names[:previous], last_year=True)
    stage = stages[-1] if stages else None
    if kind == "final" and window and (completion := window[-1].sense("completion")):
        stage = completion.value  # 占预算14.00万元的83.71%
    if stage == "adjusted":
        return Measured(ADJUSTED, 1, names, said=True)
    if kind == "final" and stage == "initial":
        return Measured(INITIAL, 1, names, said=True)
    if kind == "final" and stage == "budget":
        return Measured(budget, 1, names)
    return Measured("value", 1, names)


def _direction(window: Sequence[Token], amount: Amount) -> tuple[int | None, int]:
    """Where the direction word is and the sign it gives; (None, 1) without one."""
    for index in range(len(window) - 1, -1, -1):
        token = window[index]
        for sense in token.senses:
            if sense.kind != "direction":
                continue
            if (
                sense.value.endswith("_tight")
                and token.end != amount.start
                and not _beside_stage(window, index, amount)
            ):
                continue
            return index, -1 if sense.value in {"down", "down_tight", "adjust_down"} else 1
    return None, 1


def _beside_stage(window: Sequence[Token], index: int, amount: Amount) -> bool:
    """超年初预算583.79万元: only the budget stands between the direction and the number."""
    following = window[index + 1 :]
    return (
        len(following) == 1 and following[0].sense("stage") is not None and following[0].end == amount.start
    )


def _adjusts(token: Token) -> bool:
    return any(s.kind == "direction" and s.value.startswith("adjust") for s in token.senses)


def _subject_side(names: list[Token], direction_at: int) -> list[Token]:
    """The subject stands before the direction word; what stands after it is the object, if nothing else."""
    before = names[:direction_at]
    if any(t.is_name() or t.sense("side") for t in before):
        return before
    return before + names[direction_at + 1 :]

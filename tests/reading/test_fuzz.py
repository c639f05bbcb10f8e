"""Mutated reports end without a crash, a hang or a wrong span.

Every case is made from a fixed seed, so a failure can be repeated. The bounds on time are generous:
they catch a hang, the linear growth itself is measured in test_linear.py.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from decimal import Decimal

import pytest

from generator import reading, sources
from generator.model import Reading, SourceText
from generator.reading.normalise import normalise
from tests.reading.reports import as_source, committed, one_paragraph

ROUNDS = 4
_MARKS = "，。；：、（）"
_SWAPPED = "0123456789.,，。；：（）()%％元万亿人 \t\n\u3000－-—增减持平其中分别占比"

Mutation = Callable[[str, random.Random], str]


def cut(text: str, chance: random.Random) -> str:
    start, end = sorted(chance.randrange(len(text)) for _ in range(2))
    return text[start:end] + "第一部分"


def doubled(text: str, chance: random.Random) -> str:
    for _ in range(12):
        start = chance.randrange(len(text))
        end = start + chance.randrange(1, 60)
        text = text[:end] + text[start:end] + text[end:]
    return text


def shuffled(text: str, chance: random.Random) -> str:
    clauses = re.split(rf"([{_MARKS}\n])", text)
    chance.shuffle(clauses)
    return "".join(clauses)


def swapped(text: str, chance: random.Random) -> str:
    letters = list(text)
    for _ in range(len(letters) // 12):
        letters[chance.randrange(len(letters))] = chance.choice(_SWAPPED)
    return "".join(letters)


def unmarked(text: str, chance: random.Random) -> str:
    dropped = set(chance.sample(_MARKS, 4))
    return "".join(letter for letter in text if letter not in dropped)


def scrambled(text: str, chance: random.Random) -> str:
    letters = list(text)
    for _ in range(len(letters) // 5):
        at = chance.randrange(len(letters) - 1)
        letters[at], letters[at + 1] = letters[at + 1], letters[at]
    return "".join(letters)


def broken_lines(text: str, chance: random.Random) -> str:
    return re.sub(r"(?<=.)", lambda _: "\n" if chance.random() < 0.04 else "", text)


def sprinkled(text: str, chance: random.Random) -> str:
    """Characters of other planes, and the invisible ones."""
    letters = list(text)
    for _ in range(len(letters) // 20):
        code = chance.choice(
            [9, 11, 12, 0xA0, chance.randrange(0x2000, 0x3100), chance.randrange(0x10000, 0x20000)]
        )
        letters[chance.randrange(len(letters))] = chr(code)
    return "".join(letters)


MUTATIONS: list[Mutation] = [
    cut, doubled, shuffled, swapped, unmarked, scrambled, broken_lines, sprinkled,
]  # fmt: skip


def assert_sound(source: SourceText, read: Reading) -> None:
    """What holds of a reading of any text at all."""
    length = len(source.text)
    spans = [fact.span for fact in read.facts]
    assert spans == sorted(spans)
    for fact in read.facts:
        assert 0 <= fact.span[0] < fact.span[1] <= length
        printed = source.text[slice(*fact.span)]
        if fact.textual:
            assert fact.value == 0
            continue
        digits = normalise(printed).text.replace(",", "").replace(" ", "")
        if not re.fullmatch(r"[一二两三四五六七八九十]+", digits):
            assert Decimal(digits).copy_abs() == fact.value.copy_abs(), fact
    for span in (
        [f.span for f in read.unnamed] + [g.span for g in read.glossary] + [s.span for s in read.outline]
    ):
        assert 0 <= span[0] <= span[1] <= length
    for start, end in read.masks:
        assert 0 <= start < end <= length
    assert len(reading.masked(source.text, read.masks)) == length


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda m: m.__name__)
@pytest.mark.parametrize("specimen", committed(), ids=lambda s: s.name)
def test_mutated_reports(specimen: object, mutate: Mutation) -> None:
    text = specimen.source.text  # type: ignore[attr-defined]
    for round in range(ROUNDS):
        chance = random.Random(f"{mutate.__name__} {round}")
        source = as_source(mutate(text, chance))
        assert_sound(source, reading.read(source))


def test_random_bytes_are_refused_or_read(tmp_path: object) -> None:
    for round in range(40):
        chance = random.Random(round)
        data = chance.randbytes(chance.randrange(1, 4000))
        if round % 2:
            original = committed()[round % 5].file.read_bytes()
            start = chance.randrange(len(original))
            data = original[:start] + data + original[start:]
        file = tmp_path / f"{round}.txt"  # type: ignore[operator]
        file.write_bytes(data)
        try:
            source = sources.read(file)
        except sources.UnreadableSource:
            continue
        assert_sound(source, reading.read(source))


def paragraph_of(size: int) -> str:
    """The prose of the five reports, over and over, without a line break: `size` characters."""
    text = "".join(s.source.text for s in committed()).replace("\n", "")
    return (text * (size // len(text) + 1))[:size]


DEFINITIONS = "第四部分 名词解释\n基本支出：指保障机构正常运转的支出。\n"
MONSTERS: dict[str, tuple[Callable[[], str], float]] = {
    "ten million digits": (lambda: "收入总计" + "1234567890" * 1_000_000 + "万元。", 60),
    "a million spaced digits": (lambda: "收入总计" + "12 34,5.6\n7" * 100_000 + "万元。", 60),
    "one paragraph of a million characters": (lambda: paragraph_of(1_000_000), 60),
    "deep parentheses": (lambda: "支出" + "（" * 100_000 + "12万元" + "）" * 100_000, 30),
    "open parentheses between figures": (lambda: "（其中：基本支出12万元" * 20_000, 30),
    "a million spaces": (lambda: "收入总计" + " " * 1_000_000 + "12万元。联系电话" + "\u3000" * 300_000, 30),
    "one endless list": (lambda: "支出总计9万元，其中" + "基本支出1万元、分别减少、" * 20_000, 30),
    "one endless sentence without figures": (lambda: "收入预算持平" * 50_000, 30),
    "names and no figure": (lambda: "一般公共预算财政拨款支出公务接待费教育支出" * 20_000, 30),
    "dots": (lambda: "目录\n" + "收入" + "…" * 500_000 + "1\n支出" + "." * 500_000 + "x", 30),
    "one heading per line": (lambda: "".join(f"{n % 90}、收入情况\n" for n in range(50_000)), 30),
    "one project per line": (lambda: "扶持项目\n项目概述：修路。年度预算：12万元。\n" * 9_000, 30),
    "one definition per line": (lambda: DEFINITIONS + "一、项目支出：指为完成任务的支出。\n" * 20_000, 30),
    "one endless definition": (lambda: DEFINITIONS + "保障机构正常运转所发生的支出\n" * 20_000, 30),
}  # fmt: skip


@pytest.mark.parametrize("name", MONSTERS)
def test_monstrous_texts_end(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    make, seconds = MONSTERS[name]
    text = make()
    source = one_paragraph(text) if "\n" not in text else as_source(text)
    start = time.process_time()
    read = reading.read(source)
    spent = time.process_time() - start
    with capsys.disabled():
        print(f"\n    {name}: {len(text):,} characters in {spent:.1f} s", end="")
    assert spent < seconds
    if len(read.facts) < 5000:
        assert_sound(source, read)

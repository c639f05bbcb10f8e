"""Normalised text as typed tokens: terms of the vocabulary, amounts, years and punctuation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from generator import vocabulary
from generator.reading.amounts import Amount, Year, chinese_count, numbers
from generator.reading.lexicon import NO_SENSES, Sense, Senses, Term, recognise
from generator.reading.normalise import Normalised

_MARK = re.compile(r"[，。；：、（）！？|]")
# 单价50万元（含）以上通用设备: the figure in the name is a threshold, not an amount.
_THRESHOLD = re.compile(
    r"(?:单[位台件]?（?套?）?价?值?|原值|价值)?(?:在|为)?(?:人民币)?(?P<size>[0-9]{2,4})万元（?(?:含|以上|及以上)*）?"
    r"(?:及?以上)?(?:（含）)?(?:的)?(?:（含[^）]{1,8}）)?"
    r"[^，。；：0-9]{0,12}?(?:设备|仪器)(?:（不含车辆）|（含车辆）)?(?:数量)?"
)
_CODE = re.compile(
    r"(?<![0-9.])(?P<code>2[0-9]{6}|2[0-9]{4}|2[0-9]{2})(?=）|-|[\u4e00-\u9fff](?<![年万元亿千人个项家辆台月日])[\u4e00-\u9fff]{2})"
)
# 教育局, 住房和城乡建设委员会, 住房公积金管理中心: the category's name is a part of an office's.
_OFFICE = re.compile(
    r"(?:(?!支出|经费|资金|收入|预算|拨款|事务|项目|补助)[\u4e00-\u9fff]){0,6}?(?:局|委员会|委|厅|中心|办公室)"
)
_CHINESE_COUNT = re.compile(r"(?P<digits>[一二两三四五六七八九十]{1,3})(?P<unit>个|家|名)")


@dataclass(slots=True, eq=False)
class Token:
    """One token at [start, end) of the normalised text. Exactly one of the payloads is set."""

    start: int
    end: int
    senses: Senses = NO_SENSES
    amount: Amount | None = None
    year: Year | None = None
    mark: str = ""

    def sense(self, kind: str) -> Sense | None:
        """The token's first sense of a kind."""
        return self.senses.first.get(kind)

    def is_name(self) -> bool:
        """Whether the token can name a figure by itself."""
        return self.senses.names


def tokenise(normalised: Normalised) -> list[Token]:
    """All tokens of one paragraph, in order, not overlapping."""
    text = normalised.text
    thresholds = _thresholds(text)
    amounts, years = numbers(text)
    taken = bytearray(len(text))
    tokens: list[Token] = []

    def place(token: Token) -> None:
        if taken.find(1, token.start, token.end) < 0:
            taken[token.start : token.end] = b"\1" * (token.end - token.start)
            tokens.append(token)

    for threshold in thresholds:
        place(threshold)
    for year in years:
        place(Token(year.start, year.end, year=year))
    for code in _printed_codes(text):
        place(code)
    for amount in amounts:
        place(Token(amount.start, amount.unit_end, amount=amount))
    for term in recognise(text):
        if not term.sense("noise") and not _names_an_office(text, term):
            place(Token(term.start, term.end, senses=term.senses))
        else:
            taken[term.start : term.end] = b"\1" * (term.end - term.start)
    for count in _chinese_counts(text, tokens):
        place(count)
    for match in _MARK.finditer(text):
        place(Token(match.start(), match.end(), mark=match.group()))
    tokens.sort(key=lambda token: token.start)
    return tokens


def _printed_codes(text: str) -> list[Token]:
    """2010301行政运行, 行政运行（2010301）: a category's code, printed beside its name."""
    known = vocabulary.data("classifications")["function"]
    return [
        Token(m.start("code"), m.end("code"), senses=Senses([Sense("function", m["code"])]))
        for m in _CODE.finditer(text)
        if m["code"] in known and _beside_its_name(text, m, known[m["code"]]["zh"])
    ]


def _beside_its_name(text: str, match: re.Match[str], name: str) -> bool:
    """“211工程” is no category: the name must follow the code, or stand before it in （…）."""
    return text.startswith(("）", "-", name[:2]), match.end())


def _names_an_office(text: str, term: Term) -> bool:
    """区教育局2023年…: whose money it is, not what it is spent on."""
    categories = all(sense.kind in {"function", "economic"} for sense in term.senses)
    return categories and _OFFICE.match(text, term.end) is not None


def _thresholds(text: str) -> list[Token]:
    if "万元" not in text:
        return []
    sizes: dict[str, str] = vocabulary.data("phrases")["equipment_thresholds"]
    found = []
    for match in _THRESHOLD.finditer(text):
        if "上" not in match.group() or match["size"] not in sizes:
            continue
        concept = f"assets.equipment_over.{sizes[match['size']]}"
        found.append(Token(match.start(), match.end(), senses=Senses([Sense("concept", concept)])))
    return found


def _chinese_counts(text: str, tokens: list[Token]) -> list[Token]:
    """一个本级单位: a count in Chinese numerals, only right before the name of an organisation."""
    starts = {t.start for t in tokens if any(s.value.startswith("org.") for s in t.senses)}
    found = []
    for match in _CHINESE_COUNT.finditer(text):
        value = chinese_count(match["digits"])
        if match.end() in starts and value is not None:
            number = Amount(Decimal(value), match["unit"], match.start(), match.end("digits"), match.end())
            found.append(Token(match.start(), match.end(), amount=number))
    return found

"""Numbering and identity: FT-T03 gaps, FT-T08 whose report this is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checking import wording
from generator.checking.rule import Case, Result, Rule, RuleInfo
from generator.model import NumberingGap, Quote

_PLACE = re.compile(
    r"(?:^|[\s。，；：“（])(?P<name>中央(?:本级|部门|单位)|[一-鿿]{2,7}?(?:省|自治区|市|县|区|旗|镇|乡|街道))"
    r"(?=(?:19|20)[0-9]{2}年|人民政府|本级|委员会|财政)",
    re.MULTILINE,
)
"""A named place, however small: a name of two characters before its kind, at the start of a clause."""
_OWN_NAME = re.compile(r"^[一-鿿]{2,}(?:大学|学院|医院|研究院|研究所|集团)")
"""Institutions that bear a name of their own are known without their place."""
_NATIONAL = ("国家", "中央", "中国", "全国", "国务院")
_BARE = re.compile(r"^(?:中共)?(?:本|我|某)?(?:省|市|县|区|州|旗|镇|乡|街道|单位|部门|局|委|办)")
"""A name that only says of which level it is (县扶贫开发办公室); 陇右林区法院 can at least be looked up."""
_SEARCHED = 20_000
_PART = 1
"""Level of 第N部分 in the outline."""


class NumberingGaps(Rule):
    info = RuleInfo(
        id="FT-T03",
        title="序号缺失",
        formula="第N部分、一、（一）序号连续",
        tolerance="—",
        severity="info",
        legal_basis=("《地方预决算公开操作规程》（财预〔2016〕143号）",),
        why="少了一个部分，可能是有内容没有公开，也可能只是附表另发。",
        not_run="报告没有编号的标题时不适用。",
        known_false_positives="自动编号在转换为文本时丢失；附表另发。",
        example="出现“第一部分”“第三部分”，未出现“第二部分”。",
        harmless="自动编号可能在转换为文本时丢失，或该部分为另行公开的附表。",
        verify="对照目录查看各部分、各条目的编号。",
    )
    absent = ("not_applicable", "报告没有编号的标题。")

    def run(self, case: Case) -> Iterator[Result]:
        if not case.reading.outline:
            return
        gaps = case.reading.gaps
        # A report that begins with 第二部分 was cut; one that jumps from the first to the third was not.
        parts = [gap for gap in gaps if gap.level == _PART and "第一" not in gap.expected]
        items = [gap for gap in gaps if gap not in parts]
        if parts:
            yield _gap(case, parts, "warning")
        if items:
            yield _gap(case, items, "info")
        if not gaps:
            yield Result(outcome="passed", formula="标题编号连续。")


def _gap(case: Case, gaps: list[NumberingGap], severity: str) -> Result:
    listed = "；".join(f"应为“{gap.expected}”，出现“{gap.found}”" for gap in gaps[:6])
    return Result(
        outcome="flagged",
        formula=listed,
        message=f"{len(gaps)}处标题编号不连续：{listed}。",
        quotes=tuple(case.quote(*wording.sentence(case.text, *gap.span)) for gap in gaps[:6]),
        severity="warning" if severity == "warning" else "info",
    )


class KnownSubject(Rule):
    info = RuleInfo(
        id="FT-T08",
        title="主体可识别",
        formula="正文或元数据可确定省市县",
        tolerance="—",
        severity="warning",
        legal_basis=("《政府信息公开条例》第二十条",),
        why="报告离开原网页后，读者应当还能看出是哪里、哪个部门的。",
        not_run="总是运行。",
        known_false_positives="网页来源可以补充地区名称；单位有专名（如法院、学校）而没有写地区的，只作提示。",
        example="正文只称“区政府办公室”，未出现省、市、区的名称。",
        harmless="原网页的网址或栏目通常写明地区。",
        verify="在正文中查找地区全称，或查看原网页。",
    )

    def run(self, case: Case) -> Iterator[Result]:
        identity = case.reading.identity
        if identity.code and identity.code != "000000":
            yield Result(outcome="passed", formula=f"{identity.place}（{identity.code}）")
            return
        named = _PLACE.search(case.text[:_SEARCHED])
        name = named["name"] if named else identity.department_name
        if named is not None or name.startswith(_NATIONAL) or _OWN_NAME.search(name):
            yield Result(outcome="passed", formula=f"正文称“{name}”")
            return
        head = next((p for p in case.source.paragraphs if case.text[p.start : p.end].strip()), None)
        name = identity.department_name or "本单位"
        yield Result(
            outcome="flagged",
            formula=f"主体“{name}”，未注明省、市、县（区）",
            message=f"正文称“{name}”，未写明所在的省、市、县（区），仅凭正文不能确定报告主体。",
            quotes=tuple(_mentions(case, name)) or ((case.quote(head.start, head.end),) if head else ()),
            severity=None if _BARE.search(name) else "info",
        )


def _mentions(case: Case, name: str) -> Iterator[Quote]:
    at = case.text.find(name)
    if at >= 0:
        yield case.quote(at, at + len(name))

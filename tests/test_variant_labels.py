"""The written reports and their labels agree: offsets, quotes and names are what they claim to be."""

import re
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).parent
FOLDERS = ("variants", "variants_heldout", "variants_blind")
LABELS = sorted(path for folder in FOLDERS for path in HERE.glob(f"{folder}/*.yaml"))
CONCEPTS = yaml.safe_load((HERE.parent / "generator/vocabulary/concepts.yaml").read_text(encoding="utf-8"))
MEASURES = yaml.safe_load((HERE.parent / "generator/vocabulary/measures.yaml").read_text(encoding="utf-8"))
SCOPES = yaml.safe_load((HERE.parent / "generator/vocabulary/scopes.yaml").read_text(encoding="utf-8"))
CODED = re.compile(
    r"(?:income|expenditure)(?:\.\w+)*\.(?:function\.(?:\d{3}|\d{5}|\d{7})|economic\.(?:\d{3}|\d{5}))"
    r"|operating_funds\.item\.\d{5}"
    r"|project\.\d+(?:\.executed|\.target\.(?:quality|quantity|cost|benefit|satisfaction))?"
    r"|performance\.(?:target|self_evaluated)"
)


@pytest.fixture(params=LABELS, ids=lambda path: path.stem)
def labelled(request: pytest.FixtureRequest) -> tuple[dict, str]:
    path: Path = request.param
    label = yaml.safe_load(path.read_text(encoding="utf-8"))
    return label, path.with_suffix(".txt").read_text(encoding="utf-8")


def test_every_value_stands_where_its_offsets_say(labelled: tuple[dict, str]) -> None:
    label, text = labelled
    for fact in label["facts"]:
        printed = text[fact["start"] : fact["end"]]
        assert printed, fact
        if not fact.get("textual"):
            digits = re.sub(r"[\s,_]", "", unicodedata.normalize("NFKC", printed))
            assert Decimal(digits) == abs(Decimal(fact["value"])), fact
            assert digits == fact["value"].lstrip("-"), fact


def test_facts_are_in_reading_order(labelled: tuple[dict, str]) -> None:
    label, _ = labelled
    starts = [fact["start"] for fact in label["facts"]]
    assert starts == sorted(starts)


def test_every_quote_is_in_the_text(labelled: tuple[dict, str]) -> None:
    label, text = labelled
    flat = text.replace("\n", "")
    for fact in label["facts"]:
        assert fact["quote"] in flat, fact
        assert text[fact["start"] : fact["end"]].replace("\n", "") in fact["quote"], fact
    for entry in [*label["anomalies"], *label["holds"]]:
        for quote in entry.get("quotes", []):
            assert quote in flat, entry
    for entry in label["not_facts"]:
        assert entry["quote"] in flat, entry
    for term in label["glossary"]:
        assert term in flat, term


def test_names_are_known_unless_optional(labelled: tuple[dict, str]) -> None:
    label, _ = labelled
    for fact in label["facts"]:
        if fact.get("optional"):
            continue
        assert fact["scope"] in SCOPES, fact
        assert fact["measure"] in MEASURES, fact
        assert fact["concept"] in CONCEPTS or CODED.fullmatch(fact["concept"]), fact


def test_the_id_spells_its_coordinates(labelled: tuple[dict, str]) -> None:
    label, _ = labelled
    year = label["report"]["year"]
    for fact in label["facts"]:
        spelt = fact["concept"]
        if fact["scope"] != "all":
            spelt = f"{fact['scope']}.{spelt}"
        if fact["measure"] != "value":
            spelt += f".{fact['measure']}"
        if fact["year"] != year:
            spelt += f"@{fact['year']}"
        assert fact["id"] == spelt, fact

"""The vocabulary is well formed: what a maintainer adds by hand cannot silently contradict the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest

from generator import vocabulary
from generator.reading.lexicon import entries, recognise
from generator.reading.normalise import normalise, plain
from tests.reading.reports import everything

CONCEPTS = vocabulary.concepts()
PHRASES = vocabulary.data("phrases")
GROUPED = {kind: groups for kind, groups in PHRASES.items() if kind != "equipment_thresholds"}
UNITS = {"money", "people", "vehicles", "sets", "count", "percent", "times"}
ONE_MEANING = {"scope", "side", "total", "direction", "classified", "reach"}
"""Kinds of words whose groups exclude each other. A stage or a performance verb may serve two groups."""


def lists() -> Iterator[tuple[str, list[str]]]:
    """(where, words) of every list of printed words."""
    for concept in CONCEPTS.values():
        yield f"concepts: {concept.id}.terms", list(concept.terms)
        yield f"concepts: {concept.id}.weak", list(concept.weak)
    for kind, content in GROUPED.items():
        groups = content if isinstance(content, dict) else {kind: content}
        for value, words in groups.items():
            yield f"phrases: {kind}.{value}", words
    for by in ("function", "economic"):
        for code, row in vocabulary.data("classifications")[by].items():
            yield f"classifications: {by}.{code}.aliases", list(row.get("aliases", ()))
    for kind, row in vocabulary.data("sections").items():
        yield f"sections: {kind}.words", row["words"]
    for kind, words in vocabulary.data("projects")["targets"].items():
        yield f"projects: targets.{kind}", words


def test_no_word_stands_twice_in_one_list() -> None:
    twice = [(where, w) for where, words in lists() for w in set(words) if words.count(w) > 1]
    assert not twice


def test_words_are_text_and_not_empty() -> None:
    """A word such as `no` or `1.0` would be read by YAML as something else."""
    wrong = [(where, w) for where, words in lists() for w in words if not isinstance(w, str) or not plain(w)]
    assert not wrong


def test_terms_are_written_in_normalised_form() -> None:
    """What is matched is what the maintainer sees: simplified characters, no spaces, （）."""
    wrong = [
        (where, word)
        for where, words in lists()
        if where.startswith(("concepts", "phrases"))
        for word in words
        if plain(word) != word
    ]
    assert not wrong


def test_a_term_names_one_concept_of_its_unit() -> None:
    owners: dict[tuple[str, str], list[str]] = defaultdict(list)
    for concept in CONCEPTS.values():
        for term in concept.terms:
            owners[plain(term), concept.unit].append(concept.id)
    assert not {term: ids for term, ids in owners.items() if len(ids) > 1}


def test_under_names_families_that_exist() -> None:
    families = set(vocabulary.data("sections")) | {"operating", "org"}
    for name in (*CONCEPTS, "expenditure.function", "expenditure.economic", "projects"):
        parts = name.split(".")
        families |= {".".join(parts[:n]) for n in range(1, len(parts) + 1)}
    unknown = {c.id: set(c.under) - families - {""} for c in CONCEPTS.values()}
    assert not {name: under for name, under in unknown.items() if under}


def test_a_weak_term_is_not_also_a_strong_one() -> None:
    assert not {c.id: set(c.terms) & set(c.weak) for c in CONCEPTS.values() if set(c.terms) & set(c.weak)}


def test_units_and_names_are_given() -> None:
    assert not [c.id for c in CONCEPTS.values() if c.unit not in UNITS or not c.zh or not c.en]


def test_a_phrase_stands_in_one_group_of_its_kind() -> None:
    for kind in ONE_MEANING & GROUPED.keys():
        if not isinstance(GROUPED[kind], dict):
            continue
        owners: dict[str, list[str]] = defaultdict(list)
        for value, words in GROUPED[kind].items():
            for word in words:
                owners[word].append(value)
        assert not {word: groups for word, groups in owners.items() if len(groups) > 1}, kind


def test_scopes_and_measures_have_names() -> None:
    assert set(PHRASES["scope"]) <= set(vocabulary.data("scopes"))
    for measure in ("value", "change", "growth_rate", "share", "initial_budget", "completion_rate"):
        assert measure in vocabulary.data("measures")


def test_codes_lie_under_their_parents() -> None:
    for by, lengths in (("function", {3, 5, 7}), ("economic", {3, 5})):
        codes = vocabulary.data("classifications")[by]
        assert {len(code) for code in codes} <= lengths
        assert not [c for c in codes if len(c) > 3 and c[:3] not in codes]


def test_every_class_has_an_english_name_that_tells_it_from_its_siblings() -> None:
    names = vocabulary.data("english_names")
    classes = vocabulary.data("classifications")
    assert set(names) == {row["zh"] for rows in classes.values() for row in rows.values()}
    assert not [
        zh for zh, en in names.items() if not isinstance(en, str) or not en.strip() or not en.isascii()
    ]
    for by, rows in classes.items():
        siblings: dict[tuple[str, str], set[str]] = defaultdict(set)
        for code, row in rows.items():
            parent = code[:-2] if len(code) > 3 else ""
            siblings[parent, names[row["zh"]].casefold()].add(row["zh"])
        assert not {where: zh for where, zh in siblings.items() if len(zh) > 1}, by


def test_the_english_name_of_a_code_is_that_of_its_name() -> None:
    assert vocabulary.category_name("function", "2010101") == ("行政运行", "Administrative operation")
    assert vocabulary.category_name("economic", "30113") == ("住房公积金", "Housing provident fund")
    assert vocabulary.category_name("function", "999") is None


@pytest.mark.parametrize("slug", sorted(set(vocabulary.data("departments").values())))
def test_department_slugs_are_ascii(slug: str) -> None:
    assert slug.isascii()
    assert slug == slug.lower().strip("-")
    assert " " not in slug


def test_report_terms_no_text_uses() -> None:
    """Not a defect, a list for whoever tidies up: terms that none of the texts at hand prints."""
    used: set[str] = set()
    for specimen in everything():
        text = normalise(specimen.source.text).text
        used |= {text[t.start : t.end] for t in recognise(text)}
    concepts = {term for term, sense in entries() if sense.kind == "concept"}
    unused = sorted(concepts - used)
    print(f"{len(unused)} of {len(concepts)} names of concepts stand in no text at hand:")
    for start in range(0, len(unused), 12):
        print("    " + "、".join(unused[start : start + 12]))
    assert len(unused) < len(concepts), "the recogniser found nothing at all"

"""The public rules: what the rule pages need of the catalogue that `checking` keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from generator import checking
from generator.model import Severity


class Rule(Protocol):
    """The part of `checking.RuleInfo` that pages show."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def formula(self) -> str: ...
    @property
    def tolerance(self) -> str: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def legal_basis(self) -> Sequence[str]: ...
    @property
    def why(self) -> str: ...
    @property
    def not_run(self) -> str: ...
    @property
    def known_false_positives(self) -> str: ...
    @property
    def example(self) -> str: ...


def catalogue() -> Mapping[str, Rule]:
    """Every rule by id, in the order of the catalogue."""
    listed: Iterable[Rule] = checking.catalogue()
    return {rule.id: rule for rule in listed}

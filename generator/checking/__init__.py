"""Facts -> checks and findings. `rules/` holds one module per rule family."""

from generator.checking.archive import Archive
from generator.checking.engine import catalogue, check
from generator.checking.rule import RuleInfo

__all__ = ["Archive", "RuleInfo", "catalogue", "check"]

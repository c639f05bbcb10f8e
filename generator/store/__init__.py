"""YAML files, identity and permalinks, corrections, replies, versions."""

from generator.store.files import dump, load, save
from generator.store.folder import DataFolder
from generator.store.problems import DataProblem

__all__ = ["DataFolder", "DataProblem", "dump", "load", "save"]

"""YAML files, identity and permalinks, corrections, replies, versions."""

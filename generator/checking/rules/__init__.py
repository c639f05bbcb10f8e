"""Rule families: one small class per rule, found automatically."""

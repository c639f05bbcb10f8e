"""Facts -> checks and findings. `rules/` holds one module per rule family."""

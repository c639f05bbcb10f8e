"""The notes on reports, for a person at a terminal and for programs. Each module has one `render`."""

"""Pages, charts, glossary links, citations, search, feeds, and the MkDocs plugin."""

"""`SourceText` -> facts, glossary, outline, identity. Knows nothing of files, rules or pages."""

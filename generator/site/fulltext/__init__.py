"""Full-text search: what the reports say, word for word, found by Pagefind in the reader's browser.

`documents` says what of a page is searched and where a hit leads, `shards` which pages are indexed
together and which indexes still hold, `pagefind` runs the indexer. The scripts that search are
`content/assets/fulltext.js` (the question) and `search.js`, `search-page.js` (the answers).
"""

from generator.site.fulltext.shards import FOLDER, index

__all__ = ["FOLDER", "index"]

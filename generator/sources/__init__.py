"""Report files of every format -> `SourceText`. One module per format; nothing after knows which."""

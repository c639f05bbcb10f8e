"""The commands of `python -m generator`, one module each: `configure` its options, `run` it.

Exit status, the same for every command:

    0  done, nothing to say
    1  notes of severity warning (`check` only)
    2  the command line was not understood
    3  notes of severity error (`check` only)
    4  something was left out or refused: an unreadable report, a bad sidecar, a lost address
"""

OK = 0
WARNINGS = 1
ERRORS = 3
LEFT_OUT = 4

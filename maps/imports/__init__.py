"""From a file to plain validated data: parse, validate, report; nothing is stored here.

``areas`` and ``population`` read places, ``returns`` reads counts of returnees.
None of these modules touches the database, and none keeps a person's row: a
returns file is counted while it streams past and is forgotten.
"""

"""The model as ``docs/odd.md`` has it: one member at a time, in plain numbers, with nothing of the package.

The page is read and carried out: its formulas, tables of moves, gates and outcomes are parsed from the text, and what
it says in words is written here by the page alone. ``test_odd_rewrite.py`` holds it against the code. So a rule that
changes is changed in the code and on the page, and here only where the page says it in words. Sections named in the
modules are those of the page.
"""

"""Parameters held against history: which sets of them do the patterns up to 2008 not rule out?

Nothing is fitted by search: candidates are drawn from the ranges of ``seeds/``, each is judged on shares over many
draws of luck, and what is implausible is ruled out.
"""

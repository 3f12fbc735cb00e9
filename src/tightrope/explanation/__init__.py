"""Why a member did what it did: its choices weighed, told as a story, or counted over many members."""

from tightrope.explanation.asked import Subject, answer, is_stored_run, subject_of, wrong_with
from tightrope.explanation.story import Happening, Moment, Story, Unusual, tell
from tightrope.explanation.summary import Kind, Summary, summarise
from tightrope.explanation.weigh import Option, Part, Weighing

__all__ = [
    "Happening",
    "Kind",
    "Moment",
    "Option",
    "Part",
    "Story",
    "Subject",
    "Summary",
    "Unusual",
    "Weighing",
    "answer",
    "is_stored_run",
    "subject_of",
    "summarise",
    "tell",
    "wrong_with",
]

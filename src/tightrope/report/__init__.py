"""One page about a run, or several side by side, that needs nothing beside itself to be read, printed or passed on."""

from tightrope.report.file import check_file, is_report, write_report
from tightrope.report.report import report_of

__all__ = ["check_file", "is_report", "report_of", "write_report"]

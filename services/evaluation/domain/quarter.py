"""Quarters of the office's year."""

from datetime import date, timedelta

Days = tuple[date, date]
"""First and last."""


def quarter_before(day: date) -> Days:
    """The last quarter that had ended when a day began."""
    first_month = 3 * ((day.month - 1) // 3) + 1
    last = date(day.year, first_month, 1) - timedelta(days=1)
    return date(last.year, last.month - 2, 1), last

"""The budget that pays for the classes, and the chapter that shows where its money is."""

from collections.abc import Mapping
from datetime import datetime

from demo.stage import Stage

_AMOUNT = 25_000_000  # Rp
_COLUMNS = ("amount", "reserved", "committed", "spent", "available")


def budget_for(stage: Stage, meeting: Mapping[str, str]) -> str:
    """The budget of the year in which a class begins; made where there is none yet."""
    year = stage.local(datetime.fromisoformat(meeting["starts_at"])).year
    if year not in stage.budgets:
        saved = stage.office.call(
            "enrolment",
            "save_budget",
            title=f"Pengembangan kompetensi {year}",
            fiscal_year=year,
            amount=_AMOUNT,
            mode="restrictive",
        )
        stage.budgets[year] = saved["budget_id"]
    return stage.budgets[year]


def show_the_money(stage: Stage) -> None:
    """What is only reserved, what is owed, what is paid."""
    stage.screen.chapter("Where the money is")
    found = [
        stage.office.call("enrolment", "get_budget", budget_id=one)
        for one in stage.budgets.values()
    ]
    rows = [[one["title"], *[f"{one[name]:,}" for name in _COLUMNS]] for one in found]
    stage.screen.table(["Rp", *_COLUMNS], rows)
    stage.screen.remark(
        "reserved: a seat in a class to come; committed: the class takes place; spent: the seat "
        "was used, passed or not"
    )

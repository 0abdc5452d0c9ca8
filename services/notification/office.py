"""The office's hours and days, for those who say nothing of their own."""

from services.notification.domain.respect import Office
from shared.office_calendar import office_calendar
from shared.settings import Settings


def office_of(settings: Settings) -> Office:
    """Raises BadSetting (HOLIDAY_OVERRIDES)."""
    calendar = office_calendar(settings.time_zone, settings.holiday_overrides)
    return Office(
        zone=settings.time_zone,
        works_on=calendar.is_working_day,
        working_days_only=settings.mail_on_working_days_only,
    )

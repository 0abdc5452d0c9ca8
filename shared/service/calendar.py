"""The office's calendar as a dependency of a service."""

from typing import Any

from nameko.extensions import DependencyProvider

from shared.office_calendar import office_calendar
from shared.service.wiring import CONFIG_KEY, Wiring
from shared.working_calendar import WorkingCalendar


class OfficeCalendar(DependencyProvider):
    """Read once, at the start: a malformed file of holidays stops it.

    Every session of the service's database knows the calendar too (`session.info`).
    """

    def setup(self) -> None:
        wiring: Wiring = self.container.config[CONFIG_KEY]
        settings = wiring.settings
        self.calendar = office_calendar(settings.time_zone, settings.holiday_overrides)
        wiring.databases[self.container.service_name].describe(calendar=self.calendar)

    def get_dependency(self, worker_ctx: Any) -> WorkingCalendar:
        return self.calendar

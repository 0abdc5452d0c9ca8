"""Calls that show a template in words."""

from typing import Any

from sqlalchemy.orm import Session

from services.notification.domain.message import TEST, Draft
from services.notification.domain.occasions import VERSIONS
from services.notification.domain.reach import open_ways
from services.notification.rendering import Renderer
from services.notification.rendering.samples import SAMPLES
from services.notification.schemas import previewing as schemas
from services.notification.storage.messages import Messages
from services.notification.storage.people import People
from shared.errors import Conflict, Forbidden, NotFound
from shared.ids import new_id
from shared.service import Service, command, query


class PreviewCalls(Service):
    """Calls that show a template in words."""

    renderer: Renderer

    @query(schemas.Preview)
    def preview(self, request: Any, session: Session) -> dict[str, Any]:
        """A template in words, with sample data where none are given.

        Raises NotFound (template), ValidationError (data that do not fit it).
        """
        words = self.renderer.preview(request.template, request.language, request.data)
        return schemas.preview_view(words)

    @command(schemas.SendTest)
    def send_test(self, request: Any, session: Session) -> dict[str, Any]:
        """Send a template with its sample data to an officer, as MAIL_MODE has it.

        Raises NotFound (template, employee), Forbidden (no officer), Conflict (nowhere to send).
        """
        people, template = People(session), request.template
        if template not in SAMPLES:
            raise NotFound("template", template)
        reader = people.get(request.employee_id)
        if not people.is_officer(reader.employee_id):
            raise Forbidden("only a training officer may send tests; ask one")
        ways = open_ways(reader)
        if not ways:
            raise Conflict("you have no channel but the inbox: HR gives no mail address of yours")
        draft = _test(template, request.language, reader.employee_id)
        Messages(session).add(draft, channels=ways[:1], now=self.clock.now())
        return {"employee_id": reader.employee_id, "channel": ways[0]}


def _test(template: str, language: str, reader: str) -> Draft:
    return Draft(
        employee_id=reader,
        about=TEST,
        subject_id=template,
        template=template,
        template_version=VERSIONS[template],
        data={**SAMPLES[template], "written_in": language},
        once_key=f"{TEST}|{new_id()}",
    )

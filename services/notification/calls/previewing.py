"""Calls that show a template in words."""

from typing import Any

from sqlalchemy.orm import Session

from services.notification.rendering import Renderer
from services.notification.schemas import previewing as schemas
from shared.service import Service, query


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

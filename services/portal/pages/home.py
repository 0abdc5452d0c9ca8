"""The first page, and the choice of a language."""

from starlette.responses import Response

from services.portal.languages import remember_language
from services.portal.visit import NoSuchPage, Visit, local_path
from services.portal.words import LANGUAGES


async def show(visit: Visit) -> Response:
    """To what waits, or to the way in."""
    return visit.go("/tasks" if visit.visitor else "/sign-in")


async def choose_language(visit: Visit) -> Response:
    """One tap away from everywhere, and back to where one was."""
    language = visit.place("language")
    if language not in LANGUAGES:
        raise NoSuchPage
    response = visit.go(local_path(visit.asked("next")))
    remember_language(response, language, encrypted=visit.house.is_encrypted)
    return response

"""In which language somebody reads: a cookie that holds nothing else."""

from starlette.requests import Request
from starlette.responses import Response

from services.portal.words import LANGUAGES

_NAME = "language"
_A_YEAR = 365 * 24 * 3600


def language_of(request: Request, otherwise: str) -> str:
    chosen = request.cookies.get(_NAME)
    return chosen if chosen in LANGUAGES else otherwise


def remember_language(response: Response, language: str, *, encrypted: bool) -> None:
    response.set_cookie(
        _NAME, language, max_age=_A_YEAR, httponly=True, samesite="lax", secure=encrypted
    )

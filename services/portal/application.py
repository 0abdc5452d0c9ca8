"""The web application: from the table of pages to answers, with what holds for each of them."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from services.portal import guarding, refusing
from services.portal.headers import Headers
from services.portal.house import House
from services.portal.routes import ROUTES, Page
from services.portal.static_files import STATIC, STYLE_VERSION

Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]


def application(house: House, lifespan: Lifespan) -> Starlette:
    """house: what the pages of this process share."""
    middleware = [
        Middleware(Headers, encrypted=house.is_encrypted),
        Middleware(GZipMiddleware, minimum_size=800),
    ]
    if house.is_trial:  # a page elsewhere must not reach it by a name of its own
        hosts = ["localhost", "127.0.0.1"]
        middleware.insert(0, Middleware(TrustedHostMiddleware, allowed_hosts=hosts))
    routes = [_route(house, page) for page in ROUTES]
    health = Route("/health", _health)
    static = Mount(f"/static/{STYLE_VERSION}", _Static(directory=STATIC))

    async def nothing_here(request: Request, _: Exception) -> Response:
        return refusing.no_such_page(await guarding.visit_of(request, house))

    return Starlette(
        routes=[health, static, *routes],
        middleware=middleware,
        exception_handlers={404: nothing_here, 405: nothing_here},
        lifespan=lifespan,
    )


class _Static(StaticFiles):
    """Files whose address changes with their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def _route(house: House, page: Page) -> Route:
    methods = [name for name, does in (("GET", page.show), ("POST", page.act)) if does]
    return Route(page.path, _endpoint(house, page), methods=methods)


def _endpoint(house: House, page: Page) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        visit = await guarding.visit_of(request, house)
        with refusing.caught() as refused:
            await guarding.let_in(visit, page)
            doing = page.act if request.method == "POST" else page.show
            assert doing is not None
            return await doing(visit)
        return refusing.answer_to(refused.why, visit)

    return answer


async def _health(_: Request) -> Response:
    """That we can answer; a service that is down does not make the portal ill."""
    return JSONResponse({"portal answers": True})

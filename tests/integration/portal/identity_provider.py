"""`python -m tests.integration.portal.identity_provider PORT`: a small OpenID provider.

Nobody types a password: the test adds `login` to the address that the portal sends people to, and
`evil` for a provider that goes wrong: nonce, audience, issuer, key, expired.
"""

import base64
import hashlib
import sys
import time
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

PORT = int(sys.argv[1])
ISSUER = f"http://127.0.0.1:{PORT}"
CLIENT, SECRET = "lontar", "s3cret"
KEY = RSAKey.generate_key(2048, {"kid": "1", "use": "sig"})
ANOTHER_KEY = RSAKey.generate_key(2048, {"kid": "1", "use": "sig"})


@dataclass
class Code:
    asked: dict[str, str]


CODES: dict[str, Code] = {}


async def configuration(_: Request) -> Response:
    return JSONResponse(
        {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/keys",
        }
    )


async def keys(_: Request) -> Response:
    return JSONResponse({"keys": [KEY.as_dict(private=False)]})


async def authorize(request: Request) -> Response:
    asked = dict(request.query_params)
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert "openid" in asked["scope"].split()
    code = token_urlsafe(16)
    CODES[code] = Code(asked)
    return RedirectResponse(f"{asked['redirect_uri']}?code={code}&state={asked['state']}", 303)


async def token(request: Request) -> Response:
    form = await request.form()
    code = CODES.pop(str(form["code"]), None)
    if code is None or not _is_proven(request, dict(form), code.asked):
        return JSONResponse({"error": "invalid_grant"}, 400)
    return JSONResponse(
        {"access_token": "x", "token_type": "Bearer", "id_token": _identity(code.asked)}
    )


def _is_proven(request: Request, form: dict[str, Any], asked: dict[str, str]) -> bool:
    basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
    digest = hashlib.sha256(form["code_verifier"].encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    return (
        request.headers["authorization"] == f"Basic {basic}"
        and challenge == asked["code_challenge"]
        and form["redirect_uri"] == asked["redirect_uri"]
    )


def _identity(asked: dict[str, str]) -> str:
    evil = asked.get("evil")
    now = int(time.time())
    claims = {
        "iss": "https://evil.example" if evil == "issuer" else ISSUER,
        "aud": "another" if evil == "audience" else CLIENT,
        "sub": "1",
        "iat": now,
        "exp": now - 3600 if evil == "expired" else now + 300,
        "nonce": "another" if evil == "nonce" else asked["nonce"],
        "employee_id": asked["login"],
    }
    key = ANOTHER_KEY if evil == "key" else KEY
    return jwt.encode({"alg": "RS256", "kid": "1"}, claims, key)


application = Starlette(
    routes=[
        Route("/.well-known/openid-configuration", configuration),
        Route("/keys", keys),
        Route("/authorize", authorize),
        Route("/token", token, methods=["POST"]),
    ]
)
uvicorn.run(application, host="127.0.0.1", port=PORT, log_level="error")

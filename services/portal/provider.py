"""The identity provider: OpenID Connect, code flow with PKCE and nonce."""

import asyncio
import time
import warnings
from dataclasses import dataclass
from typing import Any

import httpx
import structlog
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

with warnings.catch_warnings():
    import authlib.deprecate  # noqa: F401  (it makes its own warnings heard, so it comes first)

    warnings.simplefilter("ignore")  # it announces to leave httpx for a package of another name
    from authlib.common.security import generate_token
    from authlib.integrations.base_client import OAuthError
    from authlib.integrations.httpx_client import AsyncOAuth2Client

from shared.settings import BadSetting, Settings, require

log = structlog.get_logger(__name__)

_SIGNED_BY = ["RS256", "PS256", "ES256", "EdDSA"]
_SECONDS = 10.0
_LEEWAY_SECONDS = 60
_KNOWN_FOR_SECONDS = 3600


class ProviderAway(Exception):
    """The provider does not answer as it should; its text is for the log."""


class NotProven(Exception):
    """What came back does not prove who somebody is."""


@dataclass(frozen=True, kw_only=True)
class Journey:
    """On the way to the provider and back; kept in a signed cookie meanwhile."""

    state: str
    nonce: str
    verifier: str
    wanted: str

    @classmethod
    def to(cls, wanted: str) -> "Journey":
        """wanted: the path to show at the end."""
        return cls(
            state=generate_token(32),
            nonce=generate_token(32),
            verifier=generate_token(64),
            wanted=wanted,
        )


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What the provider says of itself."""

    metadata: dict[str, Any]
    keys: KeySet
    at: float


class Provider:
    """claim: of the identity token, whose value names an employee."""

    def __init__(self, issuer: str, client_id: str, secret: str, claim: str, return_to: str):
        self._issuer = issuer
        self._client_id = client_id
        self._secret = secret
        self._claim = claim
        self._return_to = return_to
        self._known: _Known | None = None
        self._lock = asyncio.Lock()

    async def way_there(self, journey: Journey) -> str:
        """Where to send somebody. Raises ProviderAway."""
        known = await self._learn()
        async with self._client() as client:
            url, _ = client.create_authorization_url(
                known.metadata["authorization_endpoint"],
                state=journey.state,
                nonce=journey.nonce,
                code_verifier=journey.verifier,
            )
        return str(url)

    async def who_came_back(self, journey: Journey, code: str) -> str:
        """The value of the claim. Raises ProviderAway, NotProven."""
        known = await self._learn()
        try:
            async with self._client() as client:
                token = await client.fetch_token(
                    known.metadata["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=journey.verifier,
                )
        except OAuthError as error:
            raise NotProven(str(error.error)) from None
        except httpx.HTTPError as error:
            raise ProviderAway(type(error).__name__) from None
        return await self._claimed(str(token.get("id_token", "")), journey)

    async def _claimed(self, id_token: str, journey: Journey) -> str:
        claims = self._checked(id_token, (await self._learn()).keys)
        if claims is None:  # it may sign with a new key since
            claims = self._checked(id_token, (await self._learn(again=True)).keys)
        if claims is None or claims.get("nonce") != journey.nonce:
            raise NotProven("the identity token does not hold")
        value = claims.get(self._claim)
        if not isinstance(value, str | int) or value == "":
            raise NotProven(f"the identity token has no claim {self._claim}")
        return str(value)

    def _checked(self, id_token: str, keys: KeySet) -> dict[str, Any] | None:
        """The claims; None where they are not the provider's, not for us, or too old."""
        registry = jwt.JWTClaimsRegistry(
            leeway=_LEEWAY_SECONDS,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": self._client_id},
            exp={"essential": True},
        )
        try:
            token = jwt.decode(id_token, keys, algorithms=_SIGNED_BY)
            registry.validate(token.claims)
        except (JoseError, ValueError) as error:
            log.warning("an identity token does not hold", reason=type(error).__name__)
            return None
        return token.claims

    async def _learn(self, again: bool = False) -> _Known:
        async with self._lock:
            known = self._known
            fresh = known and time.monotonic() - known.at < _KNOWN_FOR_SECONDS
            if known is None or again or not fresh:
                known = self._known = await self._ask()
            return known

    async def _ask(self) -> _Known:
        address = f"{self._issuer}/.well-known/openid-configuration"
        try:
            async with httpx.AsyncClient(timeout=_SECONDS) as client:
                metadata = (await client.get(address)).raise_for_status().json()
                keys = (await client.get(metadata["jwks_uri"])).raise_for_status().json()
            if metadata["issuer"].rstrip("/") != self._issuer:
                raise ProviderAway("it calls itself otherwise than OIDC_ISSUER")
            key_set = KeySet.import_key_set(keys)
            return _Known(metadata=metadata, keys=key_set, at=time.monotonic())
        except (httpx.HTTPError, LookupError, ValueError, JoseError) as error:
            raise ProviderAway(type(error).__name__) from error

    def _client(self) -> AsyncOAuth2Client:
        return AsyncOAuth2Client(
            client_id=self._client_id,
            client_secret=self._secret,
            redirect_uri=self._return_to,
            scope="openid profile",
            code_challenge_method="S256",
            timeout=_SECONDS,
        )


def provider_of(settings: Settings) -> Provider | None:
    """None where none is set. Raises BadSetting."""
    if settings.oidc_issuer is None:
        if settings.oidc_client_id:
            raise BadSetting("OIDC_ISSUER is required with OIDC_CLIENT_ID")
        return None
    require(settings, "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
    return Provider(
        settings.oidc_issuer,
        str(settings.oidc_client_id),
        str(settings.oidc_client_secret),
        settings.oidc_claim,
        f"{settings.portal_url}/sign-in/return",
    )

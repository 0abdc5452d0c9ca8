"""Certificates: anybody checks one by its code, its holder downloads it."""

import base64

from starlette.responses import Response

from services.portal.calling import Refused
from services.portal.pages.enrolments import an_enrolment_for
from services.portal.visit import Visit


async def ask(visit: Visit) -> Response:
    """For a code; or to the answer, where one was given."""
    code = visit.asked("code").upper().replace(" ", "")
    if code and code.replace("-", "").isalnum():
        return visit.go(f"/certificates/{code}")
    return visit.page("certificate.html", code=code, found=None, asked=bool(code))


async def check(visit: Visit) -> Response:
    """Whether a certificate is genuine and valid, and no more than that."""
    code = visit.place("code")
    try:
        found = await visit.call("enrolment", "verify_certificate", code=code)
    except Refused:
        return visit.page("certificate.html", 404, code=code, found=None, asked=True)
    return visit.page("certificate.html", code=code, found=found, asked=True)


async def download(visit: Visit) -> Response:
    """The PDF, for its holder and for officers."""
    enrolment = await an_enrolment_for(visit, only_its_learner=True)
    pdf = await visit.call(
        "enrolment",
        "get_certificate_pdf",
        enrolment_id=enrolment["enrolment_id"],
        language=visit.words.language,
    )
    return Response(
        base64.b64decode(pdf["content"]),
        media_type=pdf["content_type"],
        headers={"Content-Disposition": f'attachment; filename="{pdf["filename"]}"'},
    )

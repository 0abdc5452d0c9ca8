"""Chapter of what a completion earned: the certificate, and the balance of learning hours."""

import base64
from pathlib import Path

from demo import fresh
from demo.cast import Person
from demo.office import Stuck
from demo.stage import Stage
from shared.events.enrolment import TrainingCompleted

_PDF = b"%PDF-"
_PUBLIC = {"name", "title", "learning_hours", "issued_at", "expires_at", "valid"}


def show_what_it_earned(stage: Stage) -> None:
    """A document that anybody can verify; the hours, and what is still to come."""
    stage.screen.chapter("Certificate and learning hours")
    hero = stage.people.hero
    kept = _keep_the_document(stage, stage.enrolments[hero.employee_id])
    stage.screen.done(f"certificate of {hero.name}: {kept} (PDF with a QR code)")
    _verify(stage, certificate_code(stage, hero.employee_id))
    _show_hours(stage, hero)


def certificate_code(stage: Stage, employee_id: str) -> str:
    """Of somebody who completed the training."""
    completions = stage.timeline.events(TrainingCompleted)
    return next(one.certificate.code for one in completions if one.employee_id == employee_id)


def _keep_the_document(stage: Stage, enrolment_id: str) -> Path:
    """Its path, relative to the data directory. Raises Stuck."""
    document = stage.office.call("enrolment", "get_certificate_pdf", enrolment_id=enrolment_id)
    content = base64.b64decode(document["content"])
    if not content.startswith(_PDF):
        raise Stuck(f"{document['filename']} is no PDF")
    kept = Path(fresh.CERTIFICATES) / Path(document["filename"]).name
    path = stage.settings.data_dir / kept
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    stage.papers.append(path)
    return kept


def _verify(stage: Stage, code: str) -> None:
    """By its code, as anybody may. Raises Stuck."""
    facts = stage.office.call("enrolment", "verify_certificate", code=code)
    if not facts["valid"] or facts.keys() != _PUBLIC:
        raise Stuck(f"certificate {code} should be valid, and say {', '.join(sorted(_PUBLIC))}")
    expires = f"until {stage.day(facts['expires_at'])}" if facts["expires_at"] else "for ever"
    stage.screen.done(
        f"{code}: valid, {facts['name']}, “{facts['title']}”, {facts['learning_hours']:g} JP, "
        f"issued {stage.day(facts['issued_at'])}, {expires}"
    )
    stage.screen.remark("whoever has the code learns this, and nothing more")


def _show_hours(stage: Stage, person: Person) -> None:
    year = stage.local(stage.offering["ends_at"]).year
    hours = stage.office.call(
        "enrolment", "get_learning_hours", employee_id=person.employee_id, year=year
    )
    target = "no target"
    if hours["target"] is not None:
        target = f"target {hours['target']:g} ({hours['target_kind']})"
    stage.screen.done(
        f"learning hours {year} of {person.name} ({person.employment}): {hours['earned']:g} JP "
        f"earned + {hours['booked']:g} booked = forecast {hours['forecast']:g}; {target}"
    )
    for one in hours["warnings"]:
        stage.screen.remark(one["text"])

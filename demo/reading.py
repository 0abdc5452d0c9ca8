"""Chapters of those who are written to: inboxes, one mail, one form."""

from pathlib import Path

from demo import mails
from demo.cast import Person
from demo.office import Item
from demo.stage import Stage
from demo.views import show_inbox

LANGUAGES = {"id": "Indonesian", "en": "English"}
_REACTION = 1


def read(stage: Stage) -> None:
    """Two inboxes in two languages, and one mail as it would have been sent."""
    stage.screen.chapter("Everybody reads it in their own language")
    hero, second = stage.people.hero, stage.people.second_reader
    language = _language(stage, hero)
    if _language(stage, second) == language:
        _choose_other_language(stage, second, language)
    for person in (hero, second):
        messages = stage.office.messages([person.employee_id])
        stage.screen.done(
            f"inbox of {person.name}, in {LANGUAGES[_language(stage, person)]}: "
            f"{len(messages)} messages"
        )
        show_inbox(stage, messages)
    _open_a_mail(stage)


def _language(stage: Stage, person: Person) -> str:
    known = stage.office.call("notification", "get_preferences", employee_id=person.employee_id)
    return str(known["language"])


def _choose_other_language(stage: Stage, person: Person, language: str) -> None:
    other = next(one for one in LANGUAGES if one != language)
    stage.office.call(
        "notification", "set_preferences", employee_id=person.employee_id, language=other
    )
    stage.screen.done(f"{person.name} chooses {LANGUAGES[other]}")


def _open_a_mail(stage: Stage) -> None:
    """The first reader's latest, else anybody's."""
    written = stage.mails
    if not written:
        stage.screen.remark("nobody here has a mail address: no mail was written")
        return
    stage.screen.done(
        f"{len(written)} mails were written as files (MAIL_MODE=file): nobody was mailed"
    )
    own = {one["notification_id"] for one in stage.office.messages([stage.people.hero.employee_id])}
    of_hero = [path for path in written if any(path.stem.endswith(one) for one in own)]
    _show_mail(stage, (of_hero or written)[-1])


def _show_mail(stage: Stage, path: Path) -> None:
    mail = mails.opened(path)
    head = "\n".join(f"{name}: {mail[name]}" for name in ("From", "To", "Date", "Subject"))
    stage.screen.letter(path.name, f"{head}\n\n{mails.text_of(mail)}")


def answer(stage: Stage) -> None:
    """The reaction form of the first learner: wrong, then right."""
    hero = stage.people.hero
    stage.screen.chapter("The reaction form is answered")
    asked = _form(stage, stage.enrolments[hero.employee_id], hero.employee_id, _REACTION)
    language = _language(stage, hero)
    questions = asked["instrument"]["questions"]
    stage.screen.say(f"{asked['instrument']['title'][language]} · {hero.name}")
    for question in questions:
        must = "*" if question["required"] else " "
        stage.screen.remark(f"{must} {question['key']}: {question['text'][language]}")
    form = {"evaluation_id": asked["evaluation_id"], "respondent_id": hero.employee_id}
    words = stage.office.refusal(
        "evaluation", "submit_evaluation", **form, answers=_wrong_answers(questions)
    )
    stage.screen.refused("a form with one answer off the scale and others missing", words)
    answers = _good_answers(questions)
    submitted = stage.office.call("evaluation", "submit_evaluation", **form, answers=answers)
    given = ", ".join(f"{key} {value}" for key, value in answers.items())
    stage.screen.done(f"{given}: {submitted['status']}")
    others = stage.people.learners[1:-2:2]
    for one in others:
        own = stage.enrolments[one.employee_id]
        answer_quietly(stage, own, one.employee_id, _REACTION)
    stage.screen.done(f"others of the class who answer theirs: {len(others)}")


def answer_quietly(
    stage: Stage, enrolment_id: str, respondent_id: str, level: int, **chosen: object
) -> None:
    """Somebody answers one form about a learner, properly. Raises Refused.

    chosen   answers that are not the best mark, by key
    """
    asked = _form(stage, enrolment_id, respondent_id, level)
    stage.office.call(
        "evaluation",
        "submit_evaluation",
        evaluation_id=asked["evaluation_id"],
        respondent_id=respondent_id,
        answers=_good_answers(asked["instrument"]["questions"]) | chosen,
    )


def _good_answers(questions: list[Item]) -> dict[str, object]:
    """What is required, with the best mark or the first choice."""
    return {one["key"]: _best(one) for one in questions if one["required"]}


def _best(question: Item) -> object:
    if question["kind"] == "choice":
        return question["choices"][0]
    if question["kind"] == "text":
        return "Baik"
    return int(question["max"]) if question["max"] is not None else 1


def _wrong_answers(questions: list[Item]) -> Item:
    """The first mark above its scale; nothing else."""
    first = next(one for one in questions if one["max"] is not None)
    return {first["key"]: int(first["max"]) + 1}


def _form(stage: Stage, enrolment_id: str, respondent_id: str, level: int) -> Item:
    """The evaluation of this level that somebody is to answer, with its questions."""
    own = stage.office.evaluations([enrolment_id])
    asked = next(
        one for one in own if (one["level"], one["respondent_id"]) == (level, respondent_id)
    )
    found: Item = stage.office.call(
        "evaluation", "get_evaluation", evaluation_id=asked["evaluation_id"]
    )
    return found

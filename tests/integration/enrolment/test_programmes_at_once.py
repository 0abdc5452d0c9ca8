"""Programmes come from a file by the thousand, and the catalogue is asked once."""

from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import event

from services.enrolment.importing.programmes import import_programmes
from services.enrolment.storage.programmes import Programmes

HEADER = "programme_id,title,kind,learning_hours,competencies,cost_per_participant,prerequisites\n"


@contextmanager
def statements(database):
    seen = []

    def see(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", see)
    yield seen
    event.remove(database.engine, "before_cursor_execute", see)


def test_a_file_that_changes_nothing_asks_the_catalogue_once(house, tmp_path):
    file = tmp_path / "programmes.csv"
    basics = house.a_programme(title="Dasar")
    lines = [f"P{n},Kursus {n},training,10,,0,{basics}\n" for n in range(300)]
    file.write_text(HEADER + "".join(lines))
    saved = import_programmes(house.database, file, house.clock)

    with statements(house.database) as seen:
        again = import_programmes(house.database, file, house.clock)

    assert (saved.published, again.unchanged, again.errors) == (300, 300, [])
    assert len([one for one in seen if one.lower().lstrip().startswith("select programme")]) == 1


def test_a_prerequisite_that_nobody_knows_is_named_by_its_row(house, tmp_path):
    file = tmp_path / "programmes.csv"
    file.write_text(f"{HEADER}P1,Kursus,training,10,,0,P2\nP2,Kursus,training,10,,0,P9\n")

    [error] = import_programmes(house.database, file, house.clock).errors

    assert str(error) == (
        "row 3, prerequisites: there is no programme 'P9', neither here nor in the file"
    )


def test_programmes_that_require_each_other_across_files_are_named_by_their_rows(house, tmp_path):
    file = tmp_path / "programmes.csv"
    file.write_text(f"{HEADER}P1,Dasar,training,10,,0,\nP2,Lanjutan,training,10,,0,P1\n")
    assert import_programmes(house.database, file, house.clock).errors == []
    file.write_text(f"{HEADER}P0,Lain,training,10,,0,\nP1,Dasar,training,10,,0,P2\n")

    [error] = import_programmes(house.database, file, house.clock).errors

    assert str(error).startswith("row 3, prerequisites: nobody could ever begin: ")
    assert "P1 requires P2" in str(error)
    assert "P2 requires P1" in str(error)
    assert house.get_programme(programme_id="P1")["prerequisites"] == []


def test_a_file_can_mend_programmes_that_require_each_other_since_long_ago(house, tmp_path):
    file = tmp_path / "programmes.csv"
    file.write_text(f"{HEADER}P1,Dasar,training,10,,0,\nP2,Lanjutan,training,10,,0,P1\n")
    import_programmes(house.database, file, house.clock)
    with house.database.transaction() as session:
        programmes = Programmes(session)
        programmes.save(replace(programmes.get("P1"), prerequisites=("P2",)))
    file.write_text(f"{HEADER}P1,Dasar,training,10,,0,P2\nP2,Lanjutan,training,10,,0,\n")

    mended = import_programmes(house.database, file, house.clock)

    assert (mended.errors, mended.published) == ([], 1)
    assert house.get_programme(programme_id="P2")["prerequisites"] == []
    assert house.a_programme(programme_id="P1", prerequisites=["P2"]) == "P1"

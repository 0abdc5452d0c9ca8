"""A database whose numbers were sealed with one key is not opened with another."""

from types import SimpleNamespace

import pytest

from services.enrolment.sealing import prepare_seal
from shared.seal import Seal
from shared.settings import BadSetting


def started(house, data_dir, key=None):
    """As a process prepares itself; returns the seal that sessions know."""
    settings = SimpleNamespace(nip_key=key, nip_key_file=data_dir / "nip.key")
    prepare_seal(SimpleNamespace(settings=settings, databases={"enrolment": house.database}))
    with house.database.reading() as session:
        return session.info["seal"]


def test_a_service_that_starts_again_opens_what_it_sealed(house, tmp_path):
    sealed = started(house, tmp_path).close("198503152010012001")

    assert started(house, tmp_path).open(sealed) == "198503152010012001"


def test_another_key_stops_the_start_and_says_what_to_do(house, tmp_path):
    started(house, tmp_path)

    with pytest.raises(BadSetting, match=r"NIP_KEY: is not the key .* bring that one back"):
        started(house, tmp_path, key=Seal.new_key())


def test_a_lost_key_file_stops_the_start_too(house, tmp_path):
    started(house, tmp_path)
    (tmp_path / "nip.key").unlink()

    with pytest.raises(BadSetting, match=r"nip\.key, which is gone"):
        started(house, tmp_path)
    assert not (tmp_path / "nip.key").exists()


def test_a_data_directory_that_cannot_be_written_stops_the_start(house, tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(BadSetting, match="NIP_KEY"):
        started(house, tmp_path / "file")

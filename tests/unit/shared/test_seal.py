"""Numbers are sealed with a key that is configured, or made and kept."""

import stat

import pytest

from shared.seal import Seal, WrongKey, kept_seal
from shared.settings import BadSetting, read_settings

NIP = "198503152010012001"


def test_a_sealed_number_does_not_show_itself_and_can_be_opened():
    seal = Seal(Seal.new_key())

    sealed = seal.close(NIP)

    assert NIP not in sealed
    assert sealed != seal.close(NIP)
    assert seal.open(sealed) == NIP


def test_the_mark_tells_the_same_number_and_nothing_without_the_key():
    seal = Seal(Seal.new_key())

    assert seal.mark(NIP) == seal.mark(NIP)
    assert seal.mark(NIP) != seal.mark("198503152010012002")
    assert seal.mark(NIP) != Seal(Seal.new_key()).mark(NIP)


def test_another_key_opens_nothing():
    sealed = Seal(Seal.new_key()).close(NIP)

    with pytest.raises(WrongKey):
        Seal(Seal.new_key()).open(sealed)


def test_a_key_that_is_not_configured_is_made_once_and_kept_for_its_owner_alone(tmp_path):
    file = tmp_path / "data" / "nip.key"

    made = kept_seal(None, file)

    assert kept_seal(None, file).fingerprint == made.fingerprint
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in file.parent.iterdir()] == ["nip.key"]


def test_a_configured_key_comes_before_a_kept_one(tmp_path):
    kept_seal(None, tmp_path / "nip.key")
    key = Seal.new_key()

    assert kept_seal(key, tmp_path / "nip.key").fingerprint == Seal(key).fingerprint


def test_a_damaged_key_file_is_named_and_left_alone(tmp_path):
    file = tmp_path / "nip.key"
    file.write_text("oops")

    with pytest.raises(ValueError, match=r"nip\.key must be 32 random bytes"):
        kept_seal(None, file)

    assert file.read_text() == "oops"


@pytest.mark.parametrize("key", ["§", "ä" * 44, "A" * 43, "A" * 64])
def test_a_malformed_key_stops_the_start_without_being_shown(monkeypatch, key):
    monkeypatch.setenv("NIP_KEY", key)

    with pytest.raises(BadSetting, match="NIP_KEY must be 32 random bytes") as refused:
        read_settings()

    assert key not in str(refused.value).replace("NIP_KEY", "").replace("32 random bytes", "")


def test_without_a_configured_key_the_file_lies_beside_the_data(monkeypatch, tmp_path):
    monkeypatch.delenv("NIP_KEY", raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))

    assert read_settings().nip_key_file == tmp_path / "nip.key"

"""The key that the script of the containers makes is one that the service takes."""

from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

from shared.seal import Seal

SCRIPT = Path(__file__).parents[3] / "scripts" / "make-secrets"


@pytest.fixture
def script(tmp_path, monkeypatch):
    loader = SourceFileLoader("make_secrets", str(SCRIPT))
    spec = spec_from_loader(loader.name, loader)
    module = module_from_spec(spec)
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    loader.exec_module(module)
    monkeypatch.setattr(module, "SECRETS", tmp_path / "secrets")
    return module


def test_a_key_is_made_once_and_seals_numbers(script, capsys):
    script.main()
    made = (script.SECRETS / "nip_key").read_text()
    script.main()

    assert Seal(made.strip()).open(Seal(made.strip()).close("198503152010012001"))
    assert (script.SECRETS / "nip_key").read_text() == made
    assert capsys.readouterr().out.count("made secrets/nip_key") == 1


def test_the_containers_of_enrolment_get_it():
    described = (SCRIPT.parents[1] / "docker-compose.yml").read_text()

    assert "NIP_KEY_FILE: /run/secrets/nip_key" in described
    assert described.count("enrolment_database_url, nip_key]") == 2

"""Settings of an installation without servers, in a directory of the test."""

from dataclasses import replace
from pathlib import Path

from shared.settings import Settings, read_settings


def settings_in(data_dir: Path) -> Settings:
    return replace(read_settings(), data_dir=data_dir)

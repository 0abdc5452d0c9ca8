"""The kinds of files that only evaluation keeps, by their names in `lontar import`."""

from services.evaluation.importing.gaps import import_gaps
from services.evaluation.importing.keeping import Import
from services.evaluation.importing.skm import import_skm

KINDS: dict[str, Import] = {"skm": import_skm, "gaps": import_gaps}

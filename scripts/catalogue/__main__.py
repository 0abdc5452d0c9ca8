"""`python -m scripts.catalogue`: write the generated files of docs/ anew."""

import shared.launcher.green  # noqa: F401  (first of all, because nameko is imported)
from scripts.catalogue.files import write

write()

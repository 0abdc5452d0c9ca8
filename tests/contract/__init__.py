"""What others build on: the events as they travel, the calls, the settings, the catalogue."""

import shared.messaging  # noqa: F401  (before shared.codec: the two import each other)

"""What all rows of the notification service have in common."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase

from shared.columns import Instant


class Base(DeclarativeBase):
    type_annotation_map = {
        str: sa.Text,
        datetime: Instant(),
        list[Any]: sa.JSON,
    }

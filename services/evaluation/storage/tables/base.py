"""What all rows of the evaluation service rest on."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    type_annotation_map = {
        str: sa.Text,
        datetime: sa.DateTime(timezone=True),
        dict[str, Any]: sa.JSON,
        list[Any]: sa.JSON,
    }

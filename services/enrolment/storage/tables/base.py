"""The rows of the enrolment service. Ids are opaque texts; money is integer rupiah."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase

from shared.columns import Instant


class Base(DeclarativeBase):
    type_annotation_map = {
        str: sa.Text,
        datetime: Instant(),
        dict[str, Any]: sa.JSON,
        list[Any]: sa.JSON,
        Decimal: sa.Numeric(12, 2),
    }

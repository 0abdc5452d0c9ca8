"""The last ranking of training needs, as evaluation told of it."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from services.enrolment.storage.tables.base import Base


class NeedRankingRow(Base):
    __tablename__ = "need_ranking"

    ranking_id: Mapped[str] = mapped_column(primary_key=True)
    period_start: Mapped[date]
    period_end: Mapped[date]
    ranked_at: Mapped[datetime]


class RankedNeedRow(Base):
    """One need. place: in the ranking, from 1."""

    __tablename__ = "ranked_need"

    ranking_id: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[str]
    competency: Mapped[str]
    competency_key: Mapped[str]
    score: Mapped[float]
    complaints: Mapped[int]

"""The rows of all three services; each service uses its own."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    """The tables themselves come from `bench/baselines/tables`."""


class Employee(Base):
    __tablename__ = "employee"
    employee_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    unit_id: Mapped[str]
    supervisor_id: Mapped[str | None]


class Programme(Base):
    __tablename__ = "programme"
    programme_id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str]
    kind: Mapped[str]
    learning_hours: Mapped[float]
    competencies: Mapped[list[str]] = mapped_column(JSONB)


class Offering(Base):
    __tablename__ = "offering"
    offering_id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID] = mapped_column(ForeignKey(Programme.programme_id))
    programme: Mapped[Programme] = relationship()


class Enrolment(Base):
    __tablename__ = "enrolment"
    enrolment_id: Mapped[UUID] = mapped_column(primary_key=True)
    offering_id: Mapped[UUID] = mapped_column(ForeignKey(Offering.offering_id))
    employee_id: Mapped[str] = mapped_column(ForeignKey(Employee.employee_id))
    status: Mapped[str]
    version: Mapped[int]
    completed_at: Mapped[datetime | None]
    score: Mapped[float | None]
    employee: Mapped[Employee] = relationship(lazy="joined", innerjoin=True)


class Certificate(Base):
    __tablename__ = "certificate"
    certificate_id: Mapped[UUID] = mapped_column(primary_key=True)
    enrolment_id: Mapped[UUID]
    code: Mapped[str]
    expires_at: Mapped[datetime | None]


class LearningHours(Base):
    __tablename__ = "learning_hours"
    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    employee_id: Mapped[str]
    enrolment_id: Mapped[UUID]
    year: Mapped[int]
    hours: Mapped[float]


class Evaluation(Base):
    __tablename__ = "evaluation"
    evaluation_id: Mapped[UUID] = mapped_column(primary_key=True)
    enrolment_id: Mapped[UUID]
    employee_id: Mapped[str]
    programme_id: Mapped[UUID]
    title: Mapped[str]
    level: Mapped[int]
    respondent_id: Mapped[str | None]
    status: Mapped[str]
    opens_at: Mapped[datetime]
    due_at: Mapped[datetime]


class Contact(Base):
    __tablename__ = "contact"
    employee_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str]
    language: Mapped[str]


class Message(Base):
    __tablename__ = "message"
    notification_id: Mapped[UUID] = mapped_column(primary_key=True)
    employee_id: Mapped[str]
    about: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class Delivery(Base):
    __tablename__ = "delivery"
    delivery_id: Mapped[UUID] = mapped_column(primary_key=True)
    notification_id: Mapped[UUID] = mapped_column(ForeignKey(Message.notification_id))
    channel: Mapped[str]
    address: Mapped[str]
    status: Mapped[str]
    attempts: Mapped[int]
    next_at: Mapped[datetime]

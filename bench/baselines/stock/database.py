"""One SQLAlchemy session for each worker, as nameko-sqlalchemy gives it."""

import os
from weakref import WeakKeyDictionary

from nameko.extensions import DependencyProvider
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker


class Database(DependencyProvider):
    """Opens a session for the worker and closes it when the worker is done."""

    def setup(self) -> None:
        uri = os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+psycopg2://", 1)
        self.engine = create_engine(uri)
        self.session = sessionmaker(self.engine)
        self.sessions: WeakKeyDictionary = WeakKeyDictionary()

    def stop(self) -> None:
        self.engine.dispose()

    def get_dependency(self, worker_ctx) -> Session:
        self.sessions[worker_ctx] = self.session()
        return self.sessions[worker_ctx]

    def worker_teardown(self, worker_ctx) -> None:
        self.sessions.pop(worker_ctx).close()

"""Real servers for tests: private instances, started from installed programs.

rabbitmq() and postgresql() give the servers of this test run; a test that kills or
restarts its server makes a RabbitMQ or PostgreSQL of its own.
"""

from tests.servers.databases import create_database, drop_database
from tests.servers.files import migrated_file
from tests.servers.kept import KeptDatabases
from tests.servers.node import install_node_packages
from tests.servers.ports import free_port
from tests.servers.postgresql import PostgreSQL
from tests.servers.programs import NotInstalled
from tests.servers.rabbitmq import RabbitMQ
from tests.servers.server import ServerFailed
from tests.servers.shared import postgresql, rabbitmq

__all__ = [
    "KeptDatabases",
    "NotInstalled",
    "PostgreSQL",
    "RabbitMQ",
    "ServerFailed",
    "create_database",
    "drop_database",
    "free_port",
    "install_node_packages",
    "migrated_file",
    "postgresql",
    "rabbitmq",
]

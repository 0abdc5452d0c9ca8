"""`python -m tests.servers`: install what the tests need and is missing, where we may.

Says nothing and never fails: a test that misses a program says so itself.
"""

from contextlib import suppress

from tests.servers.programs import NotInstalled, find

for program, package, folders in (
    ("rabbitmq-server", "rabbitmq-server", "/usr/lib/rabbitmq/bin"),
    ("initdb", "postgresql", "/usr/lib/postgresql/*/bin"),
    ("node", "nodejs", ""),
    ("npm", "npm", ""),
):
    with suppress(NotInstalled):
        find(program, package, folders)

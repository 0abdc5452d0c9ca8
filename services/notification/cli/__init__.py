"""What operators can do on the notification service's database, a file for each subject."""

from services.notification.sealing import SERVICE, know_the_seal
from shared.database import Database
from shared.operating.installation import Installation


def opened_database(installation: Installation) -> Database:
    """The service's database, with the seal of its addresses. Raises what both raise."""
    database = installation.database(SERVICE)
    know_the_seal(database, installation.settings)
    return database

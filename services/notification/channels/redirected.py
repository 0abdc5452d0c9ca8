"""MAIL_MODE=redirect:ADDRESS: everything real, but to one address."""

from dataclasses import replace

from services.notification.channels.channel import Channel, Mail
from services.notification.domain.delivery import Attempt


class Redirected:
    """Another channel, with one recipient. The subject says whose mail it is."""

    def __init__(self, channel: Channel, address: str):
        self.name, self.batch, self.repeatable = channel.name, channel.batch, channel.repeatable
        self._channel = channel
        self._address = address

    def send(self, mail: Mail) -> Attempt:
        subject = f"[{mail.address}] {mail.subject}"
        return self._channel.send(replace(mail, address=self._address, subject=subject))

    def close(self) -> None:
        self._channel.close()

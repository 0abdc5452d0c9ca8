"""Calls to the three services, from a process that shares nothing with them but the contract."""

from services.portal.calling.broker import BrokerCaller
from services.portal.calling.caller import Away, Caller, Refused
from services.portal.calling.door import DoorCaller

__all__ = ["Away", "BrokerCaller", "Caller", "DoorCaller", "Refused"]

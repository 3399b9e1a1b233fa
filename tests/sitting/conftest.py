"""What the tests of a sitting have in common."""

from tests.rooms import clock, records, room

__all__ = ["clock", "records", "room"]

"""The demo's tests sit in the same room as those of the sitting."""

from tests.rooms import clock, records, room

__all__ = ["clock", "records", "room"]

"""The practice exam for public officials, in a terminal."""

__version__ = "0.1.0"

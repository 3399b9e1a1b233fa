"""Tests of reading and writing question files."""

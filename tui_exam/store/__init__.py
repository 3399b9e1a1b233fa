"""Durable attempts: one protocol, TinyDB behind it."""

"""The result slip."""

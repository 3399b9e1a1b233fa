"""Widgets as people use them."""

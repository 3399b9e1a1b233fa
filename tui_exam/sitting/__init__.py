"""A sitting in progress: the rules, the office and the store brought together.

No screen is known here; the Textual app, the headless demo and the commands all
use this one way in.
"""

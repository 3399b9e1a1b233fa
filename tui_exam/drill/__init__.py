"""Drills: what to practise today so that most is known on the day of the exam.

Rules without a screen: memory, the learner's log and its fold, the day's plan, the
session, forecast, progress and the coach. `book` is the one module that writes.
"""

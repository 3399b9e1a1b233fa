"""The catalogues: `en/LC_MESSAGES/tui_exam.po`, and the .mo that the program reads."""

"""`python -m tui_exam` does what `tui-exam` does."""

from .cli import main

if __name__ == "__main__":
    main()

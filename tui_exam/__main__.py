"""`python -m tui_exam` does what `tui-exam` does."""

from .start import main

if __name__ == "__main__":
    main()

"""Claims: assertions about arrangements as data, tested by runs, with a verdict in words."""

"""For readers: tables, plots and sentences."""

"""The page for a class: two scenarios side by side, moved while all look on."""

"""One page that holds everything: its frame, its texts, and what it is made of."""

"""Two languages: words by key, and messages whose English stands in the code."""

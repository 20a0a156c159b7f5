"""One week: the ordered phases that change the world."""

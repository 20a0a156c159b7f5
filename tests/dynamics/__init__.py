"""What must hold in every week of every world, whatever is asked of it."""

"""What is asked: the experiment file, its parameters, and the scenarios resolved from them."""

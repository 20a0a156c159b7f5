"""Many runs: designs, execution, storage and comparison."""

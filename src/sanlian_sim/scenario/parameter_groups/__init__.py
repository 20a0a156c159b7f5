"""The parameters, one file per part of the model that they belong to."""

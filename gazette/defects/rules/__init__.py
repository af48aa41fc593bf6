"""The rules of an issue's defect report. Pure: facts in, findings out."""

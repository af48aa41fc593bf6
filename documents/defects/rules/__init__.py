"""The rules of the defect report. Pure: facts in, findings out."""

"""Spreadsheets of institutions: read, judged row by row, tried out, brought in; and written again."""

"""The PostgreSQL that comes with the project, for trying, developing and testing (DATABASE_URL unset).

`place` decides where it lives, `server` starts and stops it, `base` is the Django backend that starts it at the
first connection and lets the last process switch it off.
"""

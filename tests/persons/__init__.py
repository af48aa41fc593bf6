"""An app of tests only: people with protected numbers, so that the foundation is proved without a floor above it."""

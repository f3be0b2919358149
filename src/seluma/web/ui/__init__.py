"""The look, and the way pages are made. It knows no domain."""

"""Tests of what the report says; they need nothing but Python."""

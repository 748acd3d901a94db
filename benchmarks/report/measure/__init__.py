"""Runs programs and collects what they measured."""

"""Tests of the room that builds and reads documents."""

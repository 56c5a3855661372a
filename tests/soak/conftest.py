"""The small project of the engine's tests."""

from run.conftest import place, shop  # noqa: F401

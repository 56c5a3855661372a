from collections.abc import Callable

import numpy as np
import pytest

from report.outlook.past_errors import FAR, Errors


@pytest.fixture
def record() -> Callable[..., Errors]:
    """Builds a small forecast record: the same error for every vintage, ally and horizon unless an array is given."""

    def build(
        growth: float | np.ndarray = 0.0,
        prices: float | np.ndarray = 0.0,
        vintages: int = 10,
        allies: tuple[str, ...] = ("DEU", "USA"),
        inflation: float | np.ndarray = 2.0,
        season: str = "04",
    ) -> Errors:
        shape = (vintages, len(allies), FAR)
        cube = {
            name: np.broadcast_to(value, shape).astype(float)
            for name, value in {"growth": growth, "prices": prices}.items()
        }
        return Errors(
            season,
            np.arange(1990, 1990 + vintages),
            allies,
            growth=cube["growth"],
            prices=cube["prices"],
            growth_flash=cube["growth"],
            prices_flash=cube["prices"],
            inflation=np.broadcast_to(inflation, shape).astype(float),
        )

    return build

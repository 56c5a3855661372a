"""Results that are kept with the object that computed them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

Method = TypeVar("Method", bound=Callable[..., Any])


def kept(method: Method) -> Method:
    """The method, which computes once for the same arguments, as a ``cached_property`` does without any."""
    name = f"_kept_{method.__name__}"

    @wraps(method)
    def found(self: Any, *args: Any, **options: Any) -> Any:
        results, given = vars(self).setdefault(name, {}), (args, *options.items())
        if given not in results:
            results[given] = method(self, *args, **options)
        return results[given]

    return cast(Method, found)

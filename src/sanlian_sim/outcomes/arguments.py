"""Checks of the arguments of the measures; a refusal names the argument, the value and the rule."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]


def require(name: str, values: FloatArray, holds: NDArray[np.bool_], rule: str) -> None:
    """Raise a ``ValueError`` at the first value for which the rule does not hold."""
    if holds.all():
        return
    position = tuple(int(i) for i in np.argwhere(~holds)[0])
    place = position[0] if len(position) == 1 else position
    where = f" at position {place}" if position else ""
    raise ValueError(f"`{name}` must {rule}; got {float(values[position]):g}{where}")


def numbers(name: str, value: ArrayLike, axes: tuple[str, ...] | None = None) -> FloatArray:
    """Return the value as an array of finite numbers with the named axes.

    Parameters
    ----------
    name : str
        Argument named in a refusal.
    value : array_like
        Numbers in any unit.
    axes : tuple of str, optional
        What each axis stands for; fixes the number of dimensions. Absent: any shape.

    Raises
    ------
    ValueError
        Not numbers, wrong number of dimensions, no value at all, NaN or infinite.
    """
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"`{name}` must be an array of numbers; got {value!r}") from error
    if axes is not None and array.ndim != len(axes):
        rule = f"have the shape ({', '.join(axes)})"
        raise ValueError(f"`{name}` must {rule}; got an array of shape {array.shape}")
    if array.size == 0:
        raise ValueError(f"`{name}` must hold at least one value; got shape {array.shape}")
    require(name, array, np.isfinite(array), "be finite")
    return array


def number(name: str, value: float, *, positive: bool = False) -> float:
    """Return the value as one finite number, not negative (or, if asked, positive).

    Raises
    ------
    ValueError
        Not one number, NaN, infinite or below its bound.
    """
    array = numbers(name, value, axes=())
    rule = "be positive" if positive else "not be negative"
    require(name, array, np.asarray(array > 0 if positive else array >= 0), rule)
    return float(array)


def same_shape(name: str, array: FloatArray, other: str, shape: tuple[int, ...]) -> None:
    """Raise a ``ValueError`` unless the array has the shape that the other argument asks for."""
    if array.shape != shape:
        raise ValueError(f"`{name}` must match `{other}`, shape {shape}; got shape {array.shape}")


def shares(name: str, weights: ArrayLike | None, other: str, size: int) -> FloatArray:
    """Return the weights brought to the sum 1; equal shares if there are none.

    Raises
    ------
    ValueError
        Weights that are not finite, negative, all zero, or not one for each value of `other`.
    """
    if weights is None:
        return np.full(size, 1 / size)
    array = numbers(name, weights)
    same_shape(name, array, other, (size,))
    require(name, array, array >= 0, "not be negative")
    largest = array.max()
    if largest == 0:
        raise ValueError(f"`{name}` must not all be zero; got {size} zeros")
    array = array / largest  # so that the sum cannot overflow
    return np.asarray(array / array.sum())

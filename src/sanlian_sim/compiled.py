"""How compiled code is compiled: two decorators, and the handle that carries a world's arrays.

Functions that only compiled code calls are compiled without the glue for calls from Python.
Compiled code takes a world as a ``Handle``: one pointer to all arrays instead of a hundred
arguments, each of which would be unpacked at every call and lengthen every compilation.
"""

from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, TypeVar

import numba
import numpy as np
from llvmlite import ir as llvm
from numba import types
from numba.core import cgutils
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    NativeValue,
    infer_getattr,
    intrinsic,
    lower_getattr_generic,
    models,
    register_model,
    unbox,
)
from numba.np.arrayobj import make_array
from numpy.typing import NDArray

F = TypeVar("F", bound=Callable[..., Any])

_njit: Any = numba.njit
"""Untyped, since its stubs do not know the two flags that leave the glue out."""


def kernel(function: F) -> F:
    """Compile a function that Python calls; it releases the interpreter's lock.

    What is compiled is stored beside the source, for all sources of the package as they are:
    Numba by itself would renew it only when the kernel's own file changes, not when a function
    that the kernel calls does.
    """
    compiled: F = _njit(cache=True, nogil=True)(function)
    compiled._cache._cache_file._source_stamp = sources_stamp()  # type: ignore[attr-defined]
    return compiled


_HOLDING_KERNELS: Final = ("scenario", "world", "dynamics", "outcomes")
"""Folders of the package that compiled code is made of; what lies above them only calls it."""


@cache
def sources_stamp() -> tuple[float, int]:
    """Latest change and total size of the sources that compiled code is made of."""
    root = Path(__file__).parent
    below = (path for name in _HOLDING_KERNELS for path in (root / name).rglob("*.py"))
    states = [path.stat() for path in (*root.glob("*.py"), *below)]
    return max(state.st_mtime for state in states), sum(state.st_size for state in states)


def inner(function: F) -> F:
    """Compile a function that only compiled code may call; it is stored with its kernels."""
    compiled: F = _njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)
    return compiled


def _prefetch(context: Any, array: Any, row: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        value = make_array(array)(context, builder, arguments[0])
        step = cgutils.unpack_tuple(builder, value.strides, array.ndim)[0]
        place = builder.mul(step, builder.zext(arguments[1], step.type))
        byte = llvm.IntType(8).as_pointer()
        address = builder.gep(builder.bitcast(value.data, byte), [place])
        flag = llvm.IntType(32)
        kind = llvm.FunctionType(llvm.VoidType(), [byte, flag, flag, flag])
        fetch = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        builder.call(fetch, [address, flag(0), flag(3), flag(1)])
        return context.get_dummy_value()

    return types.void(array, types.uint32), generate


prefetch: Any = intrinsic(_prefetch)
"""``prefetch(array, row)`` fetches from memory what compiled code will soon read.

Residents of the next cases lie anywhere in a large world: asked for in time, they come while the
present case is worked on. Nothing but speed depends on it.
"""


class Handle:
    """A pointer to named arrays, which compiled code reads as ``handle.name``.

    Parameters
    ----------
    arrays : mapping of str to array
        Kept as long as the handle is. Another array under a name takes another handle.

    Notes
    -----
    Reading an array counts no references: threads would contend for the counts.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.arrays = dict(arrays)
        self.words = np.array([w for array in arrays.values() for w in _words(array)], np.int64)
        self.address = self.words.ctypes.data
        self._numba_type_ = HandleType({name: _type_of(a) for name, a in arrays.items()})


def _type_of(array: NDArray[Any]) -> Any:
    """Type of an array by its strides.

    NumPy calls a field of a single row contiguous; taken at its word, a world of one resident would
    be compiled anew.
    """
    kind = numba.typeof(array)
    apart = array.size > 0 and array.strides[-1] != array.itemsize
    return kind.copy(layout="A") if apart else kind


def _words(array: NDArray[Any]) -> tuple[int, ...]:
    """Where an array lies, and its shape and strides: what compiled code knows of it."""
    return array.size, array.ctypes.data, *array.shape, *array.strides


class HandleType(types.Type):
    """Numba type of a handle: names and types of its arrays, and the first word of each.

    The name, which goes into that of every compiled function, is short.
    """

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self.fields = dict(fields)
        self.first_word, words = {}, 0
        for name, kind in self.fields.items():
            self.first_word[name] = words
            words += 2 + 2 * kind.ndim
        digest = sha256(repr(self.fields).encode()).hexdigest()
        super().__init__(name=f"Handle{digest[:16]}")


register_model(HandleType)(models.OpaqueModel)


@unbox(HandleType)
def _unbox(kind: Any, value: Any, c: Any) -> Any:
    address = c.pyapi.object_getattr_string(value, "address")
    pointer = c.pyapi.long_as_voidptr(address)
    c.pyapi.decref(address)
    return NativeValue(pointer)


@infer_getattr
class _Fields(AttributeTemplate):
    key = HandleType

    def generic_resolve(self, kind: Any, name: str) -> Any:  # type: ignore[override]
        return kind.fields.get(name)


@lower_getattr_generic(HandleType)
def _read(context: Any, builder: Any, kind: Any, value: Any, name: str) -> Any:
    """Make an array of what the handle says; that does not change while compiled code runs."""
    array, word = kind.fields[name], llvm.IntType(64)
    first = builder.bitcast(value, word.as_pointer())
    constant = builder.module.add_metadata([])

    def read(n: int) -> Any:
        place = builder.gep(first, [word(kind.first_word[name] + n)])
        load = builder.load(place)
        load.set_metadata("invariant.load", constant)
        return load

    item = context.get_abi_sizeof(context.get_data_type(array.dtype))
    strides = [read(2 + array.ndim + n) for n in range(array.ndim)]
    if array.layout == "C":
        strides[-1] = word(item)
    made = make_array(array)(context, builder)
    made.meminfo = cgutils.get_null_value(made.meminfo.type)
    made.parent = cgutils.get_null_value(made.parent.type)
    made.nitems = read(0)
    made.itemsize = word(item)
    made.data = builder.inttoptr(read(1), made.data.type)
    made.shape = cgutils.pack_array(builder, [read(2 + n) for n in range(array.ndim)])
    made.strides = cgutils.pack_array(builder, strides)
    return made._getvalue()

"""How compiled code is compiled: two decorators, and the handle that carries a world's arrays.

Functions that only compiled code calls are compiled without the glue for calls from Python.
Compiled code takes a world as a ``Handle``: one pointer to all arrays instead of a hundred
arguments, each of which would be unpacked at every call and lengthen every compilation.
"""

from collections.abc import Callable, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import numba
from llvmlite import ir as llvm
from numba import types
from numba.core import cgutils
from numba.experimental import structref
from numba.extending import intrinsic
from numba.np.arrayobj import make_array

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


@cache
def sources_stamp() -> tuple[float, int]:
    """Latest change and total size of the package's sources."""
    states = [path.stat() for path in Path(__file__).parent.rglob("*.py")]
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


@structref.register
class HandleType(types.StructRef):
    """Numba type of a handle: the names and types of its arrays.

    By default its name would list them all, and go into the name of every compiled function.
    """

    def __init__(self, fields: Sequence[tuple[str, Any]]) -> None:
        super().__init__(fields)
        self.name = f"Handle{sha256(self.name.encode()).hexdigest()[:16]}"


class Handle(structref.StructRefProxy):
    """A pointer to named arrays, which compiled code reads as ``handle.name``.

    The handle does not own the arrays, so that reading one counts no references (threads would
    contend for the counts): whoever holds a handle keeps the arrays.
    """


structref.define_boxing(HandleType, Handle)


def packer(names: Sequence[str]) -> Any:
    """Return a function for compiled code that packs a tuple of arrays into a handle.

    Parameters
    ----------
    names : sequence of str
        Names of the arrays in the tuple's order.
    """

    @intrinsic
    def pack(context: Any, arrays: Any) -> Any:
        struct = HandleType(list(zip(names, arrays.types, strict=True)))

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            payload = struct.get_data_type()
            kind = context.data_model_manager[payload].get_value_type()
            size = context.get_constant(types.uintp, context.get_abi_sizeof(kind))
            meminfo = context.nrt.meminfo_alloc(builder, size)
            pointer = context.nrt.meminfo_data(builder, meminfo)
            pointer = builder.bitcast(pointer, kind.as_pointer())
            fields = cgutils.create_struct_proxy(payload)(context, builder, ref=pointer)
            for n, name in enumerate(names):
                value = builder.extract_value(arguments[0], n)
                array = make_array(arrays.types[n])(context, builder, value)
                array.meminfo = cgutils.get_null_value(array.meminfo.type)
                setattr(fields, name, array._getvalue())
            handle = cgutils.create_struct_proxy(struct)(context, builder)
            handle.meminfo = meminfo
            return handle._getvalue()

        return struct(arrays), generate

    return pack

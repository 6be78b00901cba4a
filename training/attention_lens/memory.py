"""What the allocator keeps, given back to the system from time to time."""

import ctypes

_ALL_ARENAS = 4096  # jemalloc's MALLCTL_ARENAS_ALL


def release() -> bool:
    """Has jemalloc return the pages it keeps unused; tells whether jemalloc is this process's allocator.

    A run on a CPU wants its freed tensors' pages kept: to map them anew cost a third of its speed. But as the shapes of
    batches vary, kept pages pile up.
    """
    mallctl = getattr(ctypes.CDLL(None), "mallctl", None)
    if mallctl is None:
        return False
    return mallctl(b"arena.%d.purge" % _ALL_ARENAS, None, None, None, ctypes.c_size_t(0)) == 0

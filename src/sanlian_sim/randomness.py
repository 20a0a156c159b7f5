"""Draws keyed by (seed, stream, entity, occasion).

A draw is a hash, not the next number of a sequence: it belongs to the entity and the occasion it
decides, so it is the same in every scenario, whatever else is drawn, in whichever order and on
however many threads. Paired scenarios thereby share their luck (common random numbers; L'Ecuyer
1994).

``hash64`` chains the finaliser of splitmix64 (Steele, Lea & Flood 2014) over its parts;
``u = ((hash64 >> 11) + 1/2) 2^-53`` lies strictly between 0 and 1.
"""

import math
from enum import IntEnum
from functools import lru_cache
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

UINT64: Final = np.uint64
_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX_1: Final = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2: Final = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_UNIT: Final = 2.0**-53


class Stream(IntEnum):
    """What a draw decides.

    What stands at the first week belongs to the world's seed, open cases and all that is drawn of
    them included; what happens from then on, first candidate onsets included, to the replicate's.
    """

    HOUSEHOLD_TYPE = 1
    PERSON_FLAGS = 3
    EDUCATION = 4
    INCOME_CLASS = 5
    LABOUR_STATUS = 6
    WELLBEING_BASELINE = 7
    TRUST_BASELINE = 8
    TIE_DEGREE = 9
    TIE_PARTNER = 10
    TIE_PERSON = 11
    VOLUNTEER_INITIAL = 12
    THRESHOLD = 13
    INITIAL_CASE = 15
    INITIAL_CASE_DETAIL = 16
    PLACE = 17
    ONSET_GAP = 32
    ONSET_ACCEPT = 33
    NEED_SIZE = 34
    ACCEPT_FORMAL = 35
    SEVERITY = 36
    SPELL = 37
    PASS = 38
    GIVE_UP = 39
    DECLINE = 40
    REPEAT = 41
    NOTICE_SELF = 42
    NOTICE_GRID = 43
    NOTICE_TIE = 44
    NOTICE_OUTREACH = 45
    SIDE = 46
    MISROUTE = 47
    PROVIDER_CHOICE = 48
    CALL = 49
    ESCALATE = 50
    JOB_LOSS_GAP = 51
    JOB_LOSS_ACCEPT = 52
    WANT_JOB_HELP = 53
    JOB_FIND = 54
    JOIN = 55
    LEAVE = 56
    ADOPTION_ORDER = 57
    TIE = 58
    TENDER = 80
    PROJECT_FIT = 81
    PIPELINE = 82
    ROTATION = 83
    ENTRY = 84
    EXIT = 85
    TURNOVER = 86
    OVERHEAD = 87
    NEAR = 88
    PRIVATE = 60
    INITIATIVE = 61
    INITIATIVE_END = 62
    ADOPTION = 63
    AGEING = 64


@njit(cache=True, inline="always")
def fold(state: np.uint64, part: np.uint64) -> np.uint64:
    """Absorb one part into a hash: the splitmix64 finaliser of (state xor part) + golden ratio."""
    z = (state ^ part) + _GOLDEN
    z = (z ^ (z >> _S30)) * _MIX_1
    z = (z ^ (z >> _S27)) * _MIX_2
    return z ^ (z >> _S31)


@njit(cache=True, inline="always")
def to_unit(state: np.uint64) -> float:
    """Map a hash to a float64 strictly inside (0, 1)."""
    return (float(state >> _S11) + 0.5) * _UNIT


@njit(cache=True)
def stream_state(seed: int, stream: int) -> np.uint64:
    """Hash of (seed, stream): the part that all draws of a stream in one run share."""
    return fold(fold(np.uint64(0), np.uint64(seed)), np.uint64(stream))


@njit(cache=True, inline="always")
def draw(state: np.uint64, entity: np.uint64, occasion: int) -> float:
    """Uniform draw of an entity on one occasion (mostly the week); ``state`` from stream_state."""
    return to_unit(fold(fold(state, entity), np.uint64(occasion)))


@njit(cache=True)
def normal_quantile(p: float) -> float:
    """Standard normal quantile by algorithm AS 241 (PPND16; Wichura 1988), error below 1e-15."""
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return q * _ratio(r, _A, _B)
    r = math.sqrt(-math.log(p if q < 0.0 else 1.0 - p))
    value = _ratio(r - 1.6, _C, _D) if r <= 5.0 else _ratio(r - 5.0, _E, _F)
    return -value if q < 0.0 else value


@njit(cache=True)
def _ratio(r: float, numerator: tuple[float, ...], denominator: tuple[float, ...]) -> float:
    top = 0.0
    bottom = 0.0
    for i in range(7, -1, -1):
        top = top * r + numerator[i]
        bottom = bottom * r + denominator[i]
    return top / bottom


_A = (3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
      1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
      3.3430575583588128105e4, 2.5090809287301226727e3)  # fmt: skip
_B = (1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
      2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
      5.2264952788528545610e3)  # fmt: skip
_C = (1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
      3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
      2.27238449892691845833e-2, 7.74545014278341407640e-4)  # fmt: skip
_D = (1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
      1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
      1.05075007164441684324e-9)  # fmt: skip
_E = (6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
      2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
      2.71155556874348757815e-5, 2.01033439929228813265e-7)  # fmt: skip
_F = (1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
      7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
      2.04426310338993978564e-15)  # fmt: skip


@njit(cache=True, inline="always")
def geometric(u: float, p: float) -> int:
    """Geometric variate on 1, 2, ... with success probability ``p``: 1 + floor(ln u / ln(1-p))."""
    if p >= 1.0:
        return 1
    return 1 + int(min(math.floor(math.log(u) / math.log1p(-p)), 1.0e9))


@njit(cache=True, inline="always")
def gumbel(u: float) -> float:
    """Standard Gumbel variate: -ln(-ln u)."""
    return -math.log(-math.log(u))


@njit(cache=True)
def lognormal(u: float, mean: float, sigma: float) -> float:
    """Lognormal variate with the stated *mean* (not median) and log standard deviation."""
    return math.exp(math.log(mean) - 0.5 * sigma * sigma + sigma * normal_quantile(u))


@njit(cache=True, inline="always")
def table_quantile(table: NDArray[np.float64], u: float) -> float:
    """Quantile by linear interpolation in a table of equally spaced probabilities."""
    x = u * (table.shape[0] - 1)
    i = int(x)
    return float(table[i] + (x - i) * (table[i + 1] - table[i]))


@lru_cache(maxsize=64)
def beta_table(a: float, b: float, points: int = 4097) -> NDArray[np.float64]:
    """Quantiles of Beta(a, b) at ``points`` equally spaced probabilities, for table_quantile.

    The table is shared by all who ask for it, and must not be changed.
    """
    from scipy.stats import beta

    quantiles: NDArray[np.float64] = beta.ppf(np.linspace(0.0, 1.0, points), a, b)
    return quantiles


@njit(cache=True)
def uniforms(
    seed: int, stream: int, entities: NDArray[np.uint64], occasion: int
) -> NDArray[np.float64]:
    """One draw per entity on one occasion: array of the same length as ``entities``."""
    state = stream_state(seed, stream)
    out = np.empty(entities.shape[0])
    for i in range(entities.shape[0]):
        out[i] = draw(state, entities[i], occasion)
    return out


@njit(cache=True)
def keys(seed: int, group: int, count: int) -> NDArray[np.uint64]:
    """Stable 64-bit keys of ``count`` entities: hash of (seed, group, serial)."""
    state = stream_state(seed, group)
    out = np.empty(count, dtype=np.uint64)
    for i in range(count):
        out[i] = fold(state, np.uint64(i))
    return out


@njit(cache=True)
def luck(seed: int, stream: int, entity: np.uint64, occasion: int) -> float:
    """Return one draw of one entity, for rules that Python runs."""
    return draw(stream_state(seed, stream), entity, occasion)


def joint_key(*parts: int | np.uint64) -> np.uint64:
    """Key of something that several keys or numbers name together."""
    return np.uint64(hash64(*(int(part) for part in parts)))


def hash64(*parts: int) -> int:
    """Chained hash of integers, as used for seeds; each part is taken modulo 2^64."""
    state = np.uint64(0)
    for part in parts:
        # Compiled code hands back a Python int, which the next call would take as signed.
        state = np.uint64(fold(state, np.uint64(part % 2**64)))
    return int(state)


def replicate_seed(design_seed: int, replicate: int) -> int:
    """Seed of one replicate of a design: hash of (design seed, replicate) modulo 2^31 - 1."""
    return hash64(design_seed, replicate) % (2**31 - 1)

"""Draws: hashes of (seed, stream, entity, occasion) in plain integers, and what they turn into."""

import math
from functools import cache

_MASK = 2**64 - 1
_GOLDEN = 0x9E3779B97F4A7C15


def fold(state, part):
    """Absorb one part into a hash: the finaliser of splitmix64 (Steele, Lea & Flood 2014)."""
    z = ((state ^ (part & _MASK)) + _GOLDEN) & _MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
    return z ^ (z >> 31)


@cache
def _stream_state(seed, stream):
    return fold(fold(0, seed), stream)


def uniform(seed, stream, entity, occasion=0):
    """Draw of an entity on an occasion, strictly inside (0, 1)."""
    z = fold(fold(_stream_state(seed, stream), entity), occasion)
    return ((z >> 11) + 0.5) * 2.0**-53


def case_key(resident_key, service_row, onset, repeat=0):
    """Identity of a case: resident, service, onset number and repeat number."""
    return fold(fold(fold(resident_key, service_row), onset), repeat)


def joint(*parts):
    """Key of what several keys or numbers name together."""
    state = 0
    for part in parts:
        state = fold(state, part)
    return state


def geometric(u, p):
    """Number of trials until the first success."""
    if p >= 1.0:
        return 1
    return 1 + int(min(math.floor(math.log(u) / math.log1p(-p)), 1e9))


def gumbel(u):
    """Noise of a discrete choice."""
    return -math.log(-math.log(u))


def lognormal(u, mean, sigma):
    """Lognormal with the stated mean."""
    return math.exp(math.log(mean) - 0.5 * sigma * sigma + sigma * normal_quantile(u))


def beta_quantile(table, u):
    """Quantile by linear interpolation in equally spaced points."""
    x = u * (len(table) - 1)
    i = int(x)
    return table[i] + (x - i) * (table[i + 1] - table[i])


def normal_quantile(p):
    """Inverse of the normal distribution function: AS 241, routine PPND16 (Wichura 1988)."""
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return q * _ratio(_A, _B, r)
    r = math.sqrt(-math.log(min(p, 1.0 - p)))
    z = _ratio(_C, _D, r - 1.6) if r <= 5.0 else _ratio(_E, _F, r - 5.0)
    return math.copysign(z, q)


def _ratio(top, bottom, r):
    return _polynomial(top, r) / _polynomial(bottom, r)


def _polynomial(coefficients, r):
    """Horner's rule; the constant comes first."""
    value = 0.0
    for coefficient in reversed(coefficients):
        value = value * r + coefficient
    return value


_A = (
    3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
    45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
)  # fmt: skip
_B = (
    1.0, 42.313330701600911252, 687.18700749205790830, 5394.1960214247511077,
    21213.794301586595867, 39307.895800092710610, 28729.085735721942674, 5226.4952788528545610,
)  # fmt: skip
_C = (
    1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550,
    3.64784832476320460504, 1.27045825245236838258, 0.241780725177450611770,
    0.0227238449892691845833, 0.000774545014278341407640,
)  # fmt: skip
_D = (
    1.0, 2.05319162663775882187, 1.67638483018380384940, 0.689767334985100004550,
    0.148103976427480074590, 0.0151986665636164571966, 0.000547593808499534494600,
    1.05075007164441684324e-9,
)  # fmt: skip
_E = (
    6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580,
    0.296560571828504891230, 0.0265321895265761230930, 0.00124266094738807843860,
    2.71155556874348757815e-5, 2.01033439929228813265e-7,
)  # fmt: skip
_F = (
    1.0, 0.599832206555887937690, 0.136929880922735805310, 0.0148753612908506148525,
    0.000786869131145613259100, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
    2.04426310338993978564e-15,
)  # fmt: skip

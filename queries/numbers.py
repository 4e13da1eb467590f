"""Numbers as sentences show them: readable, never in powers of ten."""

from __future__ import annotations

from decimal import Decimal


def readable(value: float) -> str:
    """A number with its thousands apart and no more digits than it has.

    >>> readable(83000000.0), readable(1234.5), readable(0.1), readable(3)
    ('83,000,000', '1,234.5', '0.1', '3')
    """
    if isinstance(value, int) or float(value).is_integer():
        return f"{int(value):,}"
    return f"{Decimal(repr(float(value))):,f}"


def percent(share: float) -> str:
    """A share in percent, with a decimal only where it says more.

    >>> percent(0.6), percent(0.599), percent(1.0)
    ('60%', '59.9%', '100%')
    """
    return f"{share * 100:.1f}".removesuffix(".0") + "%"

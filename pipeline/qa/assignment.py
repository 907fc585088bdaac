"""The assignment problem, solved exactly over integers.

The Hungarian method with potentials (Kuhn and Munkres, in the form that adds one row at a
time along a shortest augmenting path). Integers of any size keep lexicographic weights exact,
which the floating-point solvers of the numeric libraries do not promise.
"""

from __future__ import annotations

from collections.abc import Sequence

Levels = tuple[int, ...]


def assign_by_levels(levels: Sequence[Sequence[Levels]]) -> list[tuple[int, int]]:
    """Choose pairs like :func:`assign` where weights are tuples, their first number above all.

    The chosen pairs have the greatest sum of first numbers; among those with that sum, the
    greatest sum of second numbers; and so on. A tuple of zeros says that the two may not be
    paired.
    """
    most = max((level for row in levels for cell in row for level in cell), default=0)
    base = most * len(levels) + 1
    return assign([[_as_digits(cell, base) for cell in row] for row in levels])


def _as_digits(levels: Levels, base: int) -> int:
    """Write levels as the digits of one number; no sum over a matching reaches the base."""
    number = 0
    for level in levels:
        number = number * base + level
    return number


def assign(weights: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Choose pairs of a row and a column, each used once, whose weights sum to the most.

    Parameters
    ----------
    weights
        A rectangle of numbers that are not negative; 0 says that the two may not be paired.

    Returns
    -------
    list of (row, column)
        In order of the row; pairs of weight 0 are left out.
    """
    if not weights or not weights[0]:
        return []
    if len(weights) > len(weights[0]):
        turned = assign([list(column) for column in zip(*weights, strict=True)])
        return sorted((row, column) for column, row in turned)
    row_of_column = _cheapest([[-weight for weight in row] for row in weights])
    pairs = ((row, column) for column, row in enumerate(row_of_column) if row is not None)
    return sorted((row, column) for row, column in pairs if weights[row][column] > 0)


def _cheapest(costs: Sequence[Sequence[int]]) -> list[int | None]:
    """Give each row a column at the least total cost; rows are at most as many as columns."""
    row_of: list[int | None] = [None] * len(costs[0])
    row_potential = [0] * len(costs)
    column_potential = [0] * len(costs[0])
    for new_row in range(len(costs)):
        distance: dict[int, int] = {}
        before: dict[int, int | None] = {}
        path: list[tuple[int, int]] = []
        column: int | None = None
        row: int | None = new_row
        while row is not None:
            reached = {j for _, j in path}
            for j, cost in enumerate(costs[row]):
                reduced = cost - row_potential[row] - column_potential[j]
                if j not in reached and (j not in distance or reduced < distance[j]):
                    distance[j], before[j] = reduced, column
            step, column = min((far, j) for j, far in distance.items() if j not in reached)
            row_potential[new_row] += step
            for matched, j in path:
                row_potential[matched] += step
                column_potential[j] -= step
            distance = {j: far - step for j, far in distance.items()}
            row = row_of[column]
            if row is not None:
                path.append((row, column))
        _shift_along_path(row_of, before, column, new_row)
    return row_of


def _shift_along_path(
    row_of: list[int | None], before: dict[int, int | None], end: int | None, new_row: int
) -> None:
    """Move each row of the augmenting path one column on, and seat the new row at its start."""
    column = end
    while column is not None:
        previous = before[column]
        row_of[column] = new_row if previous is None else row_of[previous]
        column = previous

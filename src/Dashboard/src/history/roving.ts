export interface Cell {
  readonly row: number;
  readonly column: number;
}

const directions: Readonly<Record<string, Cell>> = { ArrowUp: { row: -1, column: 0 }, ArrowDown: { row: 1, column: 0 }, ArrowLeft: { row: 0, column: -1 }, ArrowRight: { row: 0, column: 1 } };

/** Which of the cells that there are a key leads to: the next one in its direction, or with Home and End the first and the last of the row. Null for any other key, and where there is none. */
export function cellBy<C extends Cell>(key: string, at: Cell, cells: readonly C[]): C | null {
  if (key === "Home" || key === "End") {
    const row = cells.filter((cell) => cell.row === at.row).toSorted((one, other) => one.column - other.column);
    return row.at(key === "Home" ? 0 : -1) ?? null;
  }

  const direction = directions[key];
  if (!direction) {
    return null;
  }

  const { row, column } = direction;
  const distance = (cell: Cell) => (cell.row - at.row) * row + (cell.column - at.column) * column;
  const ahead = cells.filter((cell) => (row === 0 ? cell.row === at.row : cell.column === at.column) && distance(cell) > 0);
  return ahead.toSorted((one, other) => distance(one) - distance(other))[0] ?? null;
}

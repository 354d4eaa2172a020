/** Where a key leads in a grid of cells; `null` for a key that leads nowhere. */

export interface GridPlace {
  readonly row: number;
  readonly column: number;
}

export const moveInGrid = (
  { row, column }: GridPlace,
  key: string,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): GridPlace | null => {
  const within = (place: GridPlace): GridPlace => ({
    row: Math.max(0, Math.min(rows - 1, place.row)),
    column: Math.max(0, Math.min(columns - 1, place.column)),
  });
  switch (key) {
    case 'ArrowUp':
      return within({ row: row - 1, column });
    case 'ArrowDown':
      return within({ row: row + 1, column });
    case 'ArrowLeft':
      return within({ row, column: column - 1 });
    case 'ArrowRight':
      return within({ row, column: column + 1 });
    case 'Home':
      return within({ row, column: 0 });
    case 'End':
      return within({ row, column: columns - 1 });
    case 'PageUp':
      return within({ row: row - 10, column });
    case 'PageDown':
      return within({ row: row + 10, column });
    default:
      return null;
  }
};

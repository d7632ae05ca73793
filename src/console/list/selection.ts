/** Who is selected in a list: some by name, or all who match but some. It outlives paging and scrolling. */
export type Selection<Row> =
  | { readonly kind: 'some'; readonly rows: ReadonlyMap<string, Row> }
  | { readonly kind: 'all'; readonly except: ReadonlyMap<string, Row> };

export interface Identified {
  readonly id: string;
}

/** Nobody is selected. */
export function nobody<Row>(): Selection<Row> {
  return { kind: 'some', rows: new Map() };
}

/** Everybody who matches is selected, those too whom nobody has scrolled to. */
export function everybody<Row>(): Selection<Row> {
  return { kind: 'all', except: new Map() };
}

export function isSelected<Row>(selection: Selection<Row>, id: string): boolean {
  return selection.kind === 'some' ? selection.rows.has(id) : !selection.except.has(id);
}

/** How many are selected of a list of so many. */
export function selectedCount<Row>(selection: Selection<Row>, total: number): number {
  return selection.kind === 'some' ? selection.rows.size : Math.max(0, total - selection.except.size);
}

/** The selection with these rows in it, or out of it. */
export function withRows<Row extends Identified>(
  selection: Selection<Row>,
  rows: readonly Row[],
  selected: boolean,
): Selection<Row> {
  const named = new Map(selection.kind === 'some' ? selection.rows : selection.except);
  const isNamed = selected === (selection.kind === 'some');
  for (const row of rows) {
    if (isNamed) named.set(row.id, row);
    else named.delete(row.id);
  }
  return selection.kind === 'some' ? { kind: 'some', rows: named } : { kind: 'all', except: named };
}

/** What the box at the head of the list shows. */
export function headState<Row>(selection: Selection<Row>, total: number): 'none' | 'some' | 'all' {
  const count = selectedCount(selection, total);
  if (count === 0) return 'none';
  return selection.kind === 'all' && selection.except.size === 0 ? 'all' : 'some';
}

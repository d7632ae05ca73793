import { Button, mergeClasses } from '@fluentui/react-components';
import { ArrowSortDownRegular, ArrowSortUpRegular } from '@fluentui/react-icons';
import { type KeyboardEvent, memo, type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react';
import { Problem } from '../parts/problem.tsx';
import { useTexts } from '../texts.ts';
import { useGridStyles } from './grid-styles.ts';
import { SelectMark } from './select-mark.tsx';
import { everybody, headState, type Identified, isSelected, nobody, type Selection, withRows } from './selection.ts';
import type { RowPages } from './use-row-pages.ts';
import type { ListScroll } from './use-scroll.ts';

export interface GridColumn<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** A track of CSS grid, such as minmax(10rem, 2fr). */
  readonly width: string;
  /** The name under which the server sorts by it. */
  readonly sort?: string;
  readonly numeric?: true;
  /** Is shown on narrow screens too. */
  readonly narrow?: true;
}

export const ROW_HEIGHT = 52;
export const HEAD_HEIGHT = 40;

/**
 * A list without end: rows are drawn as they are scrolled to. One stop for the Tab key; within it arrows, Page Up and
 * Down, Home and End move, Space selects (with Shift from the last on), Ctrl+A selects all who match, Enter opens.
 */
export function ListGrid<Row extends Identified>({
  label,
  columns,
  pages,
  scroll,
  nameOf,
  selection,
  onSelect,
  onOpen,
  openId,
  sort,
  onSort,
  empty,
}: {
  readonly label: string;
  readonly columns: readonly GridColumn<Row>[];
  readonly pages: RowPages<Row>;
  readonly scroll: ListScroll;
  readonly nameOf: (row: Row) => string;
  readonly selection?: Selection<Row>;
  readonly onSelect?: (selection: Selection<Row>) => void;
  readonly onOpen?: (row: Row) => void;
  /** Whose pane is open. */
  readonly openId?: string | undefined;
  readonly sort?: { readonly by: string; readonly descending: boolean };
  readonly onSort?: (by: string) => void;
  /** What is shown instead of rows where nobody matches. */
  readonly empty: ReactNode;
}) {
  const { t } = useTexts();
  const styles = useGridStyles();
  const id = useId();
  const [active, setActive] = useState(0);
  const anchor = useRef(0);
  const total = pages.total ?? 0;
  const tracks = columns.map(({ width }) => width).join(' ');
  const narrowTracks = columns.flatMap(({ width, narrow }) => (narrow ? [width] : [])).join(' ');
  const mark = selection ? '44px ' : '';
  const style = { '--tracks': mark + tracks, '--narrow-tracks': mark + narrowTracks } as React.CSSProperties;

  useEffect(() => {
    void scroll.question;
    setActive(0);
  }, [scroll.question]);
  useEffect(() => {
    if (active >= total) setActive(Math.max(0, total - 1));
  }, [active, total]);

  const select = (from: number, to: number, selected: boolean) => {
    if (!selection || !onSelect) return;
    const rows = Array.from({ length: Math.abs(to - from) + 1 }, (_, step) => pages.rowAt(Math.min(from, to) + step));
    onSelect(
      withRows(
        selection,
        rows.filter((row): row is Row => row !== undefined),
        selected,
      ),
    );
  };
  const toggle = (index: number, withAnchor: boolean) => {
    const row = pages.rowAt(index);
    if (!row || !selection) return;
    select(withAnchor ? anchor.current : index, index, withAnchor || !isSelected(selection, row.id));
    anchor.current = index;
    setActive(index);
  };
  // Rows are drawn anew only when they change: they call what the grid means now through these, which never change.
  const means = useRef({ toggle, onOpen });
  means.current = { toggle, onOpen };
  const onToggleRow = useCallback((index: number, withAnchor: boolean) => means.current.toggle(index, withAnchor), []);
  const onOpenRow = useCallback((row: Identified) => means.current.onOpen?.(row as Row), []);
  const go = (index: number) => {
    const to = Math.max(0, Math.min(index, total - 1));
    setActive(to);
    scroll.show(to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const row = pages.rowAt(active);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + scroll.rowsInView,
      PageUp: active - scroll.rowsInView,
      Home: 0,
      End: total - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) go(to);
    else if (event.key === ' ') toggle(active, event.shiftKey);
    else if (event.key === 'Enter' && row && onOpen) onOpen(row);
    else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) onSelect?.(everybody());
    else return;
    event.preventDefault();
  };

  if (pages.error && pages.total === undefined) {
    return (
      <div className={styles.instead}>
        <Problem error={pages.error} />
        <Button onClick={pages.retry}>{t('state.retry')}</Button>
      </div>
    );
  }
  if (pages.total === 0) return <div className={styles.instead}>{empty}</div>;
  const head = selection ? headState(selection, total) : 'none';
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table can't hold a million rows; the roles say what a table would.
    <div
      ref={scroll.scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={total + 1}
      aria-colcount={columns.length + (selection ? 1 : 0)}
      aria-busy={pages.total === undefined || pages.isOutdated}
      aria-activedescendant={total > 0 ? `${id}-${active}` : undefined}
      {...(selection ? { 'aria-multiselectable': true } : {})}
      tabIndex={0}
      className={styles.root}
      style={style}
      onKeyDown={onKeyDown}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names the active row. */}
      <div role="row" aria-rowindex={1} className={mergeClasses(styles.row, styles.head)}>
        {selection && onSelect ? (
          // biome-ignore lint/a11y/useSemanticElements: as above.
          // biome-ignore lint/a11y/useFocusableInteractive: as above.
          <div role="columnheader" className={styles.markCell}>
            <SelectMark
              state={head}
              label={t('list.selectAll')}
              onToggle={() => onSelect(head === 'none' ? everybody() : nobody())}
            />
          </div>
        ) : null}
        {columns.map((column) => (
          <Head key={column.id} column={column} sort={sort} onSort={onSort} />
        ))}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
      <div role="rowgroup" className={styles.track} style={{ height: `${scroll.height}px` }}>
        <div role="presentation" className={styles.rows} style={{ transform: `translateY(${scroll.top}px)` }}>
          {Array.from({ length: scroll.behind - scroll.first }, (_, step) => {
            const index = scroll.first + step;
            const row = pages.rowAt(index);
            return (
              <GridRow
                key={row?.id ?? `row ${index}`}
                id={`${id}-${index}`}
                index={index}
                row={row}
                columns={columns as readonly GridColumn<Identified>[]}
                name={row ? nameOf(row) : ''}
                selected={selection && (row ? isSelected(selection, row.id) : selection.kind === 'all')}
                active={index === active}
                open={row !== undefined && row.id === openId}
                toggle={onToggleRow}
                onOpen={onOpen ? onOpenRow : undefined}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function Head<Row>({
  column: { header, sort: by, numeric, narrow },
  sort,
  onSort,
}: {
  readonly column: GridColumn<Row>;
  readonly sort: { readonly by: string; readonly descending: boolean } | undefined;
  readonly onSort: ((by: string) => void) | undefined;
}) {
  const styles = useGridStyles();
  const isSorted = by !== undefined && sort?.by === by;
  const direction = sort?.descending ? 'descending' : 'ascending';
  return (
    // biome-ignore lint/a11y/useSemanticElements: as in the grid.
    // biome-ignore lint/a11y/useFocusableInteractive: as in the grid.
    <div
      role="columnheader"
      className={mergeClasses(styles.cell, numeric && styles.numeric, !narrow && styles.wide)}
      {...(by === undefined ? {} : { 'aria-sort': isSorted ? direction : 'none' })}
    >
      {by !== undefined && onSort ? (
        <button type="button" className={styles.sort} onClick={() => onSort(by)}>
          {header}
          {isSorted ? sort?.descending ? <ArrowSortDownRegular /> : <ArrowSortUpRegular /> : null}
        </button>
      ) : (
        header
      )}
    </div>
  );
}

interface GridRowProps {
  readonly id: string;
  readonly index: number;
  readonly row: Identified | undefined;
  readonly columns: readonly GridColumn<Identified>[];
  readonly name: string;
  readonly selected: boolean | undefined;
  readonly active: boolean;
  readonly open: boolean;
  readonly toggle: (index: number, withAnchor: boolean) => void;
  readonly onOpen: ((row: Identified) => void) | undefined;
}

const GridRow = memo(function GridRow({
  id,
  index,
  row,
  columns,
  name,
  selected,
  active,
  open,
  toggle,
  onOpen,
}: GridRowProps) {
  const { t } = useTexts();
  const styles = useGridStyles();
  return (
    // biome-ignore lint/a11y/useSemanticElements: as in the grid.
    // biome-ignore lint/a11y/useFocusableInteractive: as in the grid.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys.
    <div
      role="row"
      id={id}
      aria-rowindex={index + 2}
      {...(selected === undefined ? {} : { 'aria-selected': selected })}
      className={mergeClasses(
        styles.row,
        styles.body,
        selected && styles.selected,
        open && styles.open,
        active && styles.active,
        row && onOpen && styles.opens,
      )}
      onClick={() => row && onOpen?.(row)}
    >
      {selected === undefined ? null : (
        // biome-ignore lint/a11y/useSemanticElements: as in the grid.
        // biome-ignore lint/a11y/useFocusableInteractive: as in the grid.
        // biome-ignore lint/a11y/useKeyWithClickEvents: as above.
        <div
          role="gridcell"
          className={styles.markCell}
          onClick={(event) => {
            event.stopPropagation();
            toggle(index, event.shiftKey);
          }}
        >
          <SelectMark state={selected ? 'all' : 'none'} label={t('list.selectRow', { name })} inRow />
        </div>
      )}
      {columns.map(({ id: column, cell, numeric, narrow }) => (
        // biome-ignore lint/a11y/useSemanticElements: as in the grid.
        // biome-ignore lint/a11y/useFocusableInteractive: as in the grid.
        <div
          key={column}
          role="gridcell"
          className={mergeClasses(styles.cell, numeric && styles.numeric, !narrow && styles.wide)}
        >
          {row ? cell(row) : <span className={styles.waiting} />}
        </div>
      ))}
    </div>
  );
});

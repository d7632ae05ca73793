/**
 * Where a list of any length stands. Browsers end a page's height at some ten million pixels, so a longer list scrolls
 * on a shorter track: small moves go row by row as they are made, long ones (the thumb dragged, a click on the track)
 * go to the same share of the list.
 */
export interface ScrollPlace {
  /** How far the browser has scrolled, in pixels of the track. */
  readonly top: number;
  /** How far the list has, in pixels of the list. */
  readonly offset: number;
}

export interface ScrollSize {
  readonly rows: number;
  readonly rowHeight: number;
  /** Height of what is seen. */
  readonly view: number;
}

/** The longest track, in pixels; well below what any browser takes. */
const LONGEST_TRACK = 6_000_000;

/** The height of the track. */
export function trackHeight({ rows, rowHeight }: ScrollSize): number {
  return Math.min(rows * rowHeight, LONGEST_TRACK);
}

/** Where the list stands after the browser has scrolled. */
export function afterScroll(place: ScrollPlace, top: number, size: ScrollSize): ScrollPlace {
  const { most, mostTop } = limits(size);
  if (most === mostTop) return { top, offset: top };
  const moved = top - place.top;
  if (top <= 0) return { top, offset: 0 };
  if (top >= mostTop) return { top, offset: most };
  const isStep = Math.abs(moved) <= 4 * size.view;
  return { top, offset: clamp(isStep ? place.offset + moved : (top / mostTop) * most, most) };
}

/** The place from which the list is seen at an offset: where the thumb of the scroll bar belongs. */
export function placeAt(offset: number, size: ScrollSize): ScrollPlace {
  const { most, mostTop } = limits(size);
  const wanted = clamp(offset, most);
  return { top: most === 0 ? 0 : Math.round((wanted / most) * mostTop), offset: wanted };
}

/** The nearest offset at which a row is seen whole. */
export function offsetToShow(row: number, place: ScrollPlace, { rowHeight, view }: ScrollSize): number {
  const begins = row * rowHeight;
  if (begins < place.offset) return begins;
  return begins + rowHeight > place.offset + view ? begins + rowHeight - view : place.offset;
}

/** The rows to draw: those that are seen and some around them, as [first, behind the last). */
export function rowsToDraw(
  place: ScrollPlace,
  { rows, rowHeight, view }: ScrollSize,
  around: number,
): [number, number] {
  const first = Math.floor(place.offset / rowHeight) - around;
  const behind = Math.ceil((place.offset + view) / rowHeight) + around;
  return [Math.max(0, Math.min(first, rows)), Math.max(0, Math.min(behind, rows))];
}

function limits(size: ScrollSize): { readonly most: number; readonly mostTop: number } {
  return {
    most: Math.max(0, size.rows * size.rowHeight - size.view),
    mostTop: Math.max(0, trackHeight(size) - size.view),
  };
}

function clamp(offset: number, most: number): number {
  return Math.max(0, Math.min(offset, most));
}

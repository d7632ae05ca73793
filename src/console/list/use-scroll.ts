import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { afterScroll, offsetToShow, placeAt, rowsToDraw, type ScrollPlace, trackHeight } from './virtual-scroll.ts';

/** Rows drawn beyond those that are seen, so that a flick of the wheel shows no gap. */
const AROUND = 8;
/** After so long without a move, the thumb is put where the list stands. */
const IDLE_MS = 150;

export interface ListScroll {
  /** What is given to the element as its `ref`. */
  readonly scroller: (element: HTMLDivElement | null) => void;
  readonly first: number;
  readonly behind: number;
  readonly height: number;
  /** Where the drawn rows begin on the track, in pixels. */
  readonly top: number;
  readonly rowsInView: number;
  /** What the list answers. */
  readonly question: string;
  readonly show: (row: number) => void;
}

/**
 * Scrolls through a list of any length in the element with the `scroller`, which begins with a head of some height.
 * Another `question` begins at its first row.
 */
export function useScroll(rows: number, rowHeight: number, headHeight: number, question: string): ListScroll {
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  const [view, setView] = useState(600);
  const [place, setPlace] = useState<ScrollPlace>({ top: 0, offset: 0 });
  const size = { rows, rowHeight, view };
  const latest = useRef({ place, size });
  latest.current = { place, size };

  const moveTo = useCallback(
    (next: ScrollPlace) => {
      latest.current.place = next;
      setPlace(next);
      if (element && Math.round(element.scrollTop) !== next.top) element.scrollTop = next.top;
    },
    [element],
  );

  useLayoutEffect(() => {
    if (!element) return;
    const measure = () => setView(Math.max(rowHeight, element.clientHeight - headHeight));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [element, rowHeight, headHeight]);

  useEffect(() => {
    if (!element) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onScroll = () => {
      const { place: before, size: now } = latest.current;
      if (Math.round(element.scrollTop) === before.top) return;
      const next = afterScroll(before, Math.round(element.scrollTop), now);
      latest.current.place = next;
      setPlace(next);
      clearTimeout(timer);
      timer = setTimeout(() => moveTo(placeAt(latest.current.place.offset, latest.current.size)), IDLE_MS);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      element.removeEventListener('scroll', onScroll);
      clearTimeout(timer);
    };
  }, [element, moveTo]);

  useEffect(() => {
    // A list that has become shorter ends where it ends now.
    const now = { rows, rowHeight, view };
    const { offset } = latest.current.place;
    if (offset > 0 && offset > rows * rowHeight - view) moveTo(placeAt(offset, now));
  }, [rows, rowHeight, view, moveTo]);

  useEffect(() => {
    void question;
    moveTo({ top: 0, offset: 0 });
  }, [question, moveTo]);

  const [first, behind] = rowsToDraw(place, size, AROUND);
  return {
    scroller: setElement,
    first,
    behind,
    height: trackHeight(size),
    top: place.top - (place.offset - first * rowHeight),
    question,
    rowsInView: Math.max(1, Math.floor(view / rowHeight)),
    show: (row) => {
      const { place: before, size: now } = latest.current;
      const offset = offsetToShow(row, before, now);
      if (offset !== before.offset) moveTo(placeAt(offset, now));
    },
  };
}

import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import type { SeatSeries } from '../../client/overview.ts';
import { dayText, numberText } from '../formats.ts';
import { useTexts } from '../texts.ts';
import { assignedOn, dayMarks, momentOf, stepPath, ticksTo } from './seat-lines.ts';
import { TextLink } from './text-link.tsx';

const HEIGHT = 260;
const TOP = 12;
const BOTTOM = 28;
const RIGHT = 12;

/** Told apart by color and by dashes: one of the two is enough. */
const LINES = [
  { color: tokens.colorPaletteBlueBorderActive, dashes: undefined },
  { color: tokens.colorPalettePumpkinBorderActive, dashes: '9 5' },
  { color: tokens.colorPaletteForestBorderActive, dashes: '2 4' },
  { color: tokens.colorPaletteGrapeBorderActive, dashes: '14 4 3 4' },
  { color: tokens.colorPaletteTealBorderActive, dashes: '4 3' },
] as const;

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
  picture: { width: '100%', height: `${HEIGHT}px`, display: 'block', touchAction: 'pan-y' },
  mark: { fill: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200, fontFamily: tokens.fontFamilyBase },
  grid: { stroke: tokens.colorNeutralStroke2 },
  cursor: { stroke: tokens.colorNeutralStrokeAccessible },
  line: { fill: 'none', strokeWidth: '2px', strokeLinejoin: 'round' },
  legend: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(18rem, 100%), 1fr))',
    columnGap: tokens.spacingHorizontalXL,
    rowGap: tokens.spacingVerticalXS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  entry: { display: 'flex', gap: tokens.spacingHorizontalS, alignItems: 'center', minWidth: 0 },
  name: { overflowWrap: 'anywhere', flexGrow: 1 },
  value: { fontVariantNumeric: 'tabular-nums', fontWeight: tokens.fontWeightSemibold },
  sample: { flexShrink: 0 },
  quiet: { color: tokens.colorNeutralForeground2 },
});

/**
 * Lines of assigned licenses. Under the pointer the numbers of that day are read
 * out, else those of the last; pointing at a name makes its line stand out.
 */
export function LineChart({
  series,
  from,
  until,
  label,
  busy,
}: {
  readonly series: readonly SeatSeries[];
  /** Days by their numbers. */
  readonly from: number;
  readonly until: number;
  /** What the picture says, in words. */
  readonly label: string;
  readonly busy: boolean;
}) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const frame = useRef<SVGSVGElement>(null);
  const width = useWidth(frame);
  const [pointed, setPointed] = useState<number | undefined>(undefined);
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const ticks = ticksTo(Math.max(...series.flatMap(({ points }) => points.map(({ consumed }) => consumed))));
  const most = ticks.at(-1) ?? 1;
  const left = 12 + 8 * numberText(most, language).length;
  const x = (day: number) => left + ((width - left - RIGHT) * (day - from)) / Math.max(1, until - from);
  const y = (assigned: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - assigned / most);
  const marks = dayMarks(from, until, Math.max(2, Math.floor((width - left) / 90)));
  const markText = new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
  });
  const day = pointed ?? until;
  const point = ({ clientX, currentTarget }: PointerEvent) => {
    const share = (clientX - currentTarget.getBoundingClientRect().left - left) / Math.max(1, width - left - RIGHT);
    setPointed(Math.min(until, Math.max(from, Math.round(from + share * (until - from)))));
  };
  return (
    <div className={styles.root} aria-busy={busy}>
      <svg
        ref={frame}
        className={styles.picture}
        role="img"
        aria-label={label}
        onPointerMove={point}
        onPointerLeave={() => setPointed(undefined)}
      >
        {ticks.map((tick) => (
          <g key={tick}>
            <line className={styles.grid} x1={left} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} />
            <text className={styles.mark} x={left - 8} y={y(tick)} textAnchor="end" dominantBaseline="middle">
              {numberText(tick, language)}
            </text>
          </g>
        ))}
        {marks.map((mark) => (
          <text key={mark} className={styles.mark} x={x(mark)} y={HEIGHT - 8} textAnchor="middle">
            {markText.format(momentOf(mark))}
          </text>
        ))}
        {series.map(({ skuId, points }, at) => (
          <path
            key={skuId}
            className={styles.line}
            d={stepPath(points, x, y)}
            stroke={LINES[at]?.color}
            strokeDasharray={LINES[at]?.dashes}
            opacity={chosen === undefined || chosen === skuId ? 1 : 0.2}
          />
        ))}
        {pointed === undefined ? null : (
          <line className={styles.cursor} x1={x(day)} x2={x(day)} y1={TOP} y2={HEIGHT - BOTTOM} />
        )}
      </svg>
      <Text size={200} className={styles.quiet}>
        {t('overview.onDay', { day: dayText(momentOf(day), 'UTC', language) })}
      </Text>
      <ul className={styles.legend}>
        {series.map(({ skuId, name, points }, at) => {
          const assigned = assignedOn(points, day);
          return (
            <li
              key={skuId}
              className={styles.entry}
              onPointerEnter={() => setChosen(skuId)}
              onPointerLeave={() => setChosen(undefined)}
              onFocus={() => setChosen(skuId)}
              onBlur={() => setChosen(undefined)}
            >
              <svg className={styles.sample} width="28" height="10" aria-hidden="true">
                <line
                  x1="0"
                  x2="28"
                  y1="5"
                  y2="5"
                  strokeWidth="3"
                  stroke={LINES[at]?.color}
                  strokeDasharray={LINES[at]?.dashes}
                />
              </svg>
              <span className={styles.name}>
                <TextLink to="/licenses/$product" params={{ product: skuId }}>
                  {name}
                </TextLink>
              </span>
              <span className={styles.value}>{assigned === undefined ? '–' : numberText(assigned, language)}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** How wide something is on the page, so that letters keep their size. */
function useWidth(element: { readonly current: SVGSVGElement | null }): number {
  const [width, setWidth] = useState(600);
  useEffect(() => {
    const { current } = element;
    if (!current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry && entry.contentRect.width > 0) setWidth(entry.contentRect.width);
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

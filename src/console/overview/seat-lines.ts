import type { SeatSeries } from '../../client/overview.ts';

const DAY_MS = 86_400_000;

/** Days as numbers since 1970, so that they can be placed. */
export function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY_MS;
}

/** The moment at which a day by its number begins, in UTC. */
export function momentOf(day: number): number {
  return day * DAY_MS;
}

/** How many were assigned at the end of a day; undefined before the product was there. */
export function assignedOn(points: SeatSeries['points'], day: number): number | undefined {
  return points.findLast((point) => dayNumber(point.day) <= day)?.consumed;
}

/** Round numbers from 0 to at least `most`, at most five steps, whole. */
export function ticksTo(most: number): number[] {
  const step = niceStep(Math.max(1, most) / 4);
  const count = Math.max(1, Math.ceil(most / step));
  return Array.from({ length: count + 1 }, (_, at) => at * step);
}

function niceStep(rough: number): number {
  if (rough <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((each) => each * power >= rough) ?? 10;
  return factor * power;
}

/** Days for marks under a chart: firsts of months, as many as there is room for; else every so many days. */
export function dayMarks(from: number, until: number, most: number): number[] {
  const firsts: number[] = [];
  for (let day = from; day <= until; day += 1) if (new Date(momentOf(day)).getUTCDate() === 1) firsts.push(day);
  if (firsts.length >= 2) return everyNth(firsts, most);
  return everyNth(
    Array.from({ length: until - from + 1 }, (_, at) => from + at),
    most,
  );
}

function everyNth(days: readonly number[], most: number): number[] {
  const nth = Math.max(1, Math.ceil(days.length / Math.max(1, most)));
  return days.filter((_, at) => at % nth === 0);
}

/** The path of a line that stays until the day on which it changes. */
export function stepPath(
  points: SeatSeries['points'],
  x: (day: number) => number,
  y: (assigned: number) => number,
): string {
  return points
    .map(({ day, consumed }, at) => {
      const [right, down] = [x(dayNumber(day)).toFixed(1), y(consumed).toFixed(1)];
      return at === 0 ? `M${right} ${down}` : `H${right}V${down}`;
    })
    .join('');
}

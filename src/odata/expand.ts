/** A relationship to be drawn with its entity. */
export interface Expand {
  readonly relationship: string;
  readonly select: readonly string[] | undefined;
  /** `$levels`: how far up a chain such as manager goes. */
  readonly levels: number | 'max' | undefined;
}

/** Parses a $expand with its nested $select and $levels; undefined where it is not readable or nests anything else. */
export function parseExpand(text: string): Expand[] | undefined {
  const items: Expand[] = [];
  for (const part of splitOutside(text, ',')) {
    const [, relationship, inner] = /^\s*([\w.]+)\s*(?:\((.*)\))?\s*$/s.exec(part) ?? [];
    const item = relationship === undefined ? undefined : itemOf(relationship, inner ?? '');
    if (!item) return undefined;
    items.push(item);
  }
  return items;
}

function itemOf(relationship: string, inner: string): Expand | undefined {
  let select: string[] | undefined;
  let levels: Expand['levels'];
  for (const option of splitOutside(inner, ';')) {
    const equals = option.indexOf('=');
    const name = option.slice(0, Math.max(equals, 0)).trim().replace(/^\$/, '').toLowerCase();
    const value = option.slice(equals + 1).trim();
    if (option.trim() === '') continue;
    if (name === 'select') select = namesOf(value);
    else if (name === 'levels' && /^(?:max|[1-9]\d{0,2}|1000)$/i.test(value))
      levels = /max/i.test(value) ? 'max' : Number(value);
    else return undefined;
  }
  return { relationship, select, levels };
}

/** The names of a list such as that of $select, as written. */
export function namesOf(list: string): string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** Splits where the mark stands outside of parentheses. */
function splitOutside(text: string, mark: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (character === mark && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}

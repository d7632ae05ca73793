/** What a $search says, as a tree. */
export type SearchNode =
  | { readonly kind: 'and' | 'or'; readonly of: readonly SearchNode[] }
  | { readonly kind: 'clause'; readonly property: string; readonly value: string };

export interface SearchError {
  readonly error: string;
}

/** An advanced query's whole address may have no more. */
const MOST_CHARACTERS = 2048;
/** Each clause costs a look at every name. */
const MOST_CLAUSES = 50;
const DEEPEST = 20;
const TOKEN = /\s*(?:([()])|"((?:\\[\s\S]|[^"\\])*)"|(AND|OR)(?![^\s()"]))/y;

type Token =
  | { readonly kind: '(' | ')' | 'AND' | 'OR'; readonly at: number }
  | { readonly kind: 'clause'; readonly text: string; readonly at: number };

/**
 * Parses the $search of directory objects: clauses "property:value", each in double quotes, with AND and OR in capitals
 * and parentheses between them. AND binds closer.
 */
export function parseSearch(text: string): SearchNode | SearchError {
  const tokens = tokensOf(text);
  if ('error' in tokens) return tokens;
  let index = 0;
  let depth = 0;
  const taken = (kind: Token['kind']): boolean => {
    const there = tokens[index]?.kind === kind;
    if (there) index += 1;
    return there;
  };
  const unexpected = (expected: string): SearchError => {
    const at = tokens[index]?.at;
    return { error: `Expected ${expected} at ${at === undefined ? 'the end' : `position ${at}`}` };
  };
  const chain = (kind: 'AND' | 'OR'): SearchNode | SearchError => {
    const of: SearchNode[] = [];
    do {
      const next = kind === 'OR' ? chain('AND') : term();
      if ('error' in next) return next;
      of.push(next);
    } while (taken(kind));
    const [first] = of;
    return of.length === 1 && first ? first : { kind: kind === 'OR' ? 'or' : 'and', of };
  };
  const term = (): SearchNode | SearchError => {
    const token = tokens[index];
    if (token?.kind === 'clause') {
      index += 1;
      return clauseOf(token.text, token.at);
    }
    if (!taken('(')) return unexpected('a clause in double quotes, "property:value",');
    depth += 1;
    if (depth > DEEPEST) return { error: `Nested too deeply at position ${token?.at}` };
    const node = chain('OR');
    depth -= 1;
    if ('error' in node) return node;
    return taken(')') ? node : unexpected("')'");
  };
  const node = chain('OR');
  return 'error' in node || index === tokens.length ? node : unexpected('AND, OR or the end');
}

function tokensOf(text: string): Token[] | SearchError {
  if (text.length > MOST_CHARACTERS) return { error: `Longer than ${MOST_CHARACTERS} characters` };
  const tokens: Token[] = [];
  let clauses = 0;
  const end = text.trimEnd().length;
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < end; ) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) {
      const at = text.length - text.slice(from).trimStart().length;
      return { error: `Expected a clause in double quotes, AND, OR or a parenthesis at position ${at}` };
    }
    const [whole, parenthesis, clause, word] = match;
    const at = from + whole.length - whole.trimStart().length;
    if (clause === undefined) tokens.push({ kind: (parenthesis ?? word) as '(', at });
    else tokens.push({ kind: 'clause', text: clause.replace(/\\([\s\S])/g, '$1'), at });
    if (clause !== undefined) clauses += 1;
    if (clauses > MOST_CLAUSES) return { error: `More than ${MOST_CLAUSES} clauses at position ${at}` };
  }
  return tokens;
}

function clauseOf(text: string, at: number): SearchNode | SearchError {
  const colon = text.indexOf(':');
  const property = text.slice(0, colon).trim();
  const value = text.slice(colon + 1).trim();
  if (colon === -1 || !/^\w+$/.test(property))
    return { error: `Expected a property and a colon in the clause at position ${at}` };
  if (value === '' || value.includes('\0'))
    return { error: `Expected a text after the colon in the clause at position ${at}` };
  return { kind: 'clause', property, value };
}

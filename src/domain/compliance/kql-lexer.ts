import type { KqlFault } from './kql.ts';

/** How a property and its value stand to each other. */
export type Relation = ':' | '=' | '<>' | '<' | '>' | '<=' | '>=';

/** A piece of a query, with where it begins. */
export type KqlToken = { readonly at: number; readonly text: string } & (
  | { readonly kind: '(' }
  | { readonly kind: ')' | 'AND' | 'OR' | 'NOT' | '+' | '-' }
  | { readonly kind: 'NEAR' | 'ONEAR'; readonly distance: number }
  | { readonly kind: 'term'; readonly value: string; readonly quoted: boolean; readonly isPrefix: boolean }
  | { readonly kind: 'property'; readonly name: string; readonly relation: Relation }
);

const DEFAULT_DISTANCE = 8;
const FURTHEST = 100;

/** The pieces of a query. A property comes as its name with the relation; what follows it is its value. */
export function lexKql(text: string): KqlToken[] | KqlFault {
  const tokens: KqlToken[] = [];
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const space = /^\s+/.exec(rest)?.[0];
    if (space !== undefined) {
      at += space.length;
      continue;
    }
    const token = tokenAt(rest, at, tokens.at(-1));
    if ('fault' in token) return token;
    tokens.push(token);
    at += token.text.length;
  }
  return tokens;
}

function tokenAt(rest: string, at: number, before: KqlToken | undefined): KqlToken | KqlFault {
  const first = rest[0] ?? '';
  if (first === '(') return { at, text: first, kind: first };
  if (first === ')') return { at, text: first, kind: first };
  const isValue = before?.kind === 'property' && before.at + before.text.length === at;
  if (/^["“”]/.test(rest)) return quotedAt(rest, at);
  const near = /^(O?NEAR)(?:\(([^)]*)\))?(?![^\s()])/.exec(rest);
  if (near && !isValue) return nearAt(near, at);
  const operator = /^(AND|OR|NOT)(?![^\s()"“])/.exec(rest)?.[1] as 'AND' | 'OR' | 'NOT' | undefined;
  if (operator && !isValue) return { at, text: operator, kind: operator };
  if ((first === '+' || first === '-') && /^[+-][^\s()+-]/.test(rest) && !isValue)
    return { at, text: first, kind: first };
  const property = /^([A-Za-z][A-Za-z]*)(<>|<=|>=|[:=<>])/.exec(rest);
  if (property && !isValue) {
    const [whole, name = '', relation = ':'] = property;
    // A colon may come before the sign: size:>1MB is written as often as size>1MB.
    const more = relation === ':' ? (/^(<>|<=|>=|[=<>])/.exec(rest.slice(whole.length))?.[0] ?? '') : '';
    return { at, text: whole + more, kind: 'property', name, relation: (more || relation) as Relation };
  }
  const word = /^[^\s()"“”]+/.exec(rest)?.[0] ?? first;
  const star = word.indexOf('*');
  if (star >= 0 && (star < word.length - 1 || word.length === 1)) return { fault: 'wildcardNotLast', at, found: word };
  return {
    at,
    text: word,
    kind: 'term',
    value: star < 0 ? word : word.slice(0, -1),
    quoted: false,
    isPrefix: star >= 0,
  };
}

function quotedAt(rest: string, at: number): KqlToken | KqlFault {
  const quoted = /^["“”]([^"“”]*)["“”]/.exec(rest);
  if (!quoted) return { fault: 'unclosedQuote', at, found: rest };
  const [text, inside = ''] = quoted;
  const star = inside.indexOf('*');
  if (star >= 0 && star < inside.trimEnd().length - 1) return { fault: 'wildcardNotLast', at, found: text };
  const value = star < 0 ? inside : inside.slice(0, star);
  return { at, text, kind: 'term', value, quoted: true, isPrefix: star >= 0 };
}

function nearAt([text, name = 'NEAR', given]: RegExpExecArray, at: number): KqlToken | KqlFault {
  const kind = name as 'NEAR' | 'ONEAR';
  if (given === undefined) return { at, text: name, kind, distance: DEFAULT_DISTANCE };
  const distance = Number(/^\s*(?:n\s*=\s*)?(\d{1,3})\s*$/i.exec(given)?.[1]);
  if (!(distance >= 1 && distance <= FURTHEST)) return { fault: 'notADistance', at, found: text };
  return { at, text, kind, distance };
}

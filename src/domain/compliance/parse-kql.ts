import type { Kql, KqlFault, Phrase, TextField } from './kql.ts';
import { type KqlToken, lexKql } from './kql-lexer.ts';
import { findProperty, valueNode } from './kql-properties.ts';
import { searchWords } from './search-words.ts';

const LONGEST = 16_000;
const DEEPEST = 50;

/**
 * Reads a query in the Keyword Query Language: words, "phrases", beginnings*, AND OR NOT and their signs, NEAR(n),
 * ONEAR(n), parentheses, and properties (from:, subject:, sent>=, size>1MB, kind:email and so on). Terms side by side
 * must all be there, but of the same property one is enough. `now`, in milliseconds, is what today means.
 */
export function parseKql(text: string, now: number): Kql | KqlFault {
  if (text.length > LONGEST) return { fault: 'tooLong', at: LONGEST, found: '' };
  const tokens = lexKql(text);
  if ('fault' in tokens) return tokens;
  if (tokens.length === 0) return { op: 'everything' };
  const reader: Reader = { tokens, next: 0, end: text.length, now, depth: 0 };
  const node = readOr(reader, null);
  const left = tokens[reader.next];
  if ('fault' in node || !left) return node;
  return { fault: 'unopenedParenthesis', at: left.at, found: left.text };
}

interface Reader {
  readonly tokens: readonly KqlToken[];
  next: number;
  readonly end: number;
  readonly now: number;
  depth: number;
}

function peek({ tokens, next }: Reader): KqlToken | undefined {
  return tokens[next];
}

function readOr(reader: Reader, field: TextField | null): Kql | KqlFault {
  const nodes: Kql[] = [];
  for (;;) {
    const node = readAnd(reader, field);
    if ('fault' in node) return node;
    nodes.push(node);
    if (peek(reader)?.kind !== 'OR') return several('or', nodes);
    reader.next += 1;
  }
}

/** A part of a conjunction; which property it is about, where it is about one and stands beside the part before. */
interface Part {
  readonly node: Kql;
  readonly property: string | null;
}

function readAnd(reader: Reader, field: TextField | null): Kql | KqlFault {
  const parts: Part[] = [];
  for (let isBeside = false; ; ) {
    const property = propertyOf(peek(reader));
    const node = readNot(reader, field);
    if ('fault' in node) return node;
    const before = parts.at(-1);
    if (isBeside && property !== null && before?.property === property) {
      parts[parts.length - 1] = { node: several('or', [before.node, node]), property };
    } else parts.push({ node, property });
    const following = peek(reader);
    if (following === undefined || following.kind === 'OR' || following.kind === ')') {
      return several(
        'and',
        parts.map((part) => part.node),
      );
    }
    isBeside = following.kind !== 'AND';
    if (!isBeside) reader.next += 1;
  }
}

/** The property of a part that says what its value is; of several that compare, all must hold (sent>=a sent<=b). */
function propertyOf(token: KqlToken | undefined): string | null {
  return token?.kind === 'property' && (token.relation === ':' || token.relation === '=')
    ? token.name.toLowerCase()
    : null;
}

function readNot(reader: Reader, field: TextField | null): Kql | KqlFault {
  const token = peek(reader);
  if (token?.kind === 'NOT' || token?.kind === '-') {
    reader.next += 1;
    reader.depth += 1;
    if (reader.depth > DEEPEST) return { fault: 'tooDeep', at: token.at, found: token.text };
    const node = readNot(reader, field);
    reader.depth -= 1;
    return 'fault' in node ? node : { op: 'not', node };
  }
  if (token?.kind === '+') reader.next += 1;
  return readNear(reader, field);
}

function readNear(reader: Reader, field: TextField | null): Kql | KqlFault {
  let left = readPrimary(reader, field);
  for (;;) {
    const near = peek(reader);
    if ('fault' in left || (near?.kind !== 'NEAR' && near?.kind !== 'ONEAR')) return left;
    reader.next += 1;
    const right = readPrimary(reader, field);
    if ('fault' in right) return right;
    const [first, second] = [lastPhrase(left), phraseIn(right)];
    if (!first || !second) return { fault: 'nearNeedsWords', at: near.at, found: near.text };
    const both: Kql = {
      op: 'near',
      left: first,
      right: second,
      distance: near.distance,
      ordered: near.kind === 'ONEAR',
    };
    // a NEAR b NEAR c: each is near the next.
    left = left.op === 'text' ? both : several('and', [left, both]);
  }
}

function phraseIn(node: Kql): Phrase | undefined {
  return node.op === 'text' && node.field === null ? node.phrase : undefined;
}

function lastPhrase(node: Kql): Phrase | undefined {
  if (node.op === 'near') return node.right;
  if (node.op === 'and') return node.nodes.length > 0 ? lastPhrase(node.nodes.at(-1) as Kql) : undefined;
  return phraseIn(node);
}

function readPrimary(reader: Reader, field: TextField | null): Kql | KqlFault {
  const token = peek(reader);
  if (!token) return { fault: 'missingTerm', at: reader.end, found: '' };
  reader.next += 1;
  switch (token.kind) {
    case '(':
      return readGroup(reader, token, field);
    case 'term':
      return readTerm(token, field);
    case 'property':
      return readProperty(reader, token);
    case ')':
      return reader.depth > 0
        ? { fault: 'missingTerm', at: token.at, found: token.text }
        : { fault: 'unopenedParenthesis', at: token.at, found: token.text };
    default:
      return { fault: 'missingTerm', at: token.at, found: token.text };
  }
}

function readGroup(reader: Reader, open: KqlToken, field: TextField | null): Kql | KqlFault {
  reader.depth += 1;
  if (reader.depth > DEEPEST) return { fault: 'tooDeep', at: open.at, found: open.text };
  const node = readOr(reader, field);
  if ('fault' in node) {
    // What is missing at the very end is the closing of what was opened last.
    return node.fault === 'missingTerm' && node.at === reader.end && peek(reader) === undefined && node.found === ''
      ? { fault: 'unclosedParenthesis', at: open.at, found: open.text }
      : node;
  }
  if (peek(reader)?.kind !== ')') return { fault: 'unclosedParenthesis', at: open.at, found: open.text };
  reader.next += 1;
  reader.depth -= 1;
  return node;
}

type Term = Extract<KqlToken, { kind: 'term' }>;

function readTerm({ value, quoted, isPrefix, at, text }: Term, field: TextField | null): Kql | KqlFault {
  const words = searchWords(value)
    .split(' ')
    .filter((word) => word !== '');
  if (words.length === 0) return { fault: 'noWord', at, found: text };
  const isPerson = field !== null && PEOPLE.includes(field);
  if (isPerson && !quoted && !isPrefix && /^[^@\s]+@[^@\s]+$/.test(value)) {
    return { op: 'address', field, address: value.toLowerCase() };
  }
  return { op: 'text', field, phrase: { words, isPrefix } };
}

const PEOPLE: readonly TextField[] = ['from', 'to', 'cc', 'bcc', 'recipients', 'participants'];

function readProperty(reader: Reader, token: Extract<KqlToken, { kind: 'property' }>): Kql | KqlFault {
  const { name, relation, at, text: found } = token;
  const property = findProperty(name);
  if (!property) return { fault: 'unknownProperty', at, found: name };
  const value = peek(reader);
  const isBeside = value !== undefined && value.at === at + found.length;
  if (!isBeside || (value.kind !== 'term' && value.kind !== '(')) return { fault: 'missingValue', at, found };
  reader.next += 1;
  if (property.is === 'text') {
    if (relation !== ':' && relation !== '=' && relation !== '<>') return { fault: 'notComparable', at, found };
    const node = value.kind === '(' ? readGroup(reader, value, property.field) : readTerm(value, property.field);
    return 'fault' in node || relation !== '<>' ? node : { op: 'not', node };
  }
  if (value.kind === '(') return { fault: 'missingValue', at, found };
  const node = valueNode(property, relation, value.value, reader.now);
  if (typeof node === 'string') return { fault: node, at: value.at, found: value.text };
  return relation === '<>' ? { op: 'not', node } : node;
}

function several(op: 'and' | 'or', nodes: readonly Kql[]): Kql {
  const [only] = nodes;
  if (only && nodes.length === 1) return only;
  return { op, nodes: nodes.flatMap((node) => (node.op === op ? node.nodes : [node])) };
}

import { rawSql, type Sql, sql } from '../../base/sql.ts';
import type { Kql, Phrase } from '../../domain/compliance/kql.ts';

/**
 * A text column as the words that searches go by, as far as PostgreSQL can fold: for the few rows that the index of all
 * words leaves, where a term must stand in one part of them.
 */
function wordsOf(text: Sql): Sql {
  return sql`regexp_replace(replace(lower(regexp_replace(normalize(${text}, NFKD), ${rawSql(MARKS)}, '', 'g')), 'ς', 'σ'),
    '[^[:alnum:]]+', ' ', 'g')`;
}

const MARKS = String.raw`'[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+'`;

/** Whether words that a column holds have a phrase in them. */
export function hasPhrase(text: Sql, phrase: Phrase): Sql {
  return sql`to_tsvector('simple', ${wordsOf(text)}) @@ ${phraseQuery(phrase)}::tsquery`;
}

/** A phrase as PostgreSQL writes it. Words are letters and digits only, so that quotes need no care. */
export function phraseQuery({ words, isPrefix }: Phrase): string {
  const last = words.length - 1;
  const all = words.map((word, index) => `'${word}'${isPrefix && index === last ? ':*' : ''}`);
  return words.length === 1 ? (all[0] ?? '') : `(${all.join(' <-> ')})`;
}

/**
 * What of a tree is about words wherever they stand, as one query of PostgreSQL's, which its index answers in one go;
 * undefined where something else is in it.
 */
export function wordQuery(node: Kql): string | undefined {
  switch (node.op) {
    case 'text':
      return node.field === null ? phraseQuery(node.phrase) : undefined;
    case 'near':
      return nearQuery(node);
    case 'and':
    case 'or': {
      const parts = node.nodes.map((part) =>
        // Without anything that must be there, what must not be there is everything else: no work for an index.
        part.op === 'not' && node.op === 'and' ? notQuery(part.node) : wordQuery(part),
      );
      const isBound = node.op === 'or' || node.nodes.some(({ op }) => op !== 'not');
      return isBound && parts.every((part) => part !== undefined)
        ? `(${parts.join(node.op === 'and' ? ' & ' : ' | ')})`
        : undefined;
    }
    default:
      return undefined;
  }
}

function notQuery(node: Kql): string | undefined {
  const inner = wordQuery(node);
  return inner === undefined ? undefined : `!(${inner})`;
}

function nearQuery({ left, right, distance, ordered }: Extract<Kql, { op: 'near' }>): string {
  const [first, second] = [phraseQuery(left), phraseQuery(right)];
  const within = (from: string, to: string) =>
    Array.from({ length: distance }, (_, index) => `(${from} <${index + 1}> ${to})`);
  return `(${[...within(first, second), ...(ordered ? [] : within(second, first))].join(' | ')})`;
}

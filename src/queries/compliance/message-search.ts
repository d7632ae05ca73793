import { joinSql, rawSql, type Sql, sql } from '../../base/sql.ts';
import type { DateField, Kql, Phrase, TextField } from '../../domain/compliance/kql.ts';
import { searchWords } from '../../domain/compliance/search-words.ts';
import { hasPhrase, phraseQuery, wordQuery } from './words-sql.ts';

const NEVER = rawSql('false');
const ALWAYS = rawSql('true');

/** Compiles a query to a condition on `message g`. What is said of files is true of no message. */
export function messageCondition(node: Kql): Sql {
  const words = wordQuery(node);
  if (words !== undefined) return sql`g.search @@ ${words}::tsquery`;
  switch (node.op) {
    case 'everything':
      return ALWAYS;
    case 'and':
    case 'or':
      return sql`(${joinSql(node.nodes.map(messageCondition), node.op === 'and' ? ' and ' : ' or ')})`;
    case 'not':
      return sql`(${messageCondition(node.node)}) is not true`;
    case 'text':
      return textCondition(node.field, node.phrase);
    case 'address':
      return addressCondition(node.field, node.address);
    case 'date':
      return within(rawSql(DATES[node.field]), moment(node.from), moment(node.to));
    case 'size':
      return within(rawSql('g.size'), node.from, node.to);
    case 'kind':
      return node.kind === 'email' ? ALWAYS : NEVER;
    case 'hasAttachment':
      return sql`${ATTACHED} = ${node.value}`;
    case 'isRead':
      return sql`g.is_read = ${node.value}`;
    case 'importance':
      return sql`g.importance = ${node.value}`;
    case 'near':
      return NEVER;
  }
}

const ATTACHED = rawSql(`exists (select from jsonb_to_recordset(g.attachments) as a("isInline" boolean)
  where a."isInline" is not true)`);

const DATES: Readonly<Record<DateField, string>> = {
  sent: 'g.sent_at',
  received: 'g.received_at',
  date: 'coalesce(g.sent_at, g.received_at)',
  created: 'g.created_at',
  modified: 'g.modified_at',
};

function textCondition(field: TextField | null, phrase: Phrase): Sql {
  // All words of a message are in its index, so that it leaves only few rows to look at closely.
  const somewhere = sql`g.search @@ ${phraseQuery(phrase)}::tsquery`;
  switch (field) {
    case null:
      return somewhere;
    case 'subject':
      return sql`(${somewhere} and ${hasPhrase(rawSql('g.subject'), phrase)})`;
    case 'attachmentNames':
      return sql`exists (select from jsonb_to_recordset(g.attachments) as a(name text) where ${hasPhrase(rawSql('a.name'), phrase)})`;
    case 'category':
      return sql`exists (select from unnest(g.categories) category where ${hasPhrase(rawSql('category'), phrase)})`;
    case 'fileName':
    case 'fileType':
    case 'author':
      return NEVER;
    default:
      return sql`(${somewhere} and ${people(
        field,
        hasPhrase(rawSql(`g.from_name || ' ' || g.from_address`), phrase),
        hasPhrase(rawSql(`coalesce(r.name, '') || ' ' || coalesce(r.address, '')`), phrase),
      )})`;
  }
}

function addressCondition(field: TextField, address: string): Sql {
  const phrase = { words: searchWords(address).split(' '), isPrefix: false };
  const exactly = people(field, sql`lower(g.from_address) = ${address}`, sql`lower(r.address) = ${address}`);
  return sql`(g.search @@ ${phraseQuery(phrase)}::tsquery and ${exactly})`;
}

const RECIPIENTS: Partial<Record<TextField, readonly string[]>> = {
  to: ['to'],
  cc: ['cc'],
  bcc: ['bcc'],
  recipients: ['to', 'cc', 'bcc'],
  participants: ['to', 'cc', 'bcc'],
};

/** Whether one of the people that a property is about is meant: the sender, or a recipient `r`. */
function people(field: TextField, sender: Sql, recipient: Sql): Sql {
  const kinds = RECIPIENTS[field] ?? [];
  const parts = [
    ...(field === 'from' || field === 'participants' ? [sender] : []),
    ...(kinds.length === 0
      ? []
      : [
          sql`exists (select from jsonb_to_recordset(g.recipients) as r(kind text, name text, address text)
            where r.kind = any(${kinds}::text[]) and ${recipient})`,
        ]),
  ];
  return parts.length === 0 ? NEVER : sql`(${joinSql(parts, ' or ')})`;
}

/** A moment as PostgreSQL takes it; null is open. */
export function moment(milliseconds: number | null): Date | null {
  return milliseconds === null ? null : new Date(milliseconds);
}

/** Whether a value is in a range that begins with `from` and ends before `to`. */
export function within(value: Sql, from: Date | number | null, to: Date | number | null): Sql {
  const parts = [...(from === null ? [] : [sql`${value} >= ${from}`]), ...(to === null ? [] : [sql`${value} < ${to}`])];
  return parts.length === 0 ? ALWAYS : sql`(${joinSql(parts, ' and ')})`;
}

import { joinSql, rawSql, type Sql, sql } from '../../base/sql.ts';
import { searchWords } from '../../domain/compliance/search-words.ts';
import { foldName } from '../../domain/directory/fold-name.ts';
import type { FilterNode, Literal } from '../../odata/filter.ts';
import type { OrderBy } from '../../odata/query-options.ts';
import { phraseQuery } from '../compliance/words-sql.ts';

/** Why a question about messages can't be answered, with what it is about. */
export type MessageQueryError =
  | { readonly problem: 'unknownProperty'; readonly property: string }
  | { readonly problem: 'unsupportedFilter'; readonly property: string }
  /** What is sorted by must come first among what is filtered by, in the same order. */
  | { readonly problem: 'inefficientFilter' };

interface Property {
  readonly type: 'text' | 'date' | 'boolean' | 'guid';
  readonly column: string;
}

const HAS_ATTACHMENTS = `jsonb_path_exists(m.attachments, '$[*] ? (@.isInline == false)')`;

const PROPERTIES: Readonly<Record<string, Property>> = {
  id: { type: 'guid', column: 'm.id' },
  receiveddatetime: { type: 'date', column: 'm.received_at' },
  sentdatetime: { type: 'date', column: 'm.sent_at' },
  createddatetime: { type: 'date', column: 'm.created_at' },
  lastmodifieddatetime: { type: 'date', column: 'm.modified_at' },
  subject: { type: 'text', column: 'm.subject' },
  bodypreview: { type: 'text', column: 'm.body_preview' },
  importance: { type: 'text', column: 'm.importance' },
  isread: { type: 'boolean', column: 'm.is_read' },
  isdraft: { type: 'boolean', column: 'm.is_draft' },
  hasattachments: { type: 'boolean', column: HAS_ATTACHMENTS },
  internetmessageid: { type: 'text', column: 'm.internet_message_id' },
  conversationid: { type: 'guid', column: 'm.conversation_id' },
  parentfolderid: { type: 'guid', column: 'm.folder_id' },
  'flag/flagstatus': { type: 'text', column: `m.flag->>'flagStatus'` },
  'from/emailaddress/address': { type: 'text', column: 'm.from_address' },
  'from/emailaddress/name': { type: 'text', column: 'm.from_name' },
  'sender/emailaddress/address': { type: 'text', column: 'm.from_address' },
  'sender/emailaddress/name': { type: 'text', column: 'm.from_name' },
};

const RECIPIENTS: Readonly<Record<string, string>> = {
  torecipients: 'to',
  ccrecipients: 'cc',
  bccrecipients: 'bcc',
  replyto: 'replyTo',
};

class Unanswerable extends Error {
  readonly problem: MessageQueryError;
  constructor(problem: MessageQueryError) {
    super(problem.problem);
    this.problem = problem;
  }
}

/** The condition of a filter over messages `m`, or why there is none. Texts are compared without regard to case. */
export function messageCondition(filter: FilterNode): Sql | MessageQueryError {
  try {
    return conditionOf(filter);
  } catch (error) {
    if (error instanceof Unanswerable) return error.problem;
    throw error;
  }
}

function conditionOf(node: FilterNode): Sql {
  switch (node.kind) {
    case 'and':
    case 'or':
      return sql`(${joinSql(node.of.map(conditionOf), node.kind === 'and' ? ' and ' : ' or ')})`;
    case 'not':
      return sql`not coalesce(${conditionOf(node.of)}, false)`;
    case 'compare': {
      const property = propertyOf(node.path);
      const column = comparable(property);
      if (node.value.value === null) {
        if (node.operator === 'eq') return sql`${column} is null`;
        if (node.operator === 'ne') return sql`${column} is not null`;
        throw unsupported(node.path);
      }
      return sql`${column} ${rawSql(OPERATORS[node.operator])} ${literalSql(property, node.value, node.path)}`;
    }
    case 'in': {
      const property = propertyOf(node.path);
      const values = node.values.map((value) => literalSql(property, value, node.path));
      return sql`${comparable(property)} in (${joinSql(values, ', ')})`;
    }
    case 'test': {
      const property = propertyOf(node.path);
      if (property.type !== 'text') throw unsupported(node.path);
      const value = node.value.toLowerCase();
      const column = comparable(property);
      if (node.test === 'startsWith') return sql`starts_with(${column}, ${value})`;
      if (node.test === 'endsWith') return sql`right(${column}, length(${value})) = ${value}`;
      return sql`position(${value} in ${column}) > 0`;
    }
    case 'any':
      return anyOf(node);
  }
}

const OPERATORS = { eq: '=', ne: 'is distinct from', gt: '>', ge: '>=', lt: '<', le: '<=' } as const;

function anyOf(node: Extract<FilterNode, { kind: 'any' }>): Sql {
  const name = node.path.join('/').toLowerCase();
  const inner = node.of;
  if (inner.kind !== 'compare' || inner.operator !== 'eq' || inner.value.type !== 'string')
    throw unsupported(node.path);
  const value = inner.value.value;
  const path = inner.path.slice(1).join('/').toLowerCase();
  if (name === 'categories' && inner.path.length === 1) {
    return sql`exists (select from unnest(m.categories) c where lower(c) = ${value.toLowerCase()})`;
  }
  const kind = RECIPIENTS[name];
  const field = { 'emailaddress/address': 'address', 'emailaddress/name': 'name' }[path];
  if (kind === undefined || field === undefined) throw unsupported(node.path);
  return sql`exists (select from jsonb_array_elements(m.recipients) r
    where r->>'kind' = ${kind} and lower(r->>${field}) = ${value.toLowerCase()})`;
}

function propertyOf(path: readonly string[]): Property {
  const property = PROPERTIES[path.join('/').toLowerCase()];
  if (!property) throw new Unanswerable({ problem: 'unknownProperty', property: path.join('/') });
  return property;
}

function comparable({ type, column }: Property): Sql {
  return rawSql(type === 'text' ? `lower(${column})` : column);
}

function literalSql({ type }: Property, literal: Literal, path: readonly string[]): Sql {
  const { value } = literal;
  const isGuidText = literal.type === 'string' && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(literal.value);
  if (type === 'text' && (literal.type === 'string' || literal.type === 'guid'))
    return sql`${literal.value.toLowerCase()}`;
  if (type === 'date' && literal.type === 'date') return sql`${new Date(literal.value)}::timestamptz`;
  if (type === 'boolean' && literal.type === 'boolean') return sql`${value}::boolean`;
  if (type === 'guid' && (literal.type === 'guid' || isGuidText)) return sql`${value}::uuid`;
  throw unsupported(path);
}

function unsupported(path: readonly string[]): Unanswerable {
  return new Unanswerable({ problem: 'unsupportedFilter', property: path.join('/') });
}

const SORTABLE: Readonly<Record<string, string>> = {
  receiveddatetime: 'm.received_at',
  sentdatetime: 'm.sent_at',
  createddatetime: 'm.created_at',
  lastmodifieddatetime: 'm.modified_at',
  subject: 'lower(m.subject)',
  importance: `array_position(array['low', 'normal', 'high'], m.importance)`,
  isread: 'm.is_read',
  isdraft: 'm.is_draft',
  hasattachments: HAS_ATTACHMENTS,
  'from/emailaddress/address': 'lower(m.from_address)',
  'from/emailaddress/name': 'lower(m.from_name)',
  'sender/emailaddress/address': 'lower(m.from_address)',
  'sender/emailaddress/name': 'lower(m.from_name)',
  'flag/flagstatus': `m.flag->>'flagStatus'`,
};

/** The order of messages `m`, newest first where nothing is asked for; or why there is none. */
export function messageOrder(orderBy: readonly OrderBy[]): Sql | MessageQueryError {
  if (orderBy.length === 0) return rawSql('m.received_at desc, m.id');
  const columns: string[] = [];
  for (const { property, descending } of orderBy) {
    const column = SORTABLE[property.toLowerCase()];
    if (column === undefined) return { problem: 'unknownProperty', property };
    columns.push(`${column} ${descending ? 'desc nulls last' : 'nulls first'}`);
  }
  // The index of a folder stands in this very order, so that it can be read backwards too.
  const [only] = columns;
  if (columns.length === 1 && only?.startsWith('m.received_at')) {
    return rawSql(only.includes('desc') ? 'm.received_at desc, m.id' : 'm.received_at, m.id desc');
  }
  return rawSql([...columns, 'm.id'].join(', '));
}

/** Graph sorts what it filters only by what the filter begins with. */
export function refuseOrder(
  filter: FilterNode | undefined,
  orderBy: readonly OrderBy[],
): MessageQueryError | undefined {
  if (!filter || orderBy.length === 0) return undefined;
  const filtered = [...new Set(pathsOf(filter))];
  const fits = orderBy.every(({ property }, no) => property.toLowerCase() === filtered[no]);
  return fits ? undefined : { problem: 'inefficientFilter' };
}

function pathsOf(node: FilterNode): string[] {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.of.flatMap(pathsOf);
    case 'not':
      return pathsOf(node.of);
    default:
      return [node.path.join('/').toLowerCase()];
  }
}

/**
 * The condition of a $search over messages `m`: words that all must be there, each as the beginning of one; with
 * `subject:`, `from:`, `to:`, `cc:`, `bcc:`, `participants:`, `recipients:` or `attachment:` before it, there.
 */
export function searchCondition(search: string): Sql {
  const text = search.trim().replace(/^"([\s\S]*)"$/, '$1');
  const terms = [...text.matchAll(/(?:(\w+):)?(?:\\?"([^"\\]*)\\?"|([^\s"]+))/g)].filter(
    ([whole]) => !/^(?:AND)$/.test(whole),
  );
  const conditions = terms.flatMap(([whole, property, quoted, word]) => {
    const value = foldName(quoted ?? word ?? '');
    if (value === '') return [];
    const field = property === undefined ? undefined : FIELDS[property.toLowerCase()];
    if (field !== undefined) return [sql`position(${value} in lower(${rawSql(field)})) > 0`];
    return [
      wordsCondition(property === undefined || ['body'].includes(property.toLowerCase()) ? value : foldName(whole)),
    ];
  });
  return conditions.length === 0 ? rawSql('false') : sql`(${joinSql(conditions, ' and ')})`;
}

const PEOPLE = (kinds: string) =>
  `(select coalesce(string_agg(concat_ws(' ', r->>'name', r->>'address'), ' '), '') from jsonb_array_elements(m.recipients) r where r->>'kind' in (${kinds}))`;
const FROM = `concat_ws(' ', m.from_name, m.from_address)`;

const FIELDS: Readonly<Record<string, string>> = {
  subject: 'm.subject',
  from: FROM,
  to: PEOPLE(`'to'`),
  cc: PEOPLE(`'cc'`),
  bcc: PEOPLE(`'bcc'`),
  recipients: PEOPLE(`'to', 'cc', 'bcc'`),
  participants: `(${FROM} || ' ' || ${PEOPLE(`'to', 'cc', 'bcc'`)})`,
  attachment: `(select coalesce(string_agg(a->>'name', ' '), '') from jsonb_array_elements(m.attachments) a)`,
};

/** A word or a phrase, of which the last word may go on. What has neither letter nor digit is nowhere. */
function wordsCondition(text: string): Sql {
  const words = searchWords(text)
    .split(' ')
    .filter((word) => word !== '');
  return words.length === 0 ? rawSql('false') : sql`m.search @@ ${phraseQuery({ words, isPrefix: true })}::tsquery`;
}

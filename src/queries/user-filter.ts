import { isGuid } from '../base/id.ts';
import { joinSql, rawSql, type Sql, sql } from '../base/sql.ts';
import { foldName } from '../domain/directory/fold-name.ts';
import type { Comparison, FilterError, FilterNode, Literal, Path } from '../odata/filter.ts';
import { excerpt } from '../odata/filter-lexer.ts';
import type { SearchNode } from '../odata/search.ts';
import { findUserProperty, type UserProperty } from '../odata/user-properties.ts';

/**
 * Compiles a filter to a condition on `users u`. Texts are compared without regard to case, dates by the second, as
 * the wire shows them. What a person does not have equals null and nothing else, so `ne` and `not` take in those
 * who have no value. Whether deleted people count is the caller's business.
 */
export function userFilterSql(node: FilterNode): Sql | FilterError {
  return conditionOf(node, userScope);
}

/** What a path means where it stands: on a user, or on an element of a collection. */
type Scope = (path: Path) => Operand | FilterError;

type Operand = TextOperand | PlainOperand | { readonly kind: 'count'; readonly collection: Collection };

interface TextOperand {
  readonly kind: 'text';
  readonly name: string;
  /** In lower case, as is what `key` makes of a value and `keys` of several. */
  readonly lower: Sql;
  readonly key: (value: string) => Sql;
  readonly keys: (values: readonly string[]) => Sql;
  /** The same by foldName, in a column with an index. */
  readonly folded?: Sql;
}

interface PlainOperand {
  readonly kind: 'boolean' | 'date' | 'guid';
  readonly name: string;
  readonly value: Sql;
}

interface Collection {
  readonly name: string;
  /** What stands after `from`; ends in a condition. */
  readonly source: Sql;
  readonly distinct: Sql;
  /** What may be asked of an element, by the part of the path after the variable. */
  readonly element: (name: string) => Operand | undefined;
}

const OPERATORS: Readonly<Record<Comparison, Sql>> = {
  eq: rawSql('='),
  ne: rawSql('<>'),
  gt: rawSql('>'),
  ge: rawSql('>='),
  lt: rawSql('<'),
  le: rawSql('<='),
};
const NEVER = rawSql('false');
const MOST_COUNTED = 2 ** 31 - 1;

function conditionOf(node: FilterNode, scope: Scope): Sql | FilterError {
  switch (node.kind) {
    case 'and':
    case 'or': {
      const parts: Sql[] = [];
      for (const part of node.of) {
        const condition = conditionOf(part, scope);
        if ('error' in condition) return condition;
        parts.push(condition);
      }
      return sql`(${joinSql(parts, ` ${node.kind} `)})`;
    }
    case 'not': {
      const condition = conditionOf(node.of, scope);
      if ('error' in condition) return condition;
      // PostgreSQL makes an anti-join of `not exists` only.
      return isTwoValued(node.of) ? sql`(not ${condition})` : sql`(${condition} is not true)`;
    }
    case 'any': {
      const collection = collectionOf(node.path);
      if ('error' in collection) return collection;
      const condition = conditionOf(node.of, elementScope(collection, node.variable));
      return 'error' in condition ? condition : sql`exists (select from ${collection.source} and ${condition})`;
    }
    default: {
      const operand = scope(node.path);
      return 'error' in operand ? operand : clauseOf(node, operand);
    }
  }
}

/** Whether the condition is true or false and never null. */
function isTwoValued(node: FilterNode): boolean {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.of.every(isTwoValued);
    case 'not':
    case 'any':
      return true;
    default:
      return node.path.at(-1) === '$count';
  }
}

type Clause = Extract<FilterNode, { kind: 'compare' | 'in' | 'test' }>;

function clauseOf(clause: Clause, operand: Operand): Sql | FilterError {
  if (operand.kind === 'count') return countClause(clause, operand.collection);
  if (clause.kind === 'test') {
    return operand.kind === 'text' ? textTest(clause, operand) : notFilterable(operand.name);
  }
  const values = clause.kind === 'in' ? clause.values : [clause.value];
  const wrong = values.find((value) => value.type !== 'null' && !fits(value, operand.kind));
  if (wrong) return mismatch(operand.name, EXPECTED[operand.kind]);
  const operator = clause.kind === 'in' ? 'eq' : clause.operator;
  if (operator === 'eq') return equalsAny(operand, values);
  if (operator === 'ne') return sql`(${equalsAny(operand, values)} is not true)`;
  const [value] = values;
  if (value === undefined || value.type === 'null') return NEVER;
  return inOrder(operand, OPERATORS[operator], String(value.value)) ?? notFilterable(operand.name);
}

const EXPECTED = {
  text: 'a text in single quotes',
  boolean: 'true or false',
  date: 'a date without quotes, such as 2026-01-31T00:00:00Z,',
  guid: 'a GUID',
} as const;

function fits({ type }: Literal, kind: keyof typeof EXPECTED): boolean {
  // A GUID in quotes is fine: most ids of Graph are strings. One that is no GUID is no one's.
  if (kind === 'guid') return type === 'guid' || type === 'string';
  return kind === 'text' ? type === 'string' : type === kind;
}

function mismatch(name: string, expected: string): FilterError {
  return { error: `For '${name}', ${expected} is expected` };
}

/** Equal to one of the values, null among them meaning that there is none. */
function equalsAny(operand: TextOperand | PlainOperand, values: readonly Literal[]): Sql {
  const given = values.flatMap(({ type, value }) => (type === 'null' ? [] : [String(value)]));
  const column = operand.kind === 'text' ? operand.lower : operand.value;
  const parts = given.length > 0 ? [equalsGiven(operand, given)] : [];
  if (given.length < values.length) parts.push(sql`${column} is null`);
  const [only] = parts;
  return parts.length === 1 && only ? only : sql`(${joinSql(parts, ' or ')})`;
}

function equalsGiven(operand: TextOperand | PlainOperand, given: readonly string[]): Sql {
  switch (operand.kind) {
    case 'text': {
      const { lower, key, keys, folded } = operand;
      const [first = ''] = given;
      const exact = given.length === 1 ? sql`${lower} = ${key(first)}` : sql`${lower} = any(${keys(given)})`;
      return folded ? sql`(${folded} = any(${given.map(foldName)}::text[]) and ${exact})` : exact;
    }
    case 'guid': {
      const guids = given.filter(isGuid);
      return guids.length === 1
        ? sql`${operand.value} = ${guids[0]}::uuid`
        : sql`${operand.value} = any(${guids}::uuid[])`;
    }
    case 'boolean':
      return sql`${operand.value} = any(${given}::boolean[])`;
    case 'date':
      return sql`${operand.value} = any(${given.map(instantOf)}::timestamptz[])`;
  }
}

/** Undefined for what has no order. */
function inOrder(operand: TextOperand | PlainOperand, operator: Sql, value: string): Sql | undefined {
  if (operand.kind === 'date') return sql`${operand.value} ${operator} ${instantOf(value)}::timestamptz`;
  if (operand.kind !== 'text') return undefined;
  if (operand.folded) return sql`${operand.folded} ${operator} ${foldName(value)}`;
  return sql`${operand.lower} collate "C" ${operator} ${operand.key(value)}`;
}

/** UTC where a date has no zone. */
function instantOf(date: string): string {
  return new Date(/z$|[+-]\d\d:\d\d$|^[^t]+$/i.test(date) ? date : `${date}Z`).toISOString();
}

function textTest({ test, value }: Extract<FilterNode, { kind: 'test' }>, operand: TextOperand): Sql {
  const { lower, folded } = operand;
  const key = operand.key(value);
  if (test === 'contains') return sql`strpos(${lower}, ${key}) > 0`;
  if (test === 'endsWith') return sql`right(${lower}, length(${key})) = ${key}`;
  const exact = sql`starts_with(${lower}, ${key})`;
  const prefix = foldName(value);
  if (!folded || prefix === '') return exact;
  // All that begin with the prefix lie between it and the last character there is.
  return sql`(${folded} >= ${prefix} and ${folded} < ${`${prefix}\u{10ffff}`} and ${exact})`;
}

function countClause(clause: Clause, { name, source, distinct }: Collection): Sql | FilterError {
  if (clause.kind !== 'compare') return notFilterable(name);
  const { operator, value } = clause;
  if (value.type !== 'number' || !Number.isInteger(value.value) || Math.abs(value.value) > MOST_COUNTED) {
    return mismatch(`${name}/$count`, 'a whole number');
  }
  const some = sql`exists (select from ${source})`;
  if (value.value === 0 && operator === 'eq') return sql`(not ${some})`;
  if (value.value === 0 && (operator === 'ne' || operator === 'gt')) return some;
  return sql`(select count(${distinct}) from ${source}) ${OPERATORS[operator]} ${value.value}`;
}

function userScope(path: Path): Operand | FilterError {
  const [name = '', last] = path;
  if (path.length === 2 && last === '$count') {
    const collection = collectionOf([name]);
    return 'error' in collection ? collection : { kind: 'count', collection };
  }
  const known = findUserProperty(name);
  if (!known) return unknownProperty(name);
  return (path.length === 1 && operandOf(known)) || notFilterable(known.name);
}

function operandOf({ name, column, type }: UserProperty): Operand | undefined {
  if (name === 'userPrincipalName') {
    const lowered = (value: string) => value.toLowerCase();
    return {
      kind: 'text',
      name,
      lower: rawSql('u.upn_key'),
      key: (value) => sql`${lowered(value)}::text`,
      keys: (values) => sql`${values.map(lowered)}::text[]`,
    };
  }
  switch (type) {
    case 'text': {
      const text = textOperand(name, rawSql(column === undefined ? 'null::text' : `u.${column}`));
      // In lower case it is kept as a column of its own: an index on a function is not used behind row-level security.
      if (name === 'department') return { ...text, lower: rawSql('u.department_key') };
      return name === 'displayName' ? { ...text, folded: rawSql('u.sort_key collate "C"') } : text;
    }
    case 'date':
      return {
        kind: type,
        name,
        value: rawSql(column === undefined ? 'null::timestamptz' : `date_trunc('second', u.${column})`),
      };
    case 'boolean':
      return { kind: type, name, value: rawSql(column === undefined ? 'null::boolean' : `u.${column}`) };
    case 'guid':
      return { kind: type, name, value: rawSql(`u.${column}`) };
    default:
      return undefined;
  }
}

function textOperand(name: string, column: Sql): TextOperand {
  return {
    kind: 'text',
    name,
    lower: sql`lower(${column})`,
    key: (value) => sql`lower(${value}::text)`,
    keys: (values) => sql`array(select lower(value) from unnest(${values}::text[]) as given (value))`,
  };
}

function elementScope({ name, element }: Collection, variable: string): Scope {
  return ([first = '', ...rest]) => {
    if (first !== variable) {
      return { error: `'${first}' is not the variable '${variable}' of the any() on '${name}'` };
    }
    return element(rest.join('/').toLowerCase()) ?? notFilterable(name);
  };
}

const ASSIGNED_LICENSES: Collection = {
  name: 'assignedLicenses',
  source: rawSql('holding h where h.tenant_id = u.tenant_id and h.user_id = u.id'),
  distinct: rawSql('*'),
  element: (name) => (name === 'skuid' ? { kind: 'guid', name: 'skuId', value: rawSql('h.sku_id') } : undefined),
};

/** A plan is on where any path to it has it on. */
const ASSIGNED_PLANS: Collection = {
  name: 'assignedPlans',
  source: rawSql(`assignment a join product p on p.sku_id = a.sku_id cross join unnest(p.plan_ids) as plan (id)
    left join service_plan s on s.plan_id = plan.id
    where a.tenant_id = u.tenant_id and a.user_id = u.id and a.state in ('Active', 'ActiveWithError')
      and plan.id <> all (a.disabled_plans)`),
  distinct: rawSql('distinct plan.id'),
  element: (name) => {
    switch (name) {
      case 'serviceplanid':
        return { kind: 'guid', name: 'servicePlanId', value: rawSql('plan.id') };
      case 'capabilitystatus':
        return textOperand('capabilityStatus', rawSql(`'Enabled'::text`));
      case 'service':
        return textOperand('service', rawSql('s.service'));
      case 'assigneddatetime':
        return { kind: 'date', name: 'assignedDateTime', value: rawSql(`date_trunc('second', a.updated_at)`) };
      default:
        return undefined;
    }
  },
};

/** A state as it is stored, so that those in error are found by their index; what is none of these is nobody's. */
const STATE: TextOperand = {
  kind: 'text',
  name: 'state',
  lower: rawSql('a.state'),
  key: (value) => sql`${stateOf(value)}::text`,
  keys: (values) => sql`${values.map(stateOf)}::text[]`,
};

function stateOf(value: string): string {
  const states = ['Active', 'ActiveWithError', 'Disabled', 'Error'];
  return states.find((state) => state.toLowerCase() === value.toLowerCase()) ?? value;
}

/** The paths on which somebody has a product, with what is wrong with one. */
const ASSIGNMENT_STATES: Collection = {
  name: 'licenseAssignmentStates',
  source: rawSql('assignment a where a.tenant_id = u.tenant_id and a.user_id = u.id'),
  distinct: rawSql('*'),
  element: (name) => {
    switch (name) {
      case 'skuid':
        return { kind: 'guid', name: 'skuId', value: rawSql('a.sku_id') };
      case 'assignedbygroup':
        return {
          kind: 'guid',
          name: 'assignedByGroup',
          value: rawSql("nullif(a.source, '00000000-0000-0000-0000-000000000000')"),
        };
      case 'state':
        return STATE;
      case 'error':
        return textOperand('error', rawSql('a.error'));
      default:
        return undefined;
    }
  },
};

function collectionOf([name = '', ...rest]: Path): Collection | FilterError {
  const known = findUserProperty(name);
  if (!known) return unknownProperty(name);
  if (rest.length > 0) return notFilterable(known.name);
  if (known.name === ASSIGNED_LICENSES.name) return ASSIGNED_LICENSES;
  if (known.name === ASSIGNED_PLANS.name) return ASSIGNED_PLANS;
  if (known.name === ASSIGNMENT_STATES.name) return ASSIGNMENT_STATES;
  if (known.type !== 'texts') return notFilterable(known.name);
  return {
    name: known.name,
    source: rawSql(
      `unnest(${known.column === undefined ? 'null::text[]' : `u.${known.column}`}) as entry (value) where true`,
    ),
    distinct: rawSql('*'),
    element: (element) => (element === '' ? textOperand(known.name, rawSql('entry.value')) : undefined),
  };
}

function unknownProperty(name: string): FilterError {
  return { error: `A user has no property named '${excerpt(name)}'` };
}

function notFilterable(name: string): FilterError {
  return { error: `The property '${name}' can't be asked for in this way` };
}

/** The product of `assignedLicenses/any(x:x/skuId eq GUID)`: answered from the list of its holders; undefined for another filter. */
export function holdersFilter(node: FilterNode): string | undefined {
  if (node.kind !== 'any' || node.path.join('/').toLowerCase() !== 'assignedlicenses') return undefined;
  const { of } = node;
  const isSku =
    of.kind === 'compare' &&
    of.operator === 'eq' &&
    of.path[0] === node.variable &&
    of.path[1]?.toLowerCase() === 'skuid';
  return isSku && of.value.type === 'guid' ? of.value.value.toLowerCase() : undefined;
}

/**
 * Compiles a search to a condition on `users u`. The display name is searched by its words: each word of the value
 * begins one of them. Everything else begins with the value, a list with one of its entries.
 */
export function userSearchSql(node: SearchNode): Sql | FilterError {
  if (node.kind === 'clause') return searchClause(node.property, node.value);
  const parts: Sql[] = [];
  for (const part of node.of) {
    const condition = userSearchSql(part);
    if ('error' in condition) return condition;
    parts.push(condition);
  }
  return sql`(${joinSql(parts, ` ${node.kind} `)})`;
}

function searchClause(name: string, value: string): Sql | FilterError {
  const known = findUserProperty(name);
  if (!known) return unknownProperty(name);
  if (known.name === 'displayName') {
    const words = wordsOf(value);
    return words.length > 0 ? sql`(${joinSql(words.map(beginsWordOfName), ' and ')})` : NEVER;
  }
  const path = [known.name];
  const begins = { kind: 'test', test: 'startsWith', value } as const;
  return userFilterSql(
    known.type === 'texts' ? { kind: 'any', path, variable: 'x', of: { ...begins, path: ['x'] } } : { ...begins, path },
  );
}

// Where a name is split beside its blanks and symbols: before a capital, and between letters and digits.
const NAME_IN_PARTS = rawSql(
  `lower(regexp_replace(u.display_name, '([[:lower:]])(?=[[:upper:]])|([[:alpha:]])(?=[0-9])|([0-9])(?=[[:alpha:]])', '\\1\\2\\3 ', 'g'))`,
);

/** The word as a whole begins a word of the name; or each of its parts begins a part of the name. */
function beginsWordOfName(word: string): Sql {
  const whole = wordsOf(foldName(word)).map((part) => sql`u.sort_key ~ ${beginning(part)}`);
  const parts = word
    .replace(/\p{Ll}(?=\p{Lu})|\p{L}(?=\p{N})|\p{N}(?=\p{L})/gu, '$& ')
    .split(' ')
    .map((part) => sql`${NAME_IN_PARTS} ~ ${beginning(part.toLowerCase())}`);
  const ways = [whole, parts].filter(({ length }) => length > 0).map((way) => joinSql(way, ' and '));
  return sql`(${joinSql(ways, ' or ')})`;
}

/** Words consist of letters and digits only, so nothing in them means anything in a pattern. */
function beginning(word: string): string {
  return `(^|[^[:alnum:]])${word}`;
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu) ?? [];
}

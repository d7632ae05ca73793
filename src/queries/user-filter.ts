import { isGuid } from '../base/id.ts';
import { joinSql, rawSql, type Sql, sql } from '../base/sql.ts';
import { foldName } from '../domain/directory/fold-name.ts';
import type { Comparison, FilterError, FilterNode, Literal, Path } from '../odata/filter.ts';
import { findUserName } from '../odata/user-properties.ts';

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

type Operand =
  | {
      readonly kind: 'text';
      readonly name: string;
      /** In lower case, as is what `key` makes of a value. */
      readonly lower: Sql;
      readonly key: (value: string) => Sql;
      /** The same by foldName, in a column with an index. */
      readonly folded?: Sql;
    }
  | { readonly kind: 'boolean' | 'date' | 'guid'; readonly name: string; readonly value: Sql }
  | { readonly kind: 'count'; readonly name: string; readonly collection: Collection };

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
  if (operand.kind === 'boolean' || operand.kind === 'guid') return notFilterable(operand.name);
  const [value] = values;
  return value === undefined || value.type === 'null' ? NEVER : inOrder(operand, operator, String(value.value));
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
function equalsAny(operand: Exclude<Operand, { kind: 'count' }>, values: readonly Literal[]): Sql {
  const given = values.flatMap(({ type, value }) => (type === 'null' ? [] : [String(value)]));
  const column = operand.kind === 'text' ? operand.lower : operand.value;
  const parts = given.length > 0 ? [equalsGiven(operand, given)] : [];
  if (given.length < values.length) parts.push(sql`${column} is null`);
  const [only] = parts;
  return parts.length === 1 && only ? only : sql`(${joinSql(parts, ' or ')})`;
}

function equalsGiven(operand: Exclude<Operand, { kind: 'count' }>, given: readonly string[]): Sql {
  switch (operand.kind) {
    case 'text': {
      const { lower, key, folded } = operand;
      const keys = given.map(key);
      const exact = keys.length === 1 ? sql`${lower} = ${keys[0]}` : sql`${lower} in (${joinSql(keys, ', ')})`;
      return folded ? sql`(${folded} = any(${given.map(foldName)}::text[]) and ${exact})` : exact;
    }
    case 'guid': {
      const guids = given.filter(isGuid);
      return guids.length === 1 ? sql`${operand.value} = ${guids[0]}::uuid` : sql`${operand.value} = any(${guids}::uuid[])`;
    }
    case 'boolean':
      return sql`${operand.value} = any(${given}::boolean[])`;
    case 'date':
      return sql`${operand.value} = any(${given.map(instantOf)}::timestamptz[])`;
  }
}

function inOrder(operand: Extract<Operand, { kind: 'text' | 'date' }>, operator: Comparison, value: string): Sql {
  if (operand.kind === 'date') return sql`${operand.value} ${OPERATORS[operator]} ${instantOf(value)}::timestamptz`;
  if (operand.folded) return sql`${operand.folded} ${OPERATORS[operator]} ${foldName(value)}`;
  return sql`${operand.lower} collate "C" ${OPERATORS[operator]} ${operand.key(value)}`;
}

/** UTC where a date has no zone. */
function instantOf(date: string): string {
  return new Date(/[z]$|[+-]\d\d:\d\d$|^[^t]*$/i.test(date) ? date : `${date}Z`).toISOString();
}

function textTest({ test, value }: Extract<FilterNode, { kind: 'test' }>, operand: Extract<Operand, { kind: 'text' }>): Sql {
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
    return 'error' in collection ? collection : { kind: 'count', name: collection.name, collection };
  }
  const known = findUserName(name);
  if (!known) return unknownProperty(name);
  if (path.length > 1 || known.kind !== 'stored') return notFilterable(known.name);
  const { column, type } = known.property;
  if (known.name === 'userPrincipalName') {
    return { kind: 'text', name: known.name, lower: rawSql('u.upn_key'), key: (value) => sql`${value.toLowerCase()}` };
  }
  if (type === 'text') {
    const text = textOperand(known.name, rawSql(`u.${column}`));
    return known.name === 'displayName' ? { ...text, folded: rawSql('u.sort_key collate "C"') } : text;
  }
  if (type === 'date') return { kind: type, name: known.name, value: rawSql(`date_trunc('second', u.${column})`) };
  if (type === 'boolean' || type === 'guid') return { kind: type, name: known.name, value: rawSql(`u.${column}`) };
  return notFilterable(known.name);
}

function textOperand(name: string, column: Sql): Extract<Operand, { kind: 'text' }> {
  return { kind: 'text', name, lower: sql`lower(${column})`, key: (value) => sql`lower(${value})` };
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

function collectionOf([name = '', ...rest]: Path): Collection | FilterError {
  const known = findUserName(name);
  if (!known) return unknownProperty(name);
  if (rest.length > 0 || known.kind !== 'stored') return notFilterable(known.name);
  if (known.name === ASSIGNED_LICENSES.name) return ASSIGNED_LICENSES;
  if (known.name === ASSIGNED_PLANS.name) return ASSIGNED_PLANS;
  if (known.property.type !== 'texts') return notFilterable(known.name);
  return {
    name: known.name,
    source: rawSql(`unnest(u.${known.property.column}) as entry (value) where true`),
    distinct: rawSql('*'),
    element: (element) => (element === '' ? textOperand(known.name, rawSql('entry.value')) : undefined),
  };
}

import { isGuid } from '../base/id.ts';
import { joinSql, rawSql, type Sql, sql } from '../base/sql.ts';
import type { FilterError, FilterNode, Literal, Path } from '../odata/filter.ts';
import { auditNameBegins } from '../store/audit-log.ts';
import { AUDIT_ACTIVITIES } from './audit-activities.ts';

const NEVER = rawSql('false');
const ALWAYS = rawSql('true');

/** Graph tells people from apps; an entry has one actor. Whoever has no id, such as the server itself, counts as an app. */
export const ACTOR_IS_APP = rawSql(`(a.actor_id is null
  or exists (select from app p where p.tenant_id = a.tenant_id and p.id = a.actor_id)
  or exists (select from audit_entry e where e.tenant_id = a.tenant_id and e.target_id = a.actor_id
    and e.activity = 'Add service principal'))`);

/**
 * Compiles a $filter of directoryAudits to a condition on `audit_entry a`. Texts count in any case. Conditions are such that
 * an index is used behind row-level security: equality and ranges on stored columns.
 */
export function auditFilterSql(node: FilterNode, tenantId: string): Sql | FilterError {
  switch (node.kind) {
    case 'and':
    case 'or': {
      const parts: Sql[] = [];
      for (const part of node.of) {
        const condition = auditFilterSql(part, tenantId);
        if ('error' in condition) return condition;
        parts.push(condition);
      }
      return sql`(${joinSql(parts, ` ${node.kind} `)})`;
    }
    case 'not': {
      const condition = auditFilterSql(node.of, tenantId);
      return 'error' in condition ? condition : sql`(${condition} is not true)`;
    }
    case 'any':
      return nameOf(node.path) === 'targetresources' ? ofTarget(node.of, node.variable, tenantId) : unknown(node.path);
    default:
      return clause(node, node.path, tenantId);
  }
}

type Clause = Extract<FilterNode, { kind: 'compare' | 'in' | 'test' }>;

function ofTarget(node: FilterNode, variable: string, tenantId: string): Sql | FilterError {
  switch (node.kind) {
    case 'and':
    case 'or': {
      const parts: Sql[] = [];
      for (const part of node.of) {
        const condition = ofTarget(part, variable, tenantId);
        if ('error' in condition) return condition;
        parts.push(condition);
      }
      return sql`(${joinSql(parts, ` ${node.kind} `)})`;
    }
    case 'not':
    case 'any':
      return { error: 'An any() on targetResources takes comparisons only' };
    default: {
      const [first, ...rest] = node.path;
      return first === variable ? clause(node, ['targetResources', ...rest], tenantId) : unknown(node.path);
    }
  }
}

/** What may be asked of an entry, by path in lower case. */
const ASKED: Readonly<Record<string, (clause: Clause, tenantId: string) => Sql | FilterError>> = {
  activitydatetime: onDate,
  activitydisplayname: (clause) => onActivity(clause, (name) => name),
  category: (clause) => onActivity(clause, (_name, { category }) => category),
  operationtype: (clause) => onActivity(clause, (_name, { operationType }) => operationType),
  loggedbyservice: (clause) => onConstant(clause, 'Core Directory'),
  result: (clause) => onConstant(clause, 'success'),
  correlationid: (clause) => onId(clause, rawSql('a.request_id')),
  'initiatedby/user/id': (clause) => ofActor(onId(clause, rawSql('a.actor_id')), false),
  'initiatedby/user/displayname': (clause) => ofActor(onName(clause, 'actor'), false),
  'initiatedby/user/userprincipalname': (clause, tenantId) => ofActor(onUserName(clause, 'actor', tenantId), false),
  'initiatedby/app/appid': (clause) => ofActor(onId(clause, rawSql('a.actor_id')), true),
  'initiatedby/app/serviceprincipalid': (clause) => ofActor(onId(clause, rawSql('a.actor_id')), true),
  'initiatedby/app/displayname': (clause) => ofActor(onName(clause, 'actor'), true),
  'targetresources/id': (clause) => onId(clause, rawSql('a.target_id')),
  'targetresources/displayname': (clause) => onName(clause, 'target'),
  'targetresources/userprincipalname': (clause, tenantId) => onUserName(clause, 'target', tenantId),
};

function clause(node: Clause, path: Path, tenantId: string): Sql | FilterError {
  return ASKED[nameOf(path)]?.(node, tenantId) ?? unknown(path);
}

function ofActor(condition: Sql | FilterError, isApp: boolean): Sql | FilterError {
  if ('error' in condition) return condition;
  return isApp ? sql`(${condition} and ${ACTOR_IS_APP})` : sql`(${condition} and not ${ACTOR_IS_APP})`;
}

const COMPARISONS = { eq: '=', ne: '<>', gt: '>', ge: '>=', lt: '<', le: '<=' } as const;

function onDate(node: Clause): Sql | FilterError {
  if (node.kind !== 'compare') return wrongWay(node);
  const { value, operator } = node;
  const text = value.type === 'date' || value.type === 'string' ? value.value : '';
  // A date without a zone is one of UTC.
  const moment = new Date(/z$|[+-]\d\d:\d\d$|^[^t]+$/i.test(text) ? text : `${text}Z`);
  if (text === '' || Number.isNaN(moment.getTime())) {
    return { error: "For 'activityDateTime', a date such as 2026-01-31T00:00:00Z is expected" };
  }
  return sql`a.at ${rawSql(COMPARISONS[operator])} ${moment}`;
}

/** What follows from the activity is looked up here: the condition names the activities that fit. */
function onActivity(
  node: Clause,
  traitOf: (name: string, activity: (typeof AUDIT_ACTIVITIES)[string]) => string,
): Sql | FilterError {
  const fits = textCondition(node);
  if ('error' in fits) return fits;
  const names = Object.entries(AUDIT_ACTIVITIES).flatMap(([name, activity]) =>
    fits.test(traitOf(name, activity).toLowerCase()) ? [name] : [],
  );
  return sql`a.activity = any(${names}::text[])`;
}

function onConstant(node: Clause, constant: string): Sql | FilterError {
  const fits = textCondition(node);
  return 'error' in fits ? fits : fits.test(constant.toLowerCase()) ? ALWAYS : NEVER;
}

/** A condition on a text in lower case, to be tried here. */
function textCondition(node: Clause): { readonly test: (text: string) => boolean } | FilterError {
  if (node.kind === 'test') {
    const wanted = node.value.toLowerCase();
    if (node.test === 'startsWith') return { test: (text) => text.startsWith(wanted) };
    return wrongWay(node);
  }
  const values = textsOf(node);
  if (!values) return wrongWay(node);
  if (node.kind === 'in' || node.operator === 'eq') return { test: (text) => values.includes(text) };
  return node.operator === 'ne' ? { test: (text) => !values.includes(text) } : wrongWay(node);
}

function onId(node: Clause, column: Sql): Sql | FilterError {
  const values = node.kind === 'test' ? undefined : literalsOf(node);
  if (!values || (node.kind === 'compare' && node.operator !== 'eq')) return wrongWay(node);
  const ids = values.flatMap(({ type, value }) => (type === 'guid' || type === 'string' ? [value] : [])).filter(isGuid);
  if (ids.length === 0) return NEVER;
  return ids.length === 1 ? sql`${column} = ${ids[0]}::uuid` : sql`${column} = any(${ids}::uuid[])`;
}

function onName(node: Clause, who: 'actor' | 'target'): Sql | FilterError {
  if (node.kind === 'test') return node.test === 'startsWith' ? auditNameBegins(who, node.value) : wrongWay(node);
  const values = textsOf(node);
  if (!values || (node.kind === 'compare' && node.operator !== 'eq')) return wrongWay(node);
  return sql`${rawSql(`a.${who}_key`)} = any(array(select left(lower(given), 256) from unnest(${values}::text[]) given))`;
}

/** Entries hold no user names: who has such a one now is looked up, and found by id. */
function onUserName(node: Clause, who: 'actor' | 'target', tenantId: string): Sql | FilterError {
  const column = rawSql(`a.${who}_id`);
  const people = (condition: Sql) =>
    sql`${column} = any(array(select u.id from users u where u.tenant_id = ${tenantId} and ${condition}))`;
  if (node.kind === 'test') {
    const prefix = node.value.toLowerCase();
    return node.test === 'startsWith' ? people(sql`starts_with(u.upn_key, ${prefix})`) : wrongWay(node);
  }
  const values = textsOf(node);
  if (!values || (node.kind === 'compare' && node.operator !== 'eq')) return wrongWay(node);
  return people(sql`u.upn_key = any(${values}::text[])`);
}

function literalsOf(node: Exclude<Clause, { kind: 'test' }>): readonly Literal[] {
  return node.kind === 'in' ? node.values : [node.value];
}

/** The texts of a comparison in lower case; undefined where one is something else. */
function textsOf(node: Exclude<Clause, { kind: 'test' }>): string[] | undefined {
  const values = literalsOf(node);
  return values.every(({ type }) => type === 'string' || type === 'guid')
    ? values.map(({ value }) => String(value).toLowerCase())
    : undefined;
}

function nameOf(path: Path): string {
  return path.join('/').toLowerCase();
}

function wrongWay({ path }: Clause): FilterError {
  return { error: `The property '${path.join('/')}' can't be asked for in this way` };
}

function unknown(path: Path): FilterError {
  return { error: `Could not find a property named '${path.join('/')}' on type 'microsoft.graph.directoryAudit'.` };
}

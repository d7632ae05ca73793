import type { FilterNode, Literal } from '../../odata/filter.ts';
import { type GraphError, Refused } from '../errors.ts';

type Entity = Readonly<Record<string, unknown>>;

/** How a property may be asked for: by its value, or by its beginning too. */
type Filterable = Readonly<Record<string, 'eq' | 'startsWith'>>;

/**
 * Whether an entity meets a filter of eq, in and startsWith, joined by and or or. Texts are compared without regard to
 * case. Ends the request for anything else; `resource` is what Graph calls the thing in the error.
 */
export function matches(
  filter: FilterNode | undefined,
  resource: string,
  properties: Filterable,
): (entity: Entity) => boolean {
  return filter === undefined ? () => true : testOf(filter, resource, properties);
}

function testOf(node: FilterNode, resource: string, properties: Filterable): (entity: Entity) => boolean {
  switch (node.kind) {
    case 'and':
    case 'or': {
      const tests = node.of.map((part) => testOf(part, resource, properties));
      return node.kind === 'and'
        ? (entity) => tests.every((test) => test(entity))
        : (entity) => tests.some((test) => test(entity));
    }
    case 'not':
    case 'any':
      throw new Refused(unsupportedClause(node.kind, resource));
    default:
      return clauseTest(node, resource, properties);
  }
}

function clauseTest(
  node: Extract<FilterNode, { kind: 'compare' | 'in' | 'test' }>,
  resource: string,
  properties: Filterable,
): (entity: Entity) => boolean {
  const written = node.path.join('/');
  const name = Object.keys(properties).find((property) => property.toLowerCase() === written.toLowerCase());
  if (name === undefined) throw new Refused(unsupportedClause(written, resource));
  if (node.kind === 'test') {
    if (node.test !== 'startsWith' || properties[name] !== 'startsWith')
      throw new Refused(unsupportedClause(name, resource));
    const prefix = node.value.toLowerCase();
    return (entity) => textOf(entity[name]).startsWith(prefix);
  }
  if (node.kind === 'compare' && node.operator !== 'eq') throw new Refused(unsupportedClause(name, resource));
  const values = node.kind === 'in' ? node.values : [node.value];
  return (entity) => values.some((value) => equals(entity[name], value));
}

function equals(have: unknown, { type, value }: Literal): boolean {
  if (type === 'null') return have === null;
  if (type === 'boolean') return have === value;
  return typeof have === 'string' && textOf(have) === textOf(value);
}

function textOf(value: unknown): string {
  return String(value ?? '').toLowerCase();
}

function unsupportedClause(property: string, resource: string): GraphError {
  return {
    status: 400,
    code: 'Request_UnsupportedQuery',
    message: `Unsupported or invalid query filter clause specified for property '${property}' of resource '${resource}'.`,
  };
}

import { namesOf } from '../odata/expand.ts';
import { Refused } from './errors.ts';

/**
 * $select over plain objects: what stands in the context address for it, and a function that leaves only what was
 * asked for, in the resource's own order. Names match in any case; an unknown one is refused.
 */
export function selectFrom(
  query: string,
  typeName: string,
  properties: readonly string[],
): { names: string; pick: (entity: Record<string, unknown>) => Record<string, unknown> } {
  const asked = selectOf(query);
  if (asked === undefined) return { names: '', pick: (entity) => entity };
  const chosen = properties.filter((property) => asked.some((name) => name.toLowerCase() === property.toLowerCase()));
  const unknown = asked.find((name) => !properties.some((property) => property.toLowerCase() === name.toLowerCase()));
  if (unknown !== undefined) throw new Refused(unknownProperty(unknown, typeName));
  return {
    names: `(${chosen.join(',')})`,
    pick: (entity) => Object.fromEntries(chosen.map((property) => [property, entity[property]])),
  };
}

/** The error for a $select or $expand that names what a type does not have. */
export function unknownProperty(name: string, typeName: string) {
  return {
    status: 400,
    code: 'BadRequest',
    message: `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type '${typeName}'.`,
  };
}

function selectOf(query: string): string[] | undefined {
  for (const [name, value] of new URLSearchParams(query)) {
    if (/^\$?select$/i.test(name)) {
      const names = namesOf(value);
      return names.length === 0 || names.includes('*') ? undefined : names;
    }
  }
  return undefined;
}

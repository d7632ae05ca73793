import type { Sql } from '../../../base/sql.ts';
import { parseFilter } from '../../../odata/filter.ts';
import type { OrderBy } from '../../../odata/query-options.ts';
import {
  type MessageQueryError,
  messageCondition,
  messageOrder,
  refuseOrder,
  searchCondition,
} from '../../../queries/mail/message-filter.ts';
import { type GraphError, Refused } from '../../errors.ts';
import { unknownProperty } from '../../select.ts';
import { messageQueryErrorOf } from './mail-errors.ts';
import { DEFAULT_PROPERTIES, MESSAGE_PROPERTIES, type MessageProperty } from './message-resource.ts';

/** A question about messages: mail pages by $skip, and counts without being asked twice. */
export interface MessageQuery {
  readonly conditions: readonly Sql[];
  readonly order: Sql;
  readonly top: number;
  readonly skip: number;
  readonly count: boolean;
  readonly properties: readonly MessageProperty[];
  /** What stands in the context address for $select. */
  readonly selected: string;
  /** Attachments are drawn with their message. */
  readonly expandsAttachments: boolean;
}

const OPTIONS = ['filter', 'select', 'orderby', 'top', 'skip', 'count', 'search', 'expand', 'format'];

/** Reads the options of a list of messages, or of one; ends the request where one can't be answered. */
export function readMessageQuery(query: string): MessageQuery {
  const options = new Map<string, string>();
  for (const [written, value] of new URLSearchParams(query)) {
    const name = written.replace(/^\$/, '').toLowerCase();
    if (OPTIONS.includes(name)) options.set(name, value);
    else if (written.startsWith('$')) throw new Refused(badQuery(`The query parameter '${written}' is not supported.`));
  }
  const filterText = options.get('filter');
  const filter = filterText === undefined ? undefined : parseFilter(filterText);
  if (filter && 'error' in filter) throw new Refused(badQuery(`Invalid filter clause: ${filter.error}`));
  const search = options.get('search');
  const orderBy = orderOf(options.get('orderby') ?? '');
  if (search !== undefined && (filter || orderBy.length > 0)) {
    throw new Refused({
      status: 400,
      code: 'SearchWithFilter',
      message: "The query parameter '$search' cannot be combined with '$filter' or '$orderby'.",
    });
  }
  const properties = propertiesOf(options.get('select'));
  return {
    conditions: [
      ...(filter ? [answerable(messageCondition(filter))] : []),
      ...(search === undefined ? [] : [searchCondition(search)]),
    ],
    order: answerable(refuseOrder(filter, orderBy) ?? messageOrder(orderBy)),
    top: numberOf(options.get('top'), 'top', { min: 1, max: 1000, otherwise: 10 }),
    skip: numberOf(options.get('skip'), 'skip', { min: 0, max: 1_000_000_000, otherwise: 0 }),
    count: /^\s*true\s*$/i.test(options.get('count') ?? ''),
    properties: properties ?? DEFAULT_PROPERTIES,
    selected: properties ? `(${properties.join(',')})` : '',
    expandsAttachments: expandsAttachments(options.get('expand')),
  };
}

function answerable(condition: Sql | MessageQueryError): Sql {
  if ('problem' in condition) throw new Refused(messageQueryErrorOf(condition));
  return condition;
}

function orderOf(text: string): OrderBy[] {
  return text
    .split(',')
    .filter((item) => item.trim() !== '')
    .map((item) => {
      const [, property, direction] = /^\s*([\w./]+)(?:\s+(asc|desc))?\s*$/i.exec(item) ?? [];
      if (property === undefined) throw new Refused(badQuery(`Invalid $orderby clause: '${item.trim()}'`));
      return { property, descending: direction?.toLowerCase() === 'desc' };
    });
}

function propertiesOf(text: string | undefined): MessageProperty[] | undefined {
  const names = (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0 || names.includes('*')) return undefined;
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const known = MESSAGE_PROPERTIES.filter((property) => wanted.has(property.toLowerCase()));
  const unknown = names.find((name) => !known.some((property) => property.toLowerCase() === name.toLowerCase()));
  if (unknown !== undefined) throw new Refused(unknownProperty(unknown, 'microsoft.graph.message'));
  // Mail tells the id whether it was asked for or not.
  return known.includes('id') ? known : ['id', ...known];
}

function expandsAttachments(text: string | undefined): boolean {
  if (text === undefined || text.trim() === '') return false;
  if (/^\s*attachments\s*(?:\(.*\))?\s*$/is.test(text)) return true;
  // Scripts ask for extended properties, of which none are kept: a message without any is a true answer.
  if (/^\s*(?:single|multi)ValueExtendedProperties\b/i.test(text)) return false;
  throw new Refused(unknownProperty(text.trim(), 'microsoft.graph.message'));
}

function numberOf(
  text: string | undefined,
  name: string,
  { min, max, otherwise }: { readonly min: number; readonly max: number; readonly otherwise: number },
): number {
  if (text === undefined || text.trim() === '') return otherwise;
  const number = Number(text);
  if (!/^\s*\d+\s*$/.test(text) || number < min || number > max) {
    throw new Refused(
      badQuery(
        `Invalid value '${text.slice(0, 40)}' for $${name} query option found. The $${name} query option requires an integer between ${min} and ${max}.`,
      ),
    );
  }
  return number;
}

function badQuery(message: string): GraphError {
  return { status: 400, code: 'BadRequest', message };
}

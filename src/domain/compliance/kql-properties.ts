import { type DateField, KINDS, type Kql, type KqlFault, type TextField } from './kql.ts';
import type { Relation } from './kql-lexer.ts';
import { bytesOf, momentsOf, type Range, rangeOf } from './kql-values.ts';

/** What a property is about, and so what its values can be. */
export type PropertyKind =
  | { readonly is: 'text'; readonly field: TextField }
  | { readonly is: 'date'; readonly field: DateField }
  | { readonly is: 'size' | 'kind' | 'hasAttachment' | 'isRead' | 'importance' };

const text = (field: TextField): PropertyKind => ({ is: 'text', field });
const date = (field: DateField): PropertyKind => ({ is: 'date', field });

/** Properties by their names in lower case, as the field writes them. */
const PROPERTIES: Readonly<Record<string, PropertyKind>> = {
  subject: text('subject'),
  from: text('from'),
  sender: text('from'),
  to: text('to'),
  cc: text('cc'),
  bcc: text('bcc'),
  recipients: text('recipients'),
  participants: text('participants'),
  attachment: text('attachmentNames'),
  attachments: text('attachmentNames'),
  attachmentnames: text('attachmentNames'),
  category: text('category'),
  filename: text('fileName'),
  title: text('fileName'),
  filetype: text('fileType'),
  fileextension: text('fileType'),
  author: text('author'),
  sent: date('sent'),
  received: date('received'),
  date: date('date'),
  created: date('created'),
  lastmodifiedtime: date('modified'),
  modified: date('modified'),
  size: { is: 'size' },
  kind: { is: 'kind' },
  hasattachment: { is: 'hasAttachment' },
  hasattachments: { is: 'hasAttachment' },
  isread: { is: 'isRead' },
  importance: { is: 'importance' },
};

/** The names of all properties that a query can be about. */
export const PROPERTY_NAMES: readonly string[] = Object.keys(PROPERTIES);

/** A property by its name, in any case; undefined where there is none. */
export function findProperty(name: string): PropertyKind | undefined {
  const key = name.toLowerCase();
  return Object.hasOwn(PROPERTIES, key) ? PROPERTIES[key] : undefined;
}

/** What a property other than of text says of its value; the fault where it can't be. `<>` is read as `=`. */
export function valueNode(
  property: Exclude<PropertyKind, { is: 'text' }>,
  relation: Relation,
  value: string,
  now: number,
): Kql | KqlFault['fault'] {
  const sign = relation === '<>' ? '=' : relation;
  switch (property.is) {
    case 'date': {
      const range = rangeIn(value, sign, (one) => momentsOf(one, now), 'notADate');
      return typeof range === 'string' ? range : { op: 'date', field: property.field, ...range };
    }
    case 'size': {
      const bytes = (one: string) => {
        const from = bytesOf(one);
        return from === undefined ? undefined : { from, to: from + 1 };
      };
      const range = rangeIn(value, sign, bytes, 'notASize');
      return typeof range === 'string' ? range : { op: 'size', ...range };
    }
    default:
      return sign === ':' || sign === '=' ? choiceNode(property.is, value.toLowerCase()) : 'notComparable';
  }
}

function choiceNode(is: 'kind' | 'hasAttachment' | 'isRead' | 'importance', value: string): Kql | KqlFault['fault'] {
  if (is === 'kind') {
    const kind = KINDS.find((one) => one === value);
    return kind ? { op: 'kind', kind } : 'notAKind';
  }
  if (is === 'importance') {
    const importance = (['low', 'normal', 'high'] as const).find((one) => one === value);
    return importance ? { op: 'importance', value: importance } : 'notAnImportance';
  }
  const yes = ['true', 'yes', '1'].includes(value);
  return yes || ['false', 'no', '0'].includes(value) ? { op: is, value: yes } : 'notYesOrNo';
}

function rangeIn(
  value: string,
  relation: Exclude<Relation, '<>'>,
  read: (text: string) => { from: number; to: number } | undefined,
  fault: 'notADate' | 'notASize',
): Range | 'notADate' | 'notASize' | 'notComparable' | 'emptyRange' {
  const ends = value.split('..');
  if (ends.length === 1) {
    const whole = read(value);
    return whole ? rangeOf(relation, whole) : fault;
  }
  const [first, last] = [read(ends[0] ?? ''), read(ends[1] ?? '')];
  if (!first || !last || ends.length > 2) return fault;
  if (relation !== ':' && relation !== '=') return 'notComparable';
  return first.from < last.to ? { from: first.from, to: last.to } : 'emptyRange';
}

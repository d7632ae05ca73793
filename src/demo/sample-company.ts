import type { Catalog } from '../domain/commerce/catalog.ts';
import { type KitBook, openKitBook } from './kits.ts';
import { latinLetters } from './names.ts';
import { idOf } from './random.ts';
import { GROUPS, type GroupKey } from './sample-groups.ts';

export interface SampleOptions {
  /** How many people are alive in the directory; a few deleted ones come on top. */
  readonly users: number;
  readonly seed: number;
  /** The present, in milliseconds: everything has happened before it. */
  readonly now: number;
  readonly displayName?: string;
}

/** What all rows of one sample tenant have in common. */
export interface SampleCompany {
  readonly seed: number;
  readonly users: number;
  readonly now: number;
  readonly displayName: string;
  readonly domain: string;
  readonly tenantId: string;
  readonly kits: KitBook;
  groupId(group: GroupKey): string;
}

/** First parts of the keys that streams and ids are drawn from, so that none meets another's. */
export const STREAM = {
  tenant: 1,
  group: 2,
  subscription: 3,
  user: 4,
  person: 5,
  history: 6,
  mailbox: 7,
  drive: 8,
} as const;

/** Draws up the company. Its ids follow from seed and name alone. */
export function sampleCompany(options: SampleOptions, catalog: Catalog): SampleCompany {
  const { seed, users, now, displayName = 'Marlowe & Finch' } = options;
  const groupKeys = Object.keys(GROUPS) as GroupKey[];
  const groupId = (group: GroupKey) => idOf([seed, STREAM.group], groupKeys.indexOf(group));
  const letters = Array.from(displayName, (letter) => letter.codePointAt(0) ?? 0);
  return {
    seed,
    users,
    now,
    displayName,
    domain: domainOf(displayName),
    tenantId: idOf([seed, STREAM.tenant, ...letters], 0),
    kits: openKitBook(catalog, groupId),
    groupId,
  };
}

function domainOf(displayName: string): string {
  const words = displayName.split(/[^\p{L}\p{M}]+/u).map(latinLetters);
  return `${
    words
      .filter((word) => word !== '')
      .join('-')
      .slice(0, 40) || 'sample'
  }.example`;
}

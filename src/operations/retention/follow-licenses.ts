import { sql } from '../../base/sql.ts';
import type { Workload } from '../../domain/commerce/catalog.ts';
import type { ProfileKey } from '../../domain/licensing/profile.ts';
import type { Consequence } from '../../domain/retention/consequences.ts';
import type { Database } from '../../store/database.ts';
import { changedPeople } from '../../store/operation-people.ts';
import { closeMailboxes, openMailboxes, type PeopleSql } from '../../workloads/exchange/mailboxes.ts';
import { openDrives, unlicenseDrives } from '../../workloads/onedrive/drives.ts';

/** What an operation brings to the people of one profile. */
export interface ProfileFate extends ProfileKey {
  readonly consequences: readonly Consequence[];
  readonly begins: readonly Workload[];
}

/** Lets mailboxes and drives follow the licenses that an operation gave and took: one statement for each kind of fate. */
export async function followLicenses(
  tx: Database,
  tenantId: string,
  operationId: number,
  profiles: readonly ProfileFate[],
  at: Date,
): Promise<void> {
  const now = at.getTime();
  const fates = fatesIn(tx, tenantId, at);
  for (const [isMeant, follow] of fates) {
    const meant = profiles.filter((profile) => isMeant(profile, now));
    if (meant.length === 0) continue;
    const rows = meant.map(({ changeNo, factsHash }) => ({ changeNo, factsHash, row: {} }));
    await follow(sql`select c.user_id from (${changedPeople(tenantId, operationId, rows, 'unused text')}) c`);
  }
}

type Fate = readonly [
  isMeant: (profile: ProfileFate, now: number) => boolean,
  follow: (people: PeopleSql) => Promise<unknown>,
];

function fatesIn(tx: Database, tenantId: string, at: Date): Fate[] {
  return [
    [({ begins }) => begins.includes('exchange'), (people) => openMailboxes(tx, tenantId, people, at)],
    // One that closes later has a deadline for it.
    [closesNow, (people) => closeMailboxes(tx, tenantId, people, 'held', at)],
    [follows('mailboxKeptByHold'), (people) => closeMailboxes(tx, tenantId, people, 'keptByHold', at)],
    [({ begins }) => begins.includes('oneDrive'), (people) => openDrives(tx, tenantId, people, at)],
    [losesDrive, (people) => unlicenseDrives(tx, tenantId, people, at)],
  ];
}

function closesNow({ consequences }: ProfileFate, now: number): boolean {
  return consequences.some(({ event, on }) => event === 'mailboxHeld' && on <= now);
}

function follows(event: Consequence['event']) {
  return ({ consequences }: ProfileFate) => consequences.some((one) => one.event === event);
}

function losesDrive({ consequences }: ProfileFate): boolean {
  return consequences.some(({ event }) => event === 'driveStays' || event === 'driveReadOnly');
}

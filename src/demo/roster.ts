import { ROLES, type RoleName } from '../domain/access/roles.ts';
import { DEPARTMENTS, type DepartmentKey, GUEST_KIT, PLAIN_GUEST_KIT, ROSTER, SELF_SERVICE } from './departments.ts';
import { type Kit, withoutDirect } from './kits.ts';
import { NOTABLE_NAMES } from './notable-names.ts';

/** Roles that go together in a company of this size: whoever holds the first holds the others too. */
const MORE_ROLES: Partial<Record<RoleName, readonly RoleName[]>> = {
  helpdeskAdministrator: ['passwordAdministrator'],
  privilegedRoleAdministrator: ['privilegedAuthenticationAdministrator'],
  complianceAdministrator: ['eDiscoveryManager', 'eDiscoveryAdministrator'],
  exchangeAdministrator: ['sharePointAdministrator'],
  reportsReader: ['serviceSupportAdministrator'],
};

/** Two people for the highest role, one for each other; the n-th is held by the n-th person after the director. */
const ADMINS: readonly RoleName[] = [
  'globalAdministrator',
  ...(Object.keys(ROLES) as RoleName[]).filter((role) => !Object.values(MORE_ROLES).flat().includes(role)),
];

const ADMIN_DEPARTMENT: Partial<Record<RoleName, DepartmentKey>> = {
  billingAdministrator: 'finance',
  reportsReader: 'finance',
  complianceAdministrator: 'legal',
};

const FIRST_ADMIN = 1;

/** Where the ordinary people begin: the notable names, then everybody else. */
export const FIRST_ORDINARY = FIRST_ADMIN + ADMINS.length;

/** What is special about a person besides their work. */
export interface Situation {
  readonly guest: boolean;
  /** Sign-in blocked. */
  readonly blocked: boolean;
  /** Without products of their own any more, as many who left are. */
  readonly stripped: boolean;
  readonly usageLocationMissing: boolean;
  readonly synced: boolean;
  readonly onWorksCouncil: boolean;
}

// Below this number there are the director, administrators and notable names, whose situation is plain.
const FIRST_SITUATION = FIRST_ORDINARY + NOTABLE_NAMES.length;

/** A person's situation by number. The periods have few common factors, so that situations meet in all combinations. */
export function situationOf(index: number): Situation {
  const oneIn = (period: number, place: number) => index >= FIRST_SITUATION && index % period === place;
  const blocked = oneIn(22, 10);
  return {
    guest: oneIn(20, 18),
    blocked,
    stripped: blocked && index % 4 !== 0,
    usageLocationMissing: oneIn(26, 7),
    synced: oneIn(61, 37),
    onWorksCouncil: index >= FIRST_ORDINARY && index % 40 === 13,
  };
}

/** Somebody's place at work. */
export interface Place {
  readonly department: DepartmentKey;
  readonly role: RoleName | null;
  /** The how-manieth of the department, administrators not counted. */
  readonly rank: number;
  readonly kit: Kit;
}

/**
 * The roles that a person holds. In a company that is too small for all its administrators, the director holds what is
 * left.
 */
export function rolesOf(index: number, users: number): RoleName[] {
  const first =
    index === 0
      ? [...new Set(ADMINS.slice(Math.max(0, users - FIRST_ADMIN)))]
      : ADMINS.slice(index - FIRST_ADMIN, index);
  return first.flatMap((role) => [role, ...(MORE_ROLES[role] ?? [])]);
}

/** The place of a person by number: the director, then the administrators, then everybody by the roster. */
export function placeOf(index: number): Place {
  if (index < FIRST_ORDINARY) {
    const role = ADMINS[index - FIRST_ADMIN] ?? null;
    const department = role === null ? 'executive' : (ADMIN_DEPARTMENT[role] ?? 'it');
    const { kits } = DEPARTMENTS[department];
    return { department, role, rank: 0, kit: kits[index % kits.length] as Kit };
  }
  const position = (index - FIRST_ORDINARY) % ROSTER.length;
  const round = Math.floor((index - FIRST_ORDINARY) / ROSTER.length);
  const department = ROSTER[position] as DepartmentKey;
  const positions = POSITIONS.get(department) ?? [];
  const rank = round * positions.length + positions.indexOf(position);
  return { department, role: null, rank, kit: kitOf(index, department, rank) };
}

/** The number of the person who bought a product for themselves and two colleagues. */
export const purchaser = () => indexOf(SELF_SERVICE.department, 0);

function kitOf(index: number, department: DepartmentKey, rank: number): Kit {
  const { guest, stripped, usageLocationMissing } = situationOf(index);
  if (guest) return index % 40 === 38 ? GUEST_KIT : PLAIN_GUEST_KIT;
  const bought = department === SELF_SERVICE.department ? SELF_SERVICE.kits[rank] : undefined;
  const { kits } = DEPARTMENTS[department];
  const kit = bought ?? (kits[rank % kits.length] as Kit);
  return stripped || usageLocationMissing ? withoutDirect(kit) : kit;
}

const REPORTS_OF_A_MANAGER = 7;

/** The number of a person's manager; null for the director and for guests. Managers have lower numbers: a tree. */
export function managerOf(index: number): number | null {
  if (index === 0 || situationOf(index).guest) return null;
  if (index < FIRST_ORDINARY) return index === FIRST_ADMIN ? 0 : FIRST_ADMIN;
  const { department, rank } = placeOf(index);
  for (let above = rank; above > 0; ) {
    above = Math.floor((above - 1) / REPORTS_OF_A_MANAGER);
    const manager = indexOf(department, above);
    if (!situationOf(manager).guest) return manager;
  }
  return 0;
}

const POSITIONS: ReadonlyMap<DepartmentKey, readonly number[]> = new Map(
  [...new Set(ROSTER)].map((department) => [
    department,
    ROSTER.flatMap((name, position) => (name === department ? [position] : [])),
  ]),
);

function indexOf(department: DepartmentKey, rank: number): number {
  const positions = POSITIONS.get(department) ?? [];
  const round = Math.floor(rank / positions.length);
  return FIRST_ORDINARY + round * ROSTER.length + (positions[rank % positions.length] ?? 0);
}

import { addDays, DAY_MS, isoSeconds } from '../base/time.ts';
import { ROLES } from '../domain/access/roles.ts';
import { foldName } from '../domain/directory/fold-name.ts';
import { consequencesOfDeletion } from '../domain/retention/consequences.ts';
import { deadlinesOf } from '../domain/retention/deadlines.ts';
import { DEFAULT_SETTINGS } from '../domain/retention/settings.ts';
import { DELETED_KITS, DEPARTMENTS } from './departments.ts';
import type { Kit, LaidKit } from './kits.ts';
import { type Language, nameIn, type PersonName } from './names.ts';
import { NOTABLE_NAMES } from './notable-names.ts';
import { OFFICES, type Office } from './offices.ts';
import { idOf, type Random, randomOf } from './random.ts';
import { FIRST_ORDINARY, managerOf, type Place, placeOf, rolesOf, type Situation, situationOf } from './roster.ts';
import { type SampleCompany, STREAM } from './sample-company.ts';

/** Everything that one person brings into the database: rows by table, without their tenant. */
export interface SamplePerson {
  readonly users: readonly [Row & { readonly id: string }];
  readonly assignment: readonly Row[];
  readonly holding: readonly (Row & { readonly sku_id: string })[];
  readonly group_member: readonly Row[];
  readonly role_assignment: readonly Row[];
  readonly deadline: readonly Row[];
  /** What deleted people left behind; what licenses give to the living is made for all of them at once. */
  readonly mailbox: readonly Row[];
  readonly drive: readonly Row[];
}

type Row = Readonly<Record<string, unknown>>;

/** The id of a person by number. */
export function userId(company: Pick<SampleCompany, 'seed'>, index: number): string {
  return idOf([company.seed, STREAM.user], index);
}

/** How many people are in the directory's bin. */
export function deletedPeople(users: number): number {
  return users < 20 ? 0 : 3 + Math.floor(users / 1000);
}

/** All people one after the other, the deleted ones last. Each is drawn from a stream of their own. */
export function* samplePeople(company: SampleCompany): Generator<SamplePerson> {
  const mailboxOf = uniqueMailboxes();
  for (let index = 0; index < company.users; index += 1) yield livingPerson(company, index, mailboxOf);
  for (let nth = 0; nth < deletedPeople(company.users); nth += 1) yield deletedPerson(company, nth, mailboxOf);
}

/** Who somebody is, before any rows. */
interface Person {
  readonly id: string;
  readonly index: number;
  readonly name: PersonName;
  readonly mailbox: string;
  readonly office: Office;
  readonly place: Place;
  readonly situation: Situation;
  readonly laid: LaidKit;
  /** Milliseconds. */
  readonly createdAt: number;
  readonly random: Random;
}

function livingPerson(company: SampleCompany, index: number, mailboxOf: MailboxOf): SamplePerson {
  const person = drawPerson(company, index, placeOf(index).kit, mailboxOf);
  const { id, place, laid, situation } = person;
  const onHold = laid.holdable && (situation.blocked || (place.department === 'legal' && place.rank % 4 === 1));
  const since = between(person.createdAt, company.now, person.random);
  const user = userRow(company, person, onHold ? since : null);
  return {
    users: [user],
    assignment: laid.paths.map(({ skuId, source, disabledPlans }) => ({
      user_id: id,
      sku_id: skuId,
      source,
      disabled_plans: disabledPlans,
      updated_at: isoSeconds(since),
    })),
    holding: laid.skuIds.map((skuId) => ({ user_id: id, sku_id: skuId, sort_key: user.sort_key })),
    group_member: [...place.kit.groups, ...(situation.onWorksCouncil ? (['worksCouncil'] as const) : [])].map(
      (group) => ({
        group_id: company.groupId(group),
        user_id: id,
      }),
    ),
    role_assignment: rolesOf(index, company.users).map((role) => ({
      principal_id: id,
      role_template_id: ROLES[role].id,
    })),
    deadline: [],
    mailbox: [],
    drive: [],
  };
}

function deletedPerson(company: SampleCompany, nth: number, mailboxOf: MailboxOf): SamplePerson {
  const kit = DELETED_KITS[nth % DELETED_KITS.length] as Kit;
  const person = drawPerson(company, company.users + nth, kit, mailboxOf);
  const { id, laid, random } = person;
  // The first is nearly out of reach, so that there is something to save.
  const deletedAt = addDays(company.now, nth === 0 ? -27 : -1 - random.below(28)) - random.below(DAY_MS / 2);
  const onHold = laid.holdable && nth % DELETED_KITS.length === 2;
  const user = userRow(company, person, onHold ? between(person.createdAt, deletedAt, random) : null);
  const due = deadlinesOf(
    consequencesOfDeletion(
      { mailbox: laid.mailbox ? 'active' : 'none', drive: laid.drive ? 'licensed' : 'none', onHold },
      deletedAt,
      DEFAULT_SETTINGS,
    ),
    deletedAt,
    DEFAULT_SETTINGS,
  );
  const leftBehind = {
    user_id: id,
    display_name: user.display_name,
    state_since: isoSeconds(deletedAt),
    created_at: isoSeconds(person.createdAt),
  };
  return {
    users: [
      {
        ...user,
        upn_key: id.replaceAll('-', '') + user.upn_key,
        deleted_at: isoSeconds(deletedAt),
        licenses_at_deletion: laid.paths,
      },
    ],
    assignment: [],
    holding: [],
    group_member: [],
    role_assignment: [],
    // What was due before has been done.
    deadline: due
      .filter(({ dueAt }) => dueAt > company.now)
      .map(({ kind, dueAt }) => ({
        subject_id: id,
        kind,
        due_at: isoSeconds(dueAt),
        since: isoSeconds(deletedAt),
      })),
    mailbox: laid.mailbox
      ? [
          {
            ...leftBehind,
            id: idOf([company.seed, STREAM.mailbox], nth),
            address: user.mail ?? user.user_principal_name,
            state: onHold ? 'inactive' : 'softDeleted',
          },
        ]
      : [],
    drive: laid.drive
      ? [
          {
            ...leftBehind,
            id: idOf([company.seed, STREAM.drive], nth),
            state: 'active',
            unlicensed_since: isoSeconds(deletedAt),
            orphaned_since: isoSeconds(deletedAt),
          },
        ]
      : [],
  };
}

function drawPerson(company: SampleCompany, index: number, kit: Kit, mailboxOf: MailboxOf): Person {
  const random = randomOf([company.seed, STREAM.person, index]);
  const alive = index < company.users;
  const situation = situationOf(alive ? index : 0);
  const office = officeFor(kit, company, random);
  const name = NOTABLE_NAMES[index - FIRST_ORDINARY] ?? nameIn(languageAt(office, random), random);
  // Who lacks a location has just come; who was deleted had been there for a while.
  const days = situation.usageLocationMissing ? random.below(5) : 60 + random.below(2200);
  return {
    id: userId(company, index),
    index,
    name,
    mailbox: mailboxOf(name.mailbox),
    office,
    place: placeOf(index),
    situation,
    laid: company.kits.lay(kit),
    createdAt: addDays(company.now, -days) - random.below(DAY_MS),
    random,
  };
}

function userRow(company: SampleCompany, person: Person, heldSince: number | null) {
  const { id, index, name, mailbox, office, place, situation, laid, random } = person;
  const { guest } = situation;
  const department = DEPARTMENTS[place.department];
  const title = random.pick(department.titles);
  const address = `${mailbox}@${guest ? PARTNER_DOMAIN : company.domain}`;
  const upn = guest ? `${mailbox}_${PARTNER_DOMAIN}#EXT#@${company.domain}` : address;
  const manager = managerOf(index);
  const employeeId = guest ? null : `MF${String(index + 1).padStart(7, '0')}`;
  return {
    id,
    user_principal_name: upn,
    upn_key: upn.toLowerCase(),
    display_name: name.displayName,
    sort_key: foldName(name.displayName),
    given_name: name.givenName,
    surname: name.surname,
    mail: guest || laid.mailbox ? address : null,
    mail_nickname: mailbox,
    proxy_addresses:
      laid.mailbox && !guest ? [`SMTP:${address}`, `smtp:${employeeId}@${company.domain}`.toLowerCase()] : [],
    user_type: guest ? 'Guest' : 'Member',
    account_enabled: !situation.blocked,
    usage_location: situation.usageLocationMissing || (guest && laid.skuIds.length === 0) ? null : office.usageLocation,
    preferred_language: guest ? null : office.preferredLanguage,
    department: guest ? null : department.name,
    job_title: guest ? null : titleOf(place, index, office.language === 'fr' ? title.fr : title.en),
    company_name: guest ? 'Partner & Co' : company.displayName,
    office_location: guest ? null : office.name,
    street_address: guest ? null : office.streetAddress,
    city: guest ? null : office.city,
    state: guest ? null : office.state,
    postal_code: guest ? null : office.postalCode,
    country: guest ? null : office.country,
    business_phones: guest || office.phone === null ? [] : [random.digits(office.phone)],
    employee_id: employeeId,
    employee_type: guest ? null : random.below(12) === 0 ? 'Contractor' : 'Employee',
    manager_id: manager === null ? null : userId(company, manager),
    on_premises_sync_enabled: situation.synced ? true : null,
    litigation_hold_at: heldSince === null ? null : isoSeconds(heldSince),
    created_at: isoSeconds(person.createdAt),
    deleted_at: null as string | null,
    licenses_at_deletion: null as LaidKit['paths'] | null,
  };
}

const PARTNER_DOMAIN = 'partner-and-co.example';

function titleOf(place: Place, index: number, usual: string): string {
  if (index === 0) return 'Managing Director';
  return place.role ? ROLES[place.role].name : usual;
}

/** An office in a country where the rules allow everything of the kit; after some tries the first one. */
function officeFor(kit: Kit, company: SampleCompany, random: Random): Office {
  for (let tries = 0; tries < 20; tries += 1) {
    const office = random.pick(OFFICE_SHARES);
    if (company.kits.isAllowed(kit, office.usageLocation)) return office;
  }
  return OFFICES[0] as Office;
}

const OFFICE_SHARES = OFFICES.flatMap((office) => Array.from({ length: office.share }, () => office));
const LANGUAGES = [...new Set(OFFICES.map(({ language }): Language => language))];

function languageAt(office: Office, random: Random): Language {
  return random.below(5) === 0 ? random.pick(LANGUAGES) : office.language;
}

function between(from: number, to: number, random: Random): number {
  return from + Math.floor(((to - from) * random.below(1000)) / 1000);
}

type MailboxOf = (wanted: string) => string;

/** Gives each name once: the first as it is, the next with a number, which no name ends with by itself. */
function uniqueMailboxes(): MailboxOf {
  const given = new Map<string, number>();
  return (wanted) => {
    const count = (given.get(wanted) ?? 0) + 1;
    given.set(wanted, count);
    return count === 1 ? wanted : `${wanted}${count}`;
  };
}

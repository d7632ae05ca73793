import { ROLES, type RoleName } from '../domain/access/roles.ts';
import { auditEn } from './audit-en.ts';
import { dateText, listOf, planName, skuName, type TextContext } from './license-texts.ts';
import { rightsEn } from './rights-en.ts';
import { rightsFr } from './rights-fr.ts';
import type { TextKeys } from './text-keys.ts';

/** The sentences by their keys in the catalog. */
export type Told = TextKeys<(typeof auditEn)['audit']['told']>;
type Values = Readonly<Record<string, string | number>>;

/** Which sentence is told, and what stands in it beside the names of actor and target. */
export interface Telling {
  readonly told: Told;
  readonly values?: Values;
}

/**
 * An entry as those who tell it see it. What was written before and after is read as it comes: a wrong form leaves
 * something out of the sentence, and is no fault.
 */
export interface Seen {
  readonly before: unknown;
  readonly after: unknown;
  readonly targetId: string | null;
  readonly targetName: string;
  /** Somebody did it to themselves. */
  readonly isOwn: boolean;
}

interface License {
  readonly skuId: string;
  readonly disabledPlans: readonly string[];
}

/** Licenses that were given, taken, exchanged, or changed in their services. */
export function tellLicenses({ before, after }: Seen, context: TextContext): Telling {
  const [had, has] = [licensesIn(before), licensesIn(after)];
  const without = (left: readonly License[], right: readonly License[]) =>
    left
      .filter(({ skuId }) => !right.some((other) => other.skuId === skuId))
      .map(({ skuId }) => skuName(skuId, context));
  const [taken, given] = [without(had, has), without(has, had)];
  if (taken.length + given.length > 0) {
    const told = given.length === 0 ? 'take' : taken.length === 0 ? 'give' : 'swap';
    return { told, values: { taken: all(taken, context), given: all(given, context) } };
  }
  const changes = has.flatMap(({ skuId, disabledPlans }) => {
    const off = had.find((license) => license.skuId === skuId)?.disabledPlans ?? [];
    const turnedOff = disabledPlans.filter((plan) => !off.includes(plan));
    const turnedOn = off.filter((plan) => !disabledPlans.includes(plan));
    return turnedOff.length + turnedOn.length > 0 ? [{ skuId, turnedOff, turnedOn }] : [];
  });
  const plans = (ids: readonly string[]) =>
    all(
      [...new Set(ids)].map((id) => planName(id, context)),
      context,
    );
  const on = plans(changes.flatMap(({ turnedOn }) => turnedOn));
  const off = plans(changes.flatMap(({ turnedOff }) => turnedOff));
  if (on === '' && off === '') return { told: 'licenses' };
  const changed = all(
    changes.map(({ skuId }) => skuName(skuId, context)),
    context,
  );
  return {
    told: off === '' ? 'servicesOn' : on === '' ? 'servicesOff' : 'servicesOnOff',
    values: { on, off, changed },
  };
}

function licensesIn(value: unknown): License[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one) =>
    typeof one?.skuId === 'string' ? [{ skuId: one.skuId, disabledPlans: textsIn(one.disabledPlans) }] : [],
  );
}

/** Fields of a person: one with its values, several by their names. */
export function tellFields({ before, after }: Seen, context: TextContext): Telling {
  const [was, is] = [fieldsIn(before), fieldsIn(after)];
  const differing = Object.keys(is).filter((name) => JSON.stringify(is[name]) !== JSON.stringify(was[name] ?? null));
  const names = differing.length > 0 ? differing : Object.keys(is);
  const [name] = names;
  if (name === undefined) return { told: 'updateAccount' };
  const fields = all(
    names.map((one) => labelIn('field', one, context)),
    context,
  );
  const [old, now] = [shownValue(name, was[name], context), shownValue(name, is[name], context)];
  if (names.length > 1 || old === undefined || now === undefined || (old === '' && now === '')) {
    return { told: 'updateUser', values: { fields } };
  }
  const told = old === '' ? 'updateTo' : now === '' ? 'clear' : 'updateFrom';
  return { told, values: { fields, was: old, is: now } };
}

const LONGEST_VALUE = 80;

/** A field's value for people; empty where there is none, undefined for what is not theirs to read. */
function shownValue(field: string, value: unknown, context: TextContext): string | undefined {
  const { t } = context;
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no');
  if (field === 'managerId' || field === 'litigationHoldAt' || typeof value !== 'string') return undefined;
  if (field === 'usageLocation' && /^[A-Z]{2}$/.test(value)) {
    return new Intl.DisplayNames(t.language, { type: 'region' }).of(value) ?? value;
  }
  const text = value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE).toWellFormed()}…` : value;
  return t('audit.quoted', { text });
}

/** Settings of the tenant, each with its values. */
export function tellSettings({ before, after }: Seen, context: TextContext): Telling {
  const { t } = context;
  const [was, is] = [fieldsIn(before), fieldsIn(after)];
  const shown = (value: unknown) =>
    typeof value === 'boolean'
      ? t(value ? 'audit.yes' : 'audit.no')
      : (numberText(value, context) ?? (textIn(value) || t('audit.none')));
  const changes = Object.keys(is).map((name) =>
    t('audit.settingChange', {
      setting: labelIn('setting', name, context),
      was: shown(was[name]),
      is: shown(is[name]),
    }),
  );
  return changes.length === 0
    ? { told: 'someSettings' }
    : { told: 'settings', values: { changes: all(changes, context) } };
}

/** A way to sign in that somebody added or removed, their own or another's. */
export function tellMethod(verb: 'add' | 'remove', { before, after, isOwn }: Seen, context: TextContext): Telling {
  const held = { ...fieldsIn(before), ...fieldsIn(after) };
  const methods = methodsIn(held, context);
  if (verb === 'remove' && methods === '') return { told: 'removeFactors' };
  const told = verb === 'add' ? (isOwn ? 'addOwnMethod' : 'addMethod') : isOwn ? 'removeOwnMethod' : 'removeMethod';
  return { told, values: { methods: methods || context.t('audit.something') } };
}

/** A sign-in, or that sign-ins were slowed: with what, and from where. */
export function tellSignIn(told: 'signIn' | 'signInSlowed', { after }: Seen, context: TextContext): Telling {
  const held = fieldsIn(after);
  const address = textIn(held.address);
  return {
    told,
    values: {
      methods: methodsIn(held, context) || context.t('audit.something'),
      from: address === '' ? '' : context.t('audit.from', { address }),
    },
  };
}

function methodsIn({ methods, method, name }: Record<string, unknown>, context: TextContext): string {
  const told = textsIn(method === undefined ? methods : [method]).map((one) => labelIn('method', one, context));
  const [only = ''] = told;
  if (told.length === 1 && textIn(name) !== '')
    return context.t('audit.methodNamed', { method: only, name: textIn(name) });
  return all(told, context);
}

/** Sessions that somebody ended: all of a person's, or some of their own. */
export function tellSessions({ after, isOwn }: Seen): Telling {
  const count = fieldsIn(after).sessions;
  if (!isOwn) return { told: 'endSessions' };
  return typeof count === 'number' ? { told: 'endSomeSessions', values: { count } } : { told: 'endOwnSessions' };
}

/** A role, perhaps for an administrative unit only. */
export function tellRole(told: 'addRole' | 'removeRole', { before, after }: Seen, context: TextContext): Telling {
  const held = { ...fieldsIn(before), ...fieldsIn(after) };
  const role = roleName(textIn(held.roleId), context) ?? textIn(held.role);
  const unit = textIn(held.unit);
  const whole = role || context.t('audit.something');
  return { told, values: { role: unit === '' ? whole : context.t('audit.scoped', { role: whole, unit }) } };
}

/** What a second administrator is asked, or has said. */
export function tellApproval(
  told: 'requestApproval' | 'approve' | 'reject',
  { after, targetName }: Seen,
  context: TextContext,
): Telling {
  const { t } = context;
  const { kind, people, requestedBy } = fieldsIn(after);
  const by = textIn(requestedBy) || t('audit.somebody');
  const what =
    kind === 'purge'
      ? t('audit.purgeOf', { name: targetName, ofName: ofText(targetName, context) })
      : typeof people === 'number'
        ? t('audit.planFor', { id: targetName, count: people, people: numberText(people, context) ?? '' })
        : t('audit.plan', { id: targetName });
  return { told, values: { what, requestedBy: by, ofRequestedBy: ofText(by, context) } };
}

/** What an app may do: on its own, or for somebody who let it. */
export function tellRights(told: 'addApp' | 'consent', { after }: Seen, context: TextContext): Telling {
  const { roleIds, permissions, scopes } = fieldsIn(after);
  const roles = textsIn(roleIds).map((id) => roleName(id, context) ?? id);
  const rights = all([...roles, ...textsIn(permissions), ...textsIn(scopes)], context);
  if (rights === '') return { told };
  return { told: told === 'addApp' ? 'addAppWith' : 'consentTo', values: { rights } };
}

/** Seats of a product. */
export function tellSeats(seen: Seen, context: TextContext): Telling {
  const ofProduct = productOf(seen, context);
  const was = numberText(fieldsIn(seen.before).total, context);
  const is = numberText(fieldsIn(seen.after).total, context);
  if (was === undefined || is === undefined) return { told: 'someSeats', values: { ofProduct } };
  return { told: 'seats', values: { ofProduct, was, is } };
}

/** What a seat costs a month. */
export function tellPrice(seen: Seen, context: TextContext): Telling {
  const ofProduct = productOf(seen, context);
  const { monthlyPriceCents: cents } = fieldsIn(seen.after);
  if (typeof cents !== 'number') return { told: 'listPrice', values: { ofProduct } };
  const format = { style: 'currency', currency: context.currency } as const;
  return {
    told: 'price',
    values: { ofProduct, is: new Intl.NumberFormat(localeOf(context), format).format(cents / 100) },
  };
}

function productOf({ targetId, targetName }: Seen, context: TextContext): string {
  return ofText(targetId === null ? targetName : skuName(targetId, context), context);
}

/** How many people came with an import. */
export function tellImport({ after }: Seen, context: TextContext): Telling {
  const { added, changed } = fieldsIn(fieldsIn(after).users);
  const values = { added: numberText(added, context) ?? '0', changed: numberText(changed, context) ?? '0' };
  return { told: 'importTenant', values };
}

/** Entries of the log that have had their time. */
export function tellRetention({ after }: Seen, context: TextContext): Telling {
  const { upTo, removed, olderThanDays } = fieldsIn(after);
  const [last, days] = [numberText(upTo, context), numberText(olderThanDays, context)];
  if (last === undefined || days === undefined || typeof removed !== 'number') return { told: 'someRetention' };
  return {
    told: 'retention',
    values: { count: removed, removed: numberText(removed, context) ?? '', upTo: last, days },
  };
}

/** "of" and a name, which in French depends on how the name begins. */
export function ofText(name: string, { t }: Pick<TextContext, 't'>): string {
  return t(/^[aeiouyàâäéèêëîïôöùûüœæ]/i.test(name) ? 'audit.ofVowel' : 'audit.of', { name });
}

function roleName(roleId: string, { t }: TextContext): string | undefined {
  const role = (Object.keys(ROLES) as RoleName[]).find((name) => ROLES[name].id === roleId);
  return role && (t.language === 'fr' ? rightsFr : rightsEn).role[role];
}

/** What the catalog calls something; its own name where the catalog does not know it. */
function labelIn(group: 'field' | 'setting' | 'method', name: string, { t }: TextContext): string {
  const key = `audit.${group}.${name}`;
  return KNOWN[group].includes(name) ? t(key as 'audit.field.city') : name;
}

const KNOWN: Readonly<Record<'field' | 'setting' | 'method', readonly string[]>> = {
  field: Object.keys(auditEn.audit.field),
  setting: Object.keys(auditEn.audit.setting),
  method: Object.keys(auditEn.audit.method),
};

function all(names: readonly string[], context: TextContext): string {
  return listOf(names, context, 'conjunction');
}

/** A number as the reader's language writes it; undefined for anything else. */
export function numberText(value: unknown, context: TextContext): string | undefined {
  return typeof value === 'number' ? value.toLocaleString(localeOf(context)) : undefined;
}

function localeOf({ t }: TextContext): string {
  return t.language === 'fr' ? 'fr-FR' : 'en-GB';
}

/** The fields of what was written before or after; none where it is nothing of that form. */
export function fieldsIn(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** The texts of a list; none where it is no list. */
export function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

/** A text or a number as text; empty for anything else. */
export function textIn(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Where a sandbox's clock was moved. */
export function tellClock({ before, after }: Seen, context: TextContext): Telling {
  const moment = (value: unknown) => {
    const parsed = Date.parse(String((value as { now?: unknown } | null)?.now ?? ''));
    return Number.isNaN(parsed) ? '' : dateText(parsed, context);
  };
  return { told: 'moveClock', values: { was: moment(before), is: moment(after) } };
}

/** How much was announced to end for good, or agreed to. */
export function tellPurges(told: 'announcePurge' | 'confirmPurge', { after }: Seen): Telling {
  return { told, values: { count: Number((after as { count?: unknown } | null)?.count ?? 0) } };
}

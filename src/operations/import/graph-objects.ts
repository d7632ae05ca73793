import { z } from 'zod';
import { countryCode } from '../../domain/directory/countries.ts';
import { LIST_FIELDS, TEXT_FIELDS } from '../../domain/directory/user-fields.ts';

/** Why an object of a Graph response is not taken. */
export type ObjectRefusal =
  /** A value that is missing or can't be stored, such as "assignedLicenses.0.skuId"; empty: the object is none. */
  { readonly reason: 'invalidProperty'; readonly property: string } | { readonly reason: 'deletedObject' };

/** An object of a Graph response, checked; or why it is not taken, with its id where it has one. */
export type Checked<T> = { readonly value: T } | { readonly refusal: ObjectRefusal; readonly id: string | null };

// A database keeps no NUL and no half characters.
const text = z.string().refine((value) => !value.includes('\0') && value.isWellFormed());
const guid = z.guid().toLowerCase();
const guids = z.array(guid).nullish();
/** ISO 8601, whatever form the client wrote; Windows PowerShell writes "/Date(…)/". */
const date = z
  .string()
  .transform((value) => Number(/^\/Date\((-?\d+)\)\/$/.exec(value)?.[1] ?? Date.parse(value)))
  .refine((moment) => !Number.isNaN(moment) && Math.abs(moment) < 8.64e15)
  .transform((moment) => new Date(moment).toISOString());
/** Clients that list all properties write an object of nulls for what was not asked for. */
const reference = z.object({ id: guid.nullish() }).nullish();

type Fields<Source, Schema extends z.ZodType> = Record<keyof Source, z.ZodOptional<z.ZodNullable<Schema>>>;

const textFields = Object.fromEntries(
  Object.entries(TEXT_FIELDS).map(([field, { maxLength }]) => [field, text.max(maxLength).nullish()]),
) as Fields<typeof TEXT_FIELDS, z.ZodString>;
const listFields = Object.fromEntries(
  Object.keys(LIST_FIELDS).map((field) => [field, z.array(text).nullish()]),
) as Fields<typeof LIST_FIELDS, z.ZodArray<z.ZodString>>;

const assignedLicenses = z.array(z.object({ skuId: guid, disabledPlans: guids })).nullish();

const user = z.object({
  ...textFields,
  ...listFields,
  id: guid,
  userPrincipalName: text.max(320).regex(/^[^\s@]+@[^\s@]+$/),
  userType: z.enum(['Member', 'Guest']).nullish(),
  usageLocation: z
    .string()
    .refine((value) => countryCode(value)?.length === value.length)
    .toUpperCase()
    .nullish(),
  proxyAddresses: z.array(text).nullish(),
  accountEnabled: z.boolean().nullish(),
  onPremisesSyncEnabled: z.boolean().nullish(),
  createdDateTime: date.nullish(),
  manager: reference,
  assignedLicenses,
  licenseAssignmentStates: z
    .array(
      z.object({
        skuId: guid,
        assignedByGroup: guid.or(z.literal('')).nullish(),
        disabledPlans: guids,
        state: z.enum(['Active', 'ActiveWithError', 'Disabled', 'Error']),
        error: text.nullish(),
        lastUpdatedDateTime: date.nullish(),
      }),
    )
    .nullish(),
});

const group = z.object({
  id: guid,
  displayName: text.max(256),
  description: text.nullish(),
  mail: text.nullish(),
  mailNickname: text.nullish(),
  mailEnabled: z.boolean().nullish(),
  securityEnabled: z.boolean().nullish(),
  groupTypes: z.array(text).nullish(),
  membershipRule: text.nullish(),
  createdDateTime: date.nullish(),
  assignedLicenses,
  members: z.array(z.object({ id: guid })).nullish(),
});

const units = z.int().min(0).nullish();

const subscribedSku = z.object({
  skuId: guid,
  skuPartNumber: text.min(1),
  appliesTo: z.enum(['User', 'Company']).nullish(),
  prepaidUnits: z.object({ enabled: units, warning: units, suspended: units, lockedOut: units }).nullish(),
  subscriptionIds: guids,
  servicePlans: z
    .array(
      z.object({
        servicePlanId: guid,
        servicePlanName: text.min(1),
        appliesTo: z.enum(['User', 'Company']).nullish(),
      }),
    )
    .nullish(),
});

const subscription = z.object({
  id: guid,
  skuId: guid,
  status: z.enum(['Enabled', 'Warning', 'Suspended', 'Deleted', 'LockedOut']),
  totalLicenses: z.int().min(0),
  isTrial: z.boolean().nullish(),
  ownerType: text.nullish(),
  ownerId: guid.nullish().catch(null),
  ownerTenantId: guid.nullish().catch(null),
  createdDateTime: date.nullish(),
  nextLifecycleDateTime: date.nullish(),
});

const organization = z.object({
  id: guid,
  displayName: text.min(1),
  countryLetterCode: z.string().nullish(),
  preferredLanguage: z.string().nullish(),
  verifiedDomains: z.array(z.object({ name: text.toLowerCase(), isDefault: z.boolean().nullish() })).nullish(),
});

const domain = z.object({ id: text.toLowerCase(), isVerified: z.boolean().nullish() });

const member = z.object({ id: guid, groupId: guid.nullish() });

export type GraphUser = z.output<typeof user>;
export type GraphGroup = z.output<typeof group>;
export type GraphSubscribedSku = z.output<typeof subscribedSku>;
export type GraphSubscription = z.output<typeof subscription>;
export type GraphOrganization = z.output<typeof organization>;

/** Checks an object as Graph's `users` gives it. */
export const checkUser = checker(user);
/** Checks an object as Graph's `groups` gives it. */
export const checkGroup = checker(group);
/** Checks an object as Graph's `subscribedSkus` gives it. */
export const checkSubscribedSku = checker(subscribedSku);
/** Checks an object as Graph's `directory/subscriptions` gives it. */
export const checkSubscription = checker(subscription);
/** Checks an object as Graph's `organization` gives it. */
export const checkOrganization = checker(organization);
/** Checks an object as Graph's `domains` gives it. */
export const checkDomain = checker(domain);
/** Checks an object as Graph's `groups/{id}/members` gives it; `groupId` where all memberships stand in one file. */
export const checkMember = checker(member);

function checker<T>(schema: z.ZodType<T>): (value: unknown) => Checked<T> {
  return (value) => {
    const object = inGraphCase(value);
    const id = isObject(object) && typeof object.id === 'string' ? object.id : null;
    if (isObject(object) && (object.deletedDateTime ?? null) !== null)
      return { refusal: { reason: 'deletedObject' }, id };
    const checked = schema.safeParse(object);
    if (checked.success) return { value: checked.data };
    return { refusal: { reason: 'invalidProperty', property: checked.error.issues[0]?.path.join('.') ?? '' }, id };
  };
}

/** PowerShell writes its objects with capitals ("SkuId"); Graph's own begin small. */
function inGraphCase(value: unknown): unknown {
  if (!isObject(value) || !('Id' in value || 'SkuId' in value)) return value;
  const lowered = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(lowered);
    if (!isObject(part)) return part;
    return Object.fromEntries(
      Object.entries(part).map(([key, inner]) => [key.charAt(0).toLowerCase() + key.slice(1), lowered(inner)]),
    );
  };
  return lowered(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

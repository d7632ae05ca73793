import { z } from 'zod';
import type { Tenant } from '../domain/directory/tenant.ts';
import { DEFAULT_SETTINGS, RETENTION_RANGES } from '../domain/retention/settings.ts';
import { changeSettings } from '../operations/access/change-settings.ts';
import type { Context } from '../operations/context.ts';
import { changeTenant } from '../operations/tenant/change-tenant.ts';
import { listDomains } from '../queries/tenant-domains.ts';
import type { ApiInstance, Enter } from './app.ts';
import { fail } from './problems.ts';

const settings = z
  .strictObject({
    sessionIdleMinutes: z
      .number()
      .int()
      .min(5)
      .max(24 * 60),
    sessionHours: z
      .number()
      .int()
      .min(1)
      .max(30 * 24),
    administratorsNeedSecondFactor: z.boolean(),
    approvalAbove: z.number().int().min(0).max(1_000_000).nullable(),
    purgeNeedsApproval: z.boolean(),
    purgeNeedsConfirmation: z.boolean(),
    auditRetentionDays: z.number().int().min(30).max(36_500).nullable(),
    signInAs: z.boolean(),
  })
  .partial();

const text = z.string().max(1000);
const days = z.number();

/** What fits no field at all ends here; whether a value makes sense is for the operation to say, field by field. */
const tenantChange = z
  .strictObject({
    displayName: text,
    defaultDomain: text,
    cloud: text,
    country: text,
    language: text,
    timeZone: text,
    currency: text,
    settings: z
      .strictObject({
        mailboxDisconnectDays: days,
        delicenseDelayEnabled: z.boolean(),
        delicenseDelayDays: days,
        oneDriveUnlicensedRule: z.enum(['2021', '2025']),
        oneDriveReadOnlyDay: days,
        oneDriveArchiveDay: days,
        officeOfflineDays: days,
        userSoftDeleteDays: days,
        mailboxSoftDeletedDays: days,
        delayHoldDays: days,
        inactiveReleaseDays: days,
        sharedMailboxQuotaGB: days,
        oneDriveRetentionDays: days,
        oneDriveReminderDaysBefore: days,
        oneDriveBinDays: days,
        oneDriveArchiveBilling: z.boolean(),
        oneDriveArchiveDeleteEnabled: z.boolean(),
        oneDriveArchiveDeleteDays: days,
        oneDriveReactivatedDays: days,
      })
      .partial(),
  })
  .partial();

/** The tenant, and its choices about data, access, approvals and the audit log. */
export function settingsRoutes(app: ApiInstance, enter: Enter): void {
  app.get('/tenant', { schema: { summary: 'The tenant of the token' } }, async (request) => {
    const { context } = await enter(request, 'readDirectory');
    return tenantView(context, context.tenant);
  });

  app.patch(
    '/tenant',
    { schema: { body: tenantChange, summary: 'Change what the tenant is called, where it is, how long data is kept' } },
    async (request) => {
      const { context } = await enter(request, 'manageTenant');
      const result = await changeTenant(context, request.body);
      if (result.kind === 'changed') return tenantView(context, result.tenant);
      const { fields } = result;
      return fail(400, 'invalidInput', `This can't be: ${fields.join(', ')}.`, {
        fields: fields.map((field) => ({ field, message: 'invalid' })),
      });
    },
  );

  app.get(
    '/settings',
    { schema: { summary: 'Choices about access, approvals and the audit log' } },
    async (request) => {
      const { context } = await enter(request, 'manageTenant');
      return context.tenant.access;
    },
  );

  app.patch('/settings', { schema: { body: settings, summary: 'Change some of these choices' } }, async (request) => {
    const { context } = await enter(request, 'manageTenant');
    const change = Object.fromEntries(Object.entries(request.body).filter(([, value]) => value !== undefined));
    if (request.body.signInAs === true && context.tenant.kind === 'production')
      return fail(400, 'invalidInput', 'Nobody chooses whom to sign in as in a production tenant.');
    return changeSettings(context, change);
  });
}

/** The tenant with what its settings would be if nobody had said anything, and how far they go. */
async function tenantView({ db, now }: Context, { createdAt, ...tenant }: Tenant) {
  return {
    ...tenant,
    domains: await listDomains(db, tenant.tenantId),
    settingDefaults: DEFAULT_SETTINGS,
    settingRanges: RETENTION_RANGES,
    createdAt: createdAt.toISOString(),
    now: new Date(now).toISOString(),
  };
}

import { z } from 'zod';
import { changeSettings } from '../operations/access/change-settings.ts';
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
    auditRetentionDays: z.number().int().min(30).max(36_500).nullable(),
    signInAs: z.boolean(),
  })
  .partial();

/** The tenant's choices about access, approvals and the audit log. */
export function settingsRoutes(app: ApiInstance, enter: Enter): void {
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

/** Choices about who gets in, who must agree, and what is remembered. Defaults are for a tenant that said nothing. */
export interface AccessSettings {
  /** A session that nobody used for so long has ended. */
  readonly sessionIdleMinutes: number;
  /** A session ends so long after the sign-in, whatever happens. */
  readonly sessionHours: number;
  /** Administrators must have a second factor, and set one up at the next sign-in. */
  readonly administratorsNeedSecondFactor: boolean;
  /** A change that takes licenses from more people than this needs a second administrator; null: none does. */
  readonly approvalAbove: number | null;
  /** To delete somebody's data for good needs a second administrator. */
  readonly purgeNeedsApproval: boolean;
  /** What ends somebody's data for good when its days are over waits until a person has agreed (production tenants). */
  readonly purgeNeedsConfirmation: boolean;
  /** Entries of the audit log are kept so long; null: for ever. */
  readonly auditRetentionDays: number | null;
  /** Whoever opens the console may choose whom to sign in as: for sample tenants, which have nothing to hide. */
  readonly signInAs: boolean;
}

export const DEFAULT_ACCESS_SETTINGS: AccessSettings = {
  sessionIdleMinutes: 60,
  sessionHours: 12,
  administratorsNeedSecondFactor: false,
  approvalAbove: 1_000,
  purgeNeedsApproval: true,
  purgeNeedsConfirmation: false,
  auditRetentionDays: null,
  signInAs: false,
};

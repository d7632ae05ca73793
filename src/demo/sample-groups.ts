import type { SampleLicense } from './sample-products.ts';

export interface SampleGroup {
  readonly displayName: string;
  readonly description: string;
  readonly mailNickname: string;
  readonly mailEnabled: boolean;
  readonly groupTypes: readonly string[];
  readonly membershipRule: string | null;
  readonly licenses: readonly SampleLicense[];
}

export type GroupKey = 'fieldSales' | 'frontline' | 'guests' | 'marketing' | 'reporting' | 'worksCouncil';

/** Groups with licenses and without; members come through people's kits, in two of them by a rule that says the same. */
export const GROUPS: Readonly<Record<GroupKey, SampleGroup>> = {
  frontline: {
    displayName: 'Frontline',
    description: 'Everybody in the stores and the workshop.',
    mailNickname: 'frontline',
    mailEnabled: false,
    groupTypes: ['DynamicMembership'],
    membershipRule: '(user.department -in ["Stores","Workshop"]) and (user.userType -eq "Member")',
    licenses: [{ sku: 'SPE_F1', off: [] }],
  },
  fieldSales: {
    displayName: 'Field Sales',
    description: 'Sales people on the road: office and telephone.',
    mailNickname: 'field-sales',
    mailEnabled: false,
    groupTypes: [],
    membershipRule: null,
    licenses: [
      { sku: 'SPE_E3', off: [] },
      { sku: 'MCOEV', off: [] },
    ],
  },
  marketing: {
    displayName: 'Marketing',
    description: 'Équipe Marketing, with its own mailbox and site.',
    mailNickname: 'marketing',
    mailEnabled: true,
    groupTypes: ['Unified'],
    membershipRule: null,
    licenses: [{ sku: 'SPE_E3', off: ['SWAY', 'YAMMER_ENTERPRISE', 'VIVAENGAGE_CORE'] }],
  },
  reporting: {
    displayName: 'Finance Reporting',
    description: 'Who builds and reads the monthly reports.',
    mailNickname: 'finance-reporting',
    mailEnabled: false,
    groupTypes: [],
    membershipRule: null,
    licenses: [{ sku: 'POWER_BI_PRO', off: [] }],
  },
  worksCouncil: {
    displayName: 'Works Council – Comité social',
    description: 'Elected members.',
    mailNickname: 'works-council',
    mailEnabled: true,
    groupTypes: [],
    membershipRule: null,
    licenses: [],
  },
  guests: {
    displayName: 'All Guests',
    description: 'Everybody from outside.',
    mailNickname: 'all-guests',
    mailEnabled: false,
    groupTypes: ['DynamicMembership'],
    membershipRule: '(user.userType -eq "Guest")',
    licenses: [],
  },
};

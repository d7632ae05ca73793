/** Administrator roles that matter here, with the template ids that every tenant shares. */
export const ROLES = {
  globalAdministrator: { id: '62e90394-69f5-4237-9190-012177145e10', name: 'Global Administrator' },
  globalReader: { id: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451', name: 'Global Reader' },
  licenseAdministrator: { id: '4d6ac14f-3453-41d0-bef9-a3e0c569773a', name: 'License Administrator' },
  userAdministrator: { id: 'fe930be7-5e62-47db-91af-98c3a49a38b1', name: 'User Administrator' },
  helpdeskAdministrator: { id: '729827e3-9c14-49f7-bb1b-9608f156bbb8', name: 'Helpdesk Administrator' },
  passwordAdministrator: { id: '966707d0-3269-4727-9be2-8c3a10f19b9d', name: 'Password Administrator' },
  billingAdministrator: { id: 'b0f54661-2d74-4c50-afa3-1ec803f12efe', name: 'Billing Administrator' },
  groupsAdministrator: { id: 'fdd7a751-b60b-444a-984c-02652fe8fa1c', name: 'Groups Administrator' },
  privilegedRoleAdministrator: { id: 'e8611ab8-c189-46e8-94e1-60213ab1f814', name: 'Privileged Role Administrator' },
  privilegedAuthenticationAdministrator: {
    id: '7be44c8a-adaf-4e2a-84d6-ab2649e08a13',
    name: 'Privileged Authentication Administrator',
  },
  complianceAdministrator: { id: '17315797-102d-40b4-93e0-432062caca18', name: 'Compliance Administrator' },
  // Role groups of Purview, which have no template ids of their own in the directory: these are ours.
  eDiscoveryManager: { id: '0c1e5b8a-5e11-4d15-9c07-65d15c0e4d01', name: 'eDiscovery Manager' },
  eDiscoveryAdministrator: { id: '0c1e5b8a-5e11-4d15-9c07-65d15c0e4d02', name: 'eDiscovery Administrator' },
  exchangeAdministrator: { id: '29232cdf-9323-42fd-ade2-1d097af3e4de', name: 'Exchange Administrator' },
  sharePointAdministrator: { id: 'f28a1f50-f6e7-4571-818b-6a12f2af6b6c', name: 'SharePoint Administrator' },
  reportsReader: { id: '4a5d8f65-41da-4de4-8968-e035b65339cf', name: 'Reports Reader' },
  serviceSupportAdministrator: { id: 'f023fd81-a637-4b56-95fd-791ac0226033', name: 'Service Support Administrator' },
} as const;

export type RoleName = keyof typeof ROLES;

/** The role that a person means by its name (any case) or template id; undefined if there is none. */
export function findRole(text: string): RoleName | undefined {
  const wanted = text.trim().toLowerCase();
  return (Object.keys(ROLES) as RoleName[]).find(
    (key) => key.toLowerCase() === wanted || ROLES[key].name.toLowerCase() === wanted || ROLES[key].id === wanted,
  );
}

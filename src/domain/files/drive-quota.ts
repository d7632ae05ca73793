const GB = 1024 ** 3;
const TB = 1024 * GB;

/** What each family of service plans gives room for (OneDrive service descriptions); the largest of a person's counts. */
const ROOM: readonly (readonly [pattern: RegExp, bytes: number])[] = [
  [/^ONEDRIVE_BASIC/, 5 * GB],
  [/DESKLESS|KIOSK/, 2 * GB],
  [/^(ONEDRIVE|SHAREPOINT)ENTERPRISE/, 5 * TB],
  [/^(ONEDRIVE|SHAREPOINT)/, TB],
];

/** How many bytes a drive may hold, by the technical names of its owner's service plans; null: nothing gives any room. */
export function driveQuota(planNames: readonly string[]): number | null {
  const rooms = planNames.flatMap((name) => ROOM.find(([pattern]) => pattern.test(name.toUpperCase()))?.[1] ?? []);
  return rooms.length === 0 ? null : Math.max(...rooms);
}

/** How full a drive is, as Graph names it. */
export function quotaState(used: number, total: number): 'normal' | 'nearing' | 'critical' | 'exceeded' {
  if (used >= total) return 'exceeded';
  if (used >= 0.99 * total) return 'critical';
  return used >= 0.9 * total ? 'nearing' : 'normal';
}

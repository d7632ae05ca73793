/** The rule of an administrative unit: people of a department, of a usage location, or of both at once. */
export interface UnitRule {
  readonly department: string | null;
  /** ISO 3166-1 alpha-2 */
  readonly usageLocation: string | null;
}

/** Whom something may be done to. */
export type Reach = 'everybody' | readonly UnitRule[];

/** Whether a person is within reach. Departments are compared without regard to case. */
export function isWithin(
  reach: Reach,
  person: { readonly department: string | null; readonly usageLocation: string | null },
): boolean {
  return (
    reach === 'everybody' ||
    reach.some(
      ({ department, usageLocation }) =>
        (department === null || department.toLowerCase() === person.department?.toLowerCase()) &&
        (usageLocation === null || usageLocation === person.usageLocation),
    )
  );
}

/** Whether one reach has everybody of the other in it, as far as their units alone tell. */
export function covers(reach: Reach, other: Reach): boolean {
  if (reach === 'everybody') return true;
  return (
    other !== 'everybody' &&
    other.every((inner) =>
      reach.some(
        (outer) =>
          (outer.department === null || outer.department.toLowerCase() === inner.department?.toLowerCase()) &&
          (outer.usageLocation === null || outer.usageLocation === inner.usageLocation),
      ),
    )
  );
}

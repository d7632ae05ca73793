/** The address of Home: over how many days the chart goes, where it is not the usual quarter. */
export interface OverviewSearch {
  readonly days?: 365;
}

/** Reads the address; what makes no sense is left out. */
export function overviewSearch({ days }: Record<string, unknown>): OverviewSearch {
  return days === 365 ? { days } : {};
}

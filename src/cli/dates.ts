/** The day of a moment on the wire, as it is sorted and compared: 2027-05-03. */
export function dayOf(moment: string): string {
  return moment.slice(0, 10);
}

/** Day and minute of a moment on the wire. */
export function minuteOf(moment: string): string {
  return moment.slice(0, 16).replace('T', ' ');
}

const LONGEST = 255;
const FORBIDDEN = /["*:<>?/\\|]|\p{Cc}/u;
const RESERVED = /^(\.lock|con|prn|aux|nul|com\d|lpt\d|desktop\.ini)$/i;

/** Whether a file or folder can be called so: what OneDrive takes, which must fit every kind of computer. */
export function isItemName(name: string): boolean {
  return (
    name !== '' &&
    name.length <= LONGEST &&
    name.trim() === name &&
    !name.endsWith('.') &&
    !name.startsWith('~$') &&
    !name.includes('_vti_') &&
    !FORBIDDEN.test(name) &&
    !RESERVED.test(name)
  );
}

/** The same name with a number behind it, before the extension: report.docx, report 1.docx, report 2.docx. */
export function numberedName(name: string, number: number): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? `${name.slice(0, dot)} ${number}${name.slice(dot)}` : `${name} ${number}`;
}

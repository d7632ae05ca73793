/** A person or place in the head of a message. */
export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

/** An address as it is compared: addresses differ by more than case only where nobody would notice. */
export function addressKey(address: string): string {
  return address.trim().toLowerCase();
}

/** What stands behind the @, in lower case; empty where there is none. */
export function domainOf(address: string): string {
  return addressKey(address).split('@')[1] ?? '';
}

/** Whether a text can be the address of a mailbox: one @ with something on both sides, and nothing that ends a header. */
export function isAddress(text: string): boolean {
  return text.length <= 320 && /^[^\s@<>,;:"()[\]\\\p{Cc}]+@[^\s@<>,;:"()[\]\\\p{Cc}]+$/u.test(text);
}

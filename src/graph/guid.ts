/**
 * Object ids that Graph makes of two GUIDs: base64url of their bytes, each in little-endian order as .NET writes them.
 * licenseDetails.id is tenant and SKU.
 */
export function compoundId(...guids: readonly string[]): string {
  return Buffer.concat(guids.map(littleEndian)).toString('base64url');
}

function littleEndian(guid: string): Buffer {
  const bytes = Buffer.from(guid.replaceAll('-', ''), 'hex');
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}

/** The head of a message, byte by byte as it travels, without the empty line that ends it. */
export function headOf(raw: Buffer): Buffer {
  return raw.subarray(0, headEnd(raw));
}

/** The message without its fields of these names: blind copies are named to nobody but the sender. */
export function withoutFields(raw: Buffer, names: readonly string[]): Buffer {
  const end = headEnd(raw);
  // Latin 1 keeps each byte as it is.
  const lines = raw
    .subarray(0, end)
    .toString('latin1')
    .split(/(?<=\n)/);
  let isLeftOut = false;
  const kept = lines.filter((line) => {
    if (!/^[ \t]/.test(line)) isLeftOut = names.includes((line.split(':')[0] ?? '').trim().toLowerCase());
    return !isLeftOut;
  });
  return Buffer.concat([Buffer.from(kept.join(''), 'latin1'), raw.subarray(end)]);
}

/** The message with further fields before all others. Values must be ASCII without line ends. */
export function withFields(raw: Buffer, fields: readonly (readonly [name: string, value: string])[]): Buffer {
  const head = fields.map(([name, value]) => `${name}: ${value.replace(/[\r\n]+/g, ' ')}\r\n`).join('');
  return Buffer.concat([Buffer.from(head, 'latin1'), raw]);
}

function headEnd(raw: Buffer): number {
  const ends = [raw.indexOf('\r\n\r\n'), raw.indexOf('\n\n')].filter((at) => at >= 0);
  if (ends.length === 0) return raw.length;
  const at = Math.min(...ends);
  return raw[at] === 0x0d ? at + 2 : at + 1;
}

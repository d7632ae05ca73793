import { guidOf } from '../base/id.ts';

/** A source of chance that always runs the same way from the same key. */
export interface Random {
  /** A whole number from 0 up to but not including `limit`. */
  below(limit: number): number;
  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
  /** The pattern with each `#` replaced by a digit. */
  digits(pattern: string): string;
}

/** Numbers that name a stream: equal keys give equal streams, any other key an unrelated one. */
export type StreamKey = readonly number[];

/** The stream of a key (generator sfc32, its state filled by a murmur3-style mix of the key). Not for secrets. */
export function randomOf(key: StreamKey): Random {
  const next = sfc32(key);
  const below = (limit: number) => Math.floor((next() / 2 ** 32) * limit);
  return {
    below,
    pick: (list) => list[below(list.length)] as (typeof list)[number],
    digits: (pattern) => pattern.replace(/#/g, () => String(below(10))),
  };
}

const FIRST_ID_MS = Date.UTC(2024, 0, 1);

/**
 * The `index`-th GUID of a key, in the form of UUID version 7: ids ascend with the index, so that rows written in that
 * order land at the end of an index.
 */
export function idOf(key: StreamKey, index: number): string {
  const next = sfc32([...key, index]);
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  const moment = FIRST_ID_MS + index;
  view.setUint32(0, Math.floor(moment / 0x10000));
  view.setUint16(4, moment % 0x10000);
  view.setUint16(6, 0x7000 | (next() & 0x0fff));
  view.setUint32(8, (0x80000000 | (next() & 0x3fffffff)) >>> 0);
  view.setUint32(12, next());
  return guidOf(bytes);
}

function sfc32(key: StreamKey): () => number {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = 0xb7e15162;
  for (const part of key) {
    // A number may be wider than the 32 bits that the mix takes at once.
    for (const word of [part >>> 0, Math.floor(part / 2 ** 32) >>> 0]) {
      a = mixed(a ^ word);
      b = mixed(b + a);
      c = mixed(c ^ b);
    }
  }
  let counter = 1;
  const next = () => {
    const result = (a + b + counter) >>> 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result;
    return result;
  };
  for (let round = 0; round < 8; round += 1) next();
  return next;
}

function mixed(word: number): number {
  let hash = word | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

import { TextDecoder } from 'node:util';

/** A piece of a text; `broken` ends it: what comes before the first byte that is no text. */
export type TextPiece = { readonly text: string } | { readonly broken: string };

/**
 * Decodes bytes that come in pieces, without the byte order mark: UTF-8, or UTF-16 where a mark says so (Windows
 * PowerShell writes it). Bytes in no such encoding end the text.
 */
export async function* decodeText(source: AsyncIterable<Uint8Array | string>): AsyncGenerator<TextPiece> {
  let decoder: TextDecoder | undefined;
  // The mark is two or three bytes, and a first piece may be shorter.
  let head: Uint8Array = new Uint8Array(0);
  let isFirst = true;
  for await (const chunk of source) {
    if (typeof chunk === 'string') {
      yield { text: isFirst ? chunk.replace(/^\uFEFF/, '') : chunk };
      isFirst = false;
      continue;
    }
    const bytes = decoder ? chunk : joined(head, chunk);
    if (!decoder && bytes.length < 2) {
      head = bytes;
      continue;
    }
    decoder ??= new TextDecoder(encodingOf(bytes), { fatal: true });
    try {
      yield { text: decoder.decode(bytes, { stream: true }) };
    } catch {
      const lenient = new TextDecoder(decoder.encoding).decode(bytes);
      yield { broken: lenient.slice(0, Math.max(0, lenient.indexOf('\uFFFD'))) };
      return;
    }
  }
  try {
    yield { text: decoder ? decoder.decode() : new TextDecoder('utf-8', { fatal: true }).decode(head) };
  } catch {
    yield { broken: '' };
  }
}

/** Decodes a whole file; undefined if its bytes are no text. */
export function decodeBytes(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length === 0) return right;
  const bytes = new Uint8Array(left.length + right.length);
  bytes.set(left);
  bytes.set(right, left.length);
  return bytes;
}

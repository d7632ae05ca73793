import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readMbox } from './read-mbox.ts';

/** What is read of bytes that come in pieces of some sizes. */
async function read(bytes: Buffer, pieces: number, largest = 1_000_000): Promise<string[]> {
  async function* source() {
    for (let at = 0; at < bytes.length; at += pieces) yield bytes.subarray(at, at + pieces);
  }
  const found: string[] = [];
  for await (const part of readMbox(source(), largest))
    found.push('raw' in part ? part.raw.toString('latin1') : 'too large');
  return found;
}

test('a file that begins with a header is one message, whatever stands in it', async () => {
  const eml = 'Subject: x\r\n\r\nHello\r\n\r\nFrom here on\r\n>From there\r\n';
  expect(await read(Buffer.from(eml), 7)).toEqual([eml]);
});

test('an mbox file is split after empty lines, and what was escaped is as it was', async () => {
  const mbox = [
    'From adele Sun Mar  1 09:00:00 2026',
    'Subject: one',
    '',
    'From the start is text after a full line:',
    'From here',
    '>From there',
    '>>From far',
    '',
    'From ben Sun Mar  1 09:00:00 2026',
    'Subject: two',
    '',
    'last',
    '',
    '',
  ].join('\n');
  // The first line of a body stands after an empty one: writers escape it, and who did not meant a new message.
  const escaped = mbox.replace('\nFrom the', '\n>From the');
  expect(await read(Buffer.from(escaped), 5)).toEqual([
    'Subject: one\n\nFrom the start is text after a full line:\nFrom here\nFrom there\n>From far\n',
    'Subject: two\n\nlast\n',
  ]);
});

test('whatever is written as mbox is read as it was, in pieces of any size', async () => {
  const line = fc.constantFrom('From me', '>From me', '>>From', 'text', '', 'Fro', 'From', '\u00e9 From');
  const message = fc.array(line, { maxLength: 6 }).map((lines) => `Subject: x\n\n${lines.join('\n')}\n`);
  await fc.assert(
    fc.asyncProperty(
      fc.array(message, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 40 }),
      async (all, pieces) => {
        const quoted = (text: string) => text.replace(/^(>*From )/gm, '>$1');
        const file = all.map((text) => `From a Sun Mar  1 09:00:00 2026\n${quoted(text)}\n`).join('');
        expect(await read(Buffer.from(file, 'latin1'), pieces)).toEqual(all);
      },
    ),
  );
});

test('a message that is too large is told and skipped, also where it has no line ends', async () => {
  const file = `From a\nSubject: x\n\n${'y'.repeat(3_000_000)}\n\nFrom b\nSubject: z\n`;
  expect(await read(Buffer.from(file), 65_536, 1_000)).toEqual(['too large', 'Subject: z\n']);
});

test('an empty file has no message', async () => {
  expect(await read(Buffer.alloc(0), 1)).toEqual([]);
});

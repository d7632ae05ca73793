import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type SecretBox, secretBox } from '../base/secret-box.ts';

/**
 * The server's own key, which secrets in the database are encrypted with: from the file, or made there on first use,
 * readable by its owner alone. One key a line in base64; a new first line seals from then on, the others still open.
 * Gives a sentence for people where the file can't be used.
 */
export async function openSecretBox(file: string): Promise<SecretBox | { readonly failure: string }> {
  try {
    const text = (await readIfThere(file)) ?? (await create(file));
    const keys = text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .map((line) => Buffer.from(line, 'base64'));
    return secretBox(keys);
  } catch (error) {
    return { failure: `The key file ${file} can't be used: ${(error as Error).message}` };
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Two processes may start at once: whoever links the file first has made the key, and the other reads that one. */
async function create(file: string): Promise<string> {
  const text = `${randomBytes(32).toString('base64')}\n`;
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, text, { mode: 0o600, flag: 'wx', flush: true });
  try {
    await link(draft, file);
    return text;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return await readFile(file, 'utf8');
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

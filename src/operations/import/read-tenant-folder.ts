import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { decodeBytes, decodeText, type TextPiece } from './decode-text.ts';

/** What a file of a tenant's folder holds. */
export type TenantFileKind =
  | 'organization'
  | 'domains'
  | 'subscribedSkus'
  | 'subscriptions'
  | 'users'
  | 'groups'
  | 'members';

export interface TenantFile {
  readonly kind: TenantFileKind;
  /** Relative to the folder, with forward slashes. */
  readonly name: string;
  readonly path: string;
  /** The group whose members these are, where the name tells it. */
  readonly groupId: string | null;
}

/** Why a folder is not read. */
export type FolderRefusal =
  | { readonly reason: 'noFolder'; readonly folder: string }
  | { readonly reason: 'nothingUsable'; readonly folder: string }
  | { readonly reason: 'malformedJson'; readonly file: string; readonly line: number }
  | { readonly reason: 'notUtf8'; readonly file: string }
  | { readonly reason: 'fileTooLarge'; readonly file: string; readonly maxBytes: number }
  /** The file is an error that Graph answered with, and no data. */
  | { readonly reason: 'graphError'; readonly file: string; readonly code: string };

const GUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
/** By name, in any case; the first that fits. A name may go on with anything that is no letter: users-2.json. */
const KINDS: readonly (readonly [kind: TenantFileKind, pattern: RegExp])[] = [
  ['members', new RegExp(`(^|/)groups/${GUID}/members(?![a-z])`)],
  ['members', new RegExp(`(^|/)(group[-_ ]?)?members[-_./ ]?${GUID}`)],
  ['members', new RegExp(`(^|/)${GUID}[-_.]members(?![a-z])`)],
  ['members', /(^|\/)group[-_ ]?members(?![a-z])[^/]*$/],
  ['groups', new RegExp(`(^|/)groups(?![a-z])[^/]*$|(^|/)groups/(${GUID}|\\d+|page[-_]?\\d+)\\.`)],
  ['users', new RegExp(`(^|/)users(?![a-z])[^/]*$|(^|/)users/(${GUID}|\\d+|page[-_]?\\d+)\\.`)],
  ['subscribedSkus', /(^|\/)subscribed[-_ ]?skus(?![a-z])[^/]*$/],
  ['subscriptions', /(^|\/)(directory[-_ ]?)?subscriptions(?![a-z])[^/]*$/],
  ['organization', /(^|\/)organi[sz]ations?(?![a-z])[^/]*$/],
  ['domains', /(^|\/)domains(?![a-z])[^/]*$/],
];
const ENDING = /\.(json|jsonl|ndjson)$/;
/** Beyond, a text does not fit into one string. */
const LARGEST_JSON_BYTES = 500_000_000;
/** Objects of JSON lines are given out so many at a time. */
const LINES_AT_A_TIME = 1_000;

/** Finds the files of a folder that hold what Graph returned, in order of name, and those of no use. */
export async function findTenantFiles(
  folder: string,
): Promise<{ readonly files: readonly TenantFile[]; readonly ignored: readonly string[] } | FolderRefusal> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (!entries) return { reason: 'noFolder', folder };
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const found = paths.sort().map((path) => {
    const name = path.slice(join(folder, sep).length).split(sep).join('/');
    const lower = name.toLowerCase();
    const kind = ENDING.test(lower) ? KINDS.find(([, pattern]) => pattern.test(lower))?.[0] : undefined;
    const groupId = kind === 'members' ? (new RegExp(GUID).exec(lower)?.[0] ?? null) : null;
    return { kind, name, path, groupId };
  });
  const files = found.flatMap(({ kind, ...file }) => (kind === undefined ? [] : [{ kind, ...file }]));
  if (files.length === 0) return { reason: 'nothingUsable', folder };
  return { files, ignored: found.filter(({ kind }) => kind === undefined).map(({ name }) => name) };
}

/** What comes out of a file: objects, some at a time; a refusal ends it. */
export type FilePart = { readonly objects: readonly unknown[] } | { readonly refusal: FolderRefusal };

/**
 * Reads the objects of a file: a page (`{ value: […] }`), several pages in an array, a plain array, a batch response,
 * one object, or any of these a line. Only JSON lines are read piece by piece; other files are read whole.
 */
export async function* readObjects(file: TenantFile): AsyncGenerator<FilePart> {
  const lower = file.name.toLowerCase();
  if (lower.endsWith('.jsonl') || lower.endsWith('.ndjson')) {
    return yield* readLines(file, decodeText(createReadStream(file.path)));
  }
  if ((await stat(file.path)).size > LARGEST_JSON_BYTES) {
    return yield { refusal: { reason: 'fileTooLarge', file: file.name, maxBytes: LARGEST_JSON_BYTES } };
  }
  const text = decodeBytes(await readFile(file.path));
  if (text === undefined) return yield { refusal: { reason: 'notUtf8', file: file.name } };
  const parsed = parseJson(text);
  if ('json' in parsed) return yield partOf(file, parsed.json);
  // A client that appends page after page writes one a line.
  if ('json' in parseJson(text.slice(0, Math.max(0, text.indexOf('\n'))))) yield* readLines(file, [{ text }]);
  else yield { refusal: { reason: 'malformedJson', file: file.name, line: parsed.badLine } };
}

async function* readLines(
  file: TenantFile,
  pieces: AsyncIterable<TextPiece> | Iterable<TextPiece>,
): AsyncGenerator<FilePart> {
  let objects: unknown[] = [];
  let number = 0;
  for await (const line of linesOf(pieces)) {
    if (line === undefined) return yield { refusal: { reason: 'notUtf8', file: file.name } };
    number += 1;
    if (line.trim() === '') continue;
    const parsed = parseJson(line);
    if (!('json' in parsed)) return yield { refusal: { reason: 'malformedJson', file: file.name, line: number } };
    const part = partOf(file, parsed.json);
    if ('refusal' in part) return yield part;
    objects.push(...part.objects);
    if (objects.length < LINES_AT_A_TIME) continue;
    yield { objects };
    objects = [];
  }
  yield { objects };
}

/** The lines of a text; undefined ends them where it is none. */
async function* linesOf(pieces: AsyncIterable<TextPiece> | Iterable<TextPiece>): AsyncGenerator<string | undefined> {
  let rest = '';
  for await (const piece of pieces) {
    if ('broken' in piece) return yield undefined;
    const lines = `${rest}${piece.text}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  yield rest;
}

function parseJson(text: string): { readonly json: unknown } | { readonly badLine: number } {
  try {
    return { json: JSON.parse(text) };
  } catch (error) {
    const told = /\(line (\d+) /.exec(error instanceof Error ? error.message : '')?.[1];
    return { badLine: told === undefined ? text.split('\n').length : Number(told) };
  }
}

function partOf(file: TenantFile, json: unknown): FilePart {
  const objects: unknown[] = [];
  let code: string | undefined;
  const take = (part: unknown): void => {
    if (Array.isArray(part)) {
      for (const inner of part) take(inner);
      return;
    }
    if (typeof part !== 'object' || part === null) {
      objects.push(part);
      return;
    }
    if ('value' in part && Array.isArray(part.value)) take(part.value);
    else if ('responses' in part && Array.isArray(part.responses)) take(part.responses.map(({ body }) => body));
    else if ('error' in part && typeof part.error === 'object' && !('id' in part)) {
      code ??= String((part.error as { code?: unknown } | null)?.code ?? 'unknown');
    } else objects.push(part);
  };
  take(json);
  return code === undefined ? { objects } : { refusal: { reason: 'graphError', file: file.name, code } };
}

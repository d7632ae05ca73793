import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { consoleEn } from '../src/messages/console-en.ts';
import { consoleFr } from '../src/messages/console-fr.ts';
import { consoleTimeEn } from '../src/messages/console-time-en.ts';
import { consoleTimeFr } from '../src/messages/console-time-fr.ts';

type Node = { readonly [key: string]: string | Node };

const CONSOLE = resolve(import.meta.dirname, '../src/console');

const sources = readdirSync(CONSOLE, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
  .map((name) => ({ name, text: readFileSync(join(CONSOLE, name), 'utf8') }));

function texts(node: Node, prefix = ''): [string, string][] {
  return Object.entries(node).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : texts(value, `${prefix}${key}.`),
  );
}

const english = new Map(texts({ ...consoleEn, ...consoleTimeEn }));
const french = new Map(texts({ ...consoleFr, ...consoleTimeFr }));

test('every text is there in both languages, with the same values to fill in', () => {
  const values = (text = '') => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
  expect([...french.keys()].sort()).toEqual([...english.keys()].sort());
  for (const [key, text] of english) expect([key, values(french.get(key))]).toEqual([key, values(text)]);
});

test('French is not English that was left standing', () => {
  const alike = [...english].filter(([key, text]) => french.get(key) === text).map(([key]) => key);
  expect(alike.sort()).toEqual([
    'help.graphTitle',
    'home.cloud',
    'language.en',
    'language.fr',
    'product',
    'settings.cloud',
    'shell.title',
  ]);
});

test('every text is said somewhere', () => {
  const all = sources.map(({ text }) => text).join('\n');
  const unsaid = [...english.keys()].filter((key) => {
    const plain = key.replace(/_(one|other)$/, '');
    const [, group = '', name = ''] = /^(?:(.*)\.)?([^.]*)$/.exec(plain) ?? [];
    // Some groups are chosen from while the page runs, by the names of roles, actions, methods and the like.
    const chosen = all.includes(`\`${group}.\${`);
    return (
      !all.includes(`'${plain}'`) && !(chosen && (all.includes(`'${name}'`) || all.includes(`consoleEn.${group}`)))
    );
  });
  expect(unsaid).toEqual([]);
});

test('no text escapes the catalogs', () => {
  const written = sources.flatMap(({ name, text }) => [
    ...[...text.matchAll(/^\s*[^<>={}()'"`;,*/:]*\p{L}{2}[^<>={}()'"`;,*/:]*$(?=\n\s*<\/)/gmu)].map(
      ([line]) => `${name}: ${line.trim()}`,
    ),
    ...[...text.matchAll(/<\w+[^<>]*>([^<>{}\n=;]*\p{L}{2}[^<>{}\n=;]*)<\//gu)].map(([, line]) => `${name}: ${line}`),
    ...[...text.matchAll(/\b(?:aria-label|title|label|placeholder|alt|content|hint|text)="[^"]*\p{L}[^"]*"/gu)].map(
      ([line]) => `${name}: ${line}`,
    ),
  ]);
  // A command is the same in every language.
  expect(written).toEqual(['help/help-page.tsx: text="npx seatwise --help"']);
});

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

/**
 * Who may import whom, by the folders of src/. A new tick is a decision: it belongs in ARCHITECTURE.md too.
 * `store/database.ts` stands for that one file; `types:` allows what vanishes when the program runs.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  base: [],
  domain: ['base'],
  odata: ['base'],
  messages: ['base', 'domain'],
  store: ['base', 'domain'],
  workloads: ['base', 'domain', 'store'],
  operations: ['base', 'domain', 'store', 'workloads'],
  queries: ['base', 'domain', 'odata', 'store', 'workloads'],
  identity: ['base', 'domain', 'store', 'messages'],
  graph: ['base', 'domain', 'odata', 'operations', 'queries', 'types:identity'],
  api: ['base', 'domain', 'odata', 'operations', 'queries', 'messages', 'types:identity'],
  jobs: ['base', 'domain', 'store', 'workloads', 'operations'],
  demo: ['base', 'domain', 'store', 'workloads'],
  client: ['base'],
  console: ['client', 'messages', 'base'],
  cli: ['client', 'messages', 'config.ts', 'server', 'types:api'],
  server: [
    'base',
    'domain',
    'store',
    'workloads',
    'operations',
    'queries',
    'identity',
    'jobs',
    'graph',
    'api',
    'demo',
    'client',
    'messages',
    'config.ts',
  ],
  'config.ts': [],
};

/** The order of the nouns inside domain/. */
const DOMAIN: Readonly<Record<string, readonly string[]>> = {
  commerce: [],
  compliance: ['directory'],
  directory: ['retention:types', 'access:types'],
  access: [],
  licensing: ['commerce', 'directory'],
  retention: ['commerce', 'licensing'],
  mail: ['commerce', 'compliance:types', 'retention:types', 'access'],
};

/** Folders whose files may use Node's own modules. domain, odata and messages run anywhere. */
const NODE_FOLDERS = [
  'base',
  'store',
  'workloads',
  'operations',
  'queries',
  'identity',
  'graph',
  'api',
  'server',
  'cli',
  'client',
  'jobs',
  'demo',
  'odata',
];

const SRC = resolve(import.meta.dirname, '../src');

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typesOnly: boolean;
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
  (name) => /\.tsx?$/.test(name) && name !== 'config.test.ts',
);
const imports = files.flatMap(importsOf);

function importsOf(file: string): Import[] {
  const text = readFileSync(join(SRC, file), 'utf8');
  const found = text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[\w*{][^'"]*?\sfrom\s+)?'([^']+)'/gms);
  return [...found].map(([, typesOnly, specifier = '']) => ({
    from: file,
    to: specifier.startsWith('.') ? relative(SRC, resolve(SRC, dirname(file), specifier)) : specifier,
    typesOnly: typesOnly !== undefined,
  }));
}

const isTest = (file: string) => /\.test\.ts$|-for-tests\.ts$|test-tenant\.ts$/.test(file);
const layerOf = (file: string) => file.split('/')[0] ?? '';
const inside = imports.filter(({ from, to }) => !isTest(from) && files.includes(to));

test('every folder of src has its row in the table', () => {
  expect([...new Set(files.map(layerOf))].filter((layer) => !(layer in MAY_IMPORT))).toEqual([]);
});

test('imports go only where the table allows', () => {
  const wrong = inside.filter(({ from, to, typesOnly }) => {
    const [layer, target] = [layerOf(from), layerOf(to)];
    const allowed = MAY_IMPORT[layer] ?? [];
    // The handle of the database is passed through by everybody and used by the store alone.
    const isHandle = to === 'store/database.ts' && typesOnly;
    return (
      layer !== target && !allowed.includes(target) && !(typesOnly && allowed.includes(`types:${target}`)) && !isHandle
    );
  });
  expect(wrong).toEqual([]);
});

test('inside domain the nouns are ordered', () => {
  const wrong = inside.filter(({ from, to, typesOnly }) => {
    const [layer, noun = ''] = from.split('/');
    const [target, other = ''] = to.split('/');
    if (layer !== 'domain' || target !== 'domain' || noun === other || other.endsWith('.ts')) return false;
    const allowed = DOMAIN[noun] ?? Object.keys(DOMAIN);
    return !allowed.includes(other) && !(typesOnly && allowed.includes(`${other}:types`));
  });
  expect(wrong).toEqual([]);
});

test('rules, filters and texts use nothing of Node, and rules no package', () => {
  const wrong = imports.filter(({ from, to }) => {
    if (isTest(from)) return false;
    if (layerOf(from) === 'domain') return !files.includes(to) && to !== 'csv-parse/sync';
    return to.startsWith('node:') && !NODE_FOLDERS.includes(layerOf(from));
  });
  expect(wrong).toEqual([]);
});

test('no file reaches itself through what it imports', () => {
  const next = new Map<string, string[]>();
  for (const { from, to, typesOnly } of inside) if (!typesOnly) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const circles: string[][] = [];
  const visit = (file: string, path: readonly string[]) => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file]);
    else if (!done.has(file)) {
      for (const to of next.get(file) ?? []) visit(to, [...path, file]);
      done.add(file);
    }
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
});

test('no folder and no file hides what is in it', () => {
  const vague = files.filter((file) => /(^|[/-])(utils?|helpers?|manager|common|misc|index)([/.-]|$)/.test(file));
  expect(vague).toEqual([]);
});

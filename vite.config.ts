import { readdir, readFile, writeFile } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { SOURCES_FILE } from './src/server/build-console.ts';
import { CONSOLE_FOLDER, NONCE_PLACEHOLDER } from './src/server/console-files.ts';

export default defineConfig({
  root: 'src/console',
  plugins: [react(), compressed(), sourcesTold()],
  html: { cspNonce: NONCE_PLACEHOLDER },
  build: {
    outDir: CONSOLE_FOLDER,
    emptyOutDir: true,
    target: 'baseline-widely-available',
    // Whatever a page needs is a file of its own: the page's policy allows no data: scripts or styles.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            {
              name: 'fluent',
              test: /node_modules[\\/](@fluentui|@griffel|tabster|keyborg|@floating-ui)[\\/]/,
              entriesAware: true,
              entriesAwareMergeThreshold: 20_000,
            },
            { name: 'libraries', test: /node_modules[\\/](@tanstack|i18next|react-i18next|@simplewebauthn)[\\/]/ },
          ],
        },
      },
    },
  },
});

/** Writes each file compressed beside itself, once, so that the server never compresses. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    writeBundle: async ({ dir = CONSOLE_FOLDER }) => {
      const folder = join(dir, 'assets');
      const names = (await readdir(folder)).filter((name) => /\.(js|css|svg)$/.test(name));
      await Promise.all(
        names.map(async (name) => {
          const content = await readFile(join(folder, name));
          await writeFile(join(folder, `${name}.br`), await promisify(brotliCompress)(content));
          await writeFile(join(folder, `${name}.gz`), await promisify(gzip)(content, { level: 9 }));
        }),
      );
    },
  };
}

/** Writes down what went into the build, so that the server sees when that has changed. */
function sourcesTold(): Plugin {
  return {
    name: 'sources-told',
    apply: 'build',
    generateBundle() {
      const own = [...this.getModuleIds()]
        .map((id) => id.replace(/\?.*$/, ''))
        .filter((id) => isAbsolute(id) && !id.includes('node_modules'))
        .map((id) => relative(import.meta.dirname, id));
      this.emitFile({ type: 'asset', fileName: SOURCES_FILE, source: JSON.stringify([...new Set(own)]) });
    },
  };
}

import { readFile } from 'node:fs/promises';
import closeWithGrace from 'close-with-grace';
import type { Command } from 'commander';
import { type Config, readConfig } from '../config.ts';
import type { Translator } from '../messages/translate.ts';
import { ensureConsole } from '../server/build-console.ts';
import { type Serving, serve } from '../server/serve.ts';
import { minuteOf } from './dates.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { printLine, printNote } from './output.ts';

/** serve: starts the server and stays until it is stopped. */
export function addServeCommand(program: Command, t: Translator): void {
  const command = program.command('serve').description(t('cli.command.serve'));
  command.addHelpText('after', `\n${t('cli.example')}\n  SEATWISE_PORT=8080 seatwise serve`);
  command.action(async () => {
    const config = readConfig(process.env);
    if ('faults' in config) {
      throw new CommandError(
        EXIT.usage,
        config.faults.map(({ variable, mayBe }) => `${variable}: ${mayBe}`).join('\n'),
      );
    }
    const tls = await readTls(config, t);
    const built = await ensureConsole(() => printNote(t('cli.serve.buildingConsole')));
    if (built.kind === 'failed') printNote(t('cli.serve.consoleFailed', { why: built.why }));
    const running = await serve(config, tls);
    switch (running.kind) {
      case 'held':
        throw new CommandError(
          EXIT.refused,
          t('cli.serve.alreadyRunning', { pid: running.pid, where: running.url ?? config.dataFolder }),
        );
      case 'noStore':
        throw new CommandError(EXIT.unreachable, running.failure);
      case 'noPort':
        throw new CommandError(
          EXIT.unreachable,
          t('cli.serve.listenFailed', { address: `${config.host}:${config.port}`, why: running.why }),
        );
    }
    closeWithGrace({ delay: 10_000, logger: false }, async ({ err }) => {
      if (err) printNote(err.stack ?? err.message);
      else printNote(t('cli.serve.stopping'));
      await running.close();
    });
    printLine(greeting(running, t));
  });
}

/** Where it is, where its data is, and what to do next; written at once, for whoever waits for it to be ready. */
function greeting(
  { url, place, sample, setupLinks, smtpPort, examples }: Extract<Serving, { kind: 'serving' }>,
  t: Translator,
): string {
  return [
    t('cli.serve.ready', { address: url }),
    t('cli.serve.dataIn', { place }),
    ...(smtpPort === undefined ? [] : [t('cli.serve.smtp', { address: `127.0.0.1:${smtpPort}` })]),
    ...(sample
      ? [
          t('cli.serve.sample', { name: sample.displayName, count: sample.people }),
          t('cli.serve.signInAs', { address: url.replace('//127.0.0.1:', '//localhost:') }),
        ]
      : []),
    ...setupLinks.flatMap(({ tenant, url: link, expiresAt }) => [
      '',
      t('cli.signIn.setup', { tenant, until: minuteOf(expiresAt.toISOString()) }),
      `  ${link}`,
    ]),
    '',
    t('cli.serve.signIn'),
    '  npx seatwise app create --name "First script" --role "License Administrator"',
    '',
    t('cli.serve.try'),
    ...examples.map((example) => `  npx seatwise ${example}`),
  ].join('\n');
}

async function readTls({ tls }: Config, t: Translator): Promise<{ cert: string; key: string } | undefined> {
  if (!tls) return undefined;
  const read = async (variable: string, file: string) => {
    try {
      return await readFile(file, 'utf8');
    } catch (error) {
      throw new CommandError(
        EXIT.usage,
        t('cli.error.file', { file: `${variable}=${file}`, why: (error as Error).message }),
      );
    }
  };
  return { cert: await read('SEATWISE_TLS_CERT', tls.certFile), key: await read('SEATWISE_TLS_KEY', tls.keyFile) };
}

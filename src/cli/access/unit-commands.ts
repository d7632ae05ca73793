import type { Command } from 'commander';
import type { Translator } from '../../messages/translate.ts';
import { printLine, printRows } from '../output.ts';
import { type GlobalOptions, withSession } from '../session.ts';

interface UnitRow {
  readonly id: string;
  readonly displayName: string;
  readonly department: string | null;
  readonly usageLocation: string | null;
  readonly people: number;
}

/** units: whom a role can be limited to; units create, units delete. */
export function addUnitCommands(program: Command, t: Translator): void {
  const units = program.command('units').description(t('cli.access.units'));
  units.addHelpText('after', `\n${t('cli.example')}\n  seatwise units`);
  units.action(async () => {
    await withSession(units.optsWithGlobals<GlobalOptions>(), async ({ client, output }) => {
      const { value } = await client.get<{ value: UnitRow[] }>('/api/units');
      printRows(
        value,
        [
          { header: t('cli.column.name'), value: ({ displayName }) => displayName },
          { header: t('cli.column.department'), value: ({ department }) => department },
          { header: t('cli.column.location'), value: ({ usageLocation }) => usageLocation },
          { header: t('cli.column.people'), value: ({ people }) => people, right: true },
          { header: t('cli.column.id'), value: ({ id }) => id },
        ],
        output,
        t('cli.access.noUnits'),
      );
    });
  });

  const create = units.command('create').argument('<name>', t('cli.access.unitName'));
  create
    .option('--department <department>', t('cli.access.department'))
    .option('--country <country>', t('cli.access.country'))
    .description(t('cli.access.unitsCreate'))
    .addHelpText(
      'after',
      `\n${t('cli.example')}\n  seatwise units create "Sales in France" --department Sales --country FR`,
    );
  create.action(async (name: string) => {
    const options = create.optsWithGlobals<GlobalOptions & { department?: string; country?: string }>();
    await withSession(options, async ({ client }) => {
      const { department, country } = options;
      const { id } = await client.send<{ id: string }>('POST', '/api/units', {
        displayName: name,
        ...(department === undefined ? {} : { department }),
        ...(country === undefined ? {} : { usageLocation: country }),
      });
      printLine(t('cli.access.unitMade', { name, id }));
    });
  });

  const remove = units.command('delete').argument('<id>', t('cli.access.unitId'));
  remove
    .description(t('cli.access.unitsDelete'))
    .addHelpText('after', `\n${t('cli.example')}\n  seatwise units delete 2d7a6c5e-7a0b-4c1d-9c39-0d2f0c5e8b11`);
  remove.action(async (id: string) => {
    await withSession(remove.optsWithGlobals<GlobalOptions>(), async ({ client }) => {
      await client.send('DELETE', `/api/units/${encodeURIComponent(id)}`);
      printLine(t('cli.access.unitGone'));
    });
  });
}

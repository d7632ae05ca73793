import type { Command } from 'commander';
import type { Translator } from '../../messages/translate.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { printLine, printRows } from '../output.ts';
import { type GlobalOptions, withSession } from '../session.ts';

interface SkuRow {
  readonly partNumber: string;
  readonly name: string;
  readonly status: 'Enabled' | 'Warning' | 'Suspended' | 'Deleted';
  readonly total: number;
  readonly consumed: number;
  readonly available: number;
  readonly overAssignedBy: number;
  readonly monthlyPriceCents: number | null;
  readonly selfServicePurchaser: string | null;
}

/** skus: what the tenant owns; skus seats, skus price: how many, and what one costs. */
export function addSkuCommands(program: Command, t: Translator): void {
  const skus = program.command('skus').description(t('cli.command.skus'));
  skus.addHelpText('after', `\n${t('cli.example')}\n  seatwise skus\n  seatwise skus seats ENTERPRISEPACK 50`);
  skus.action(async () => {
    await withSession(skus.optsWithGlobals<GlobalOptions>(), async ({ client, output }) => {
      const { value, currency } = await client.get<{ value: SkuRow[]; currency: string }>('/api/skus');
      printRows(
        value,
        [
          { header: t('cli.column.partNumber'), value: ({ partNumber }) => partNumber },
          { header: t('cli.column.product'), value: ({ name }) => name },
          { header: t('cli.column.assigned'), value: ({ consumed }) => consumed, right: true },
          { header: t('cli.column.total'), value: ({ total }) => total, right: true },
          { header: t('cli.column.available'), value: ({ available }) => available, right: true },
          {
            header: `${t('cli.column.price')} (${currency})`,
            value: ({ monthlyPriceCents: cents }) => (cents === null ? null : (cents / 100).toFixed(2)),
            right: true,
          },
          { header: t('cli.column.state'), value: (row) => stateOf(row, t) },
        ],
        output,
        t('cli.empty.skus'),
      );
    });
  });

  const seats = skus
    .command('seats')
    .argument('<product>', t('cli.option.product'))
    .argument('<total>', t('cli.option.total'));
  seats
    .description(t('cli.command.skusSeats'))
    .addHelpText('after', `\n${t('cli.example')}\n  seatwise skus seats ENTERPRISEPACK 50`);
  seats.action(async (product: string, total: string) => {
    await withSession(seats.optsWithGlobals<GlobalOptions>(), async ({ client }) => {
      const count = wholeNumber(total, t);
      await client.send('PUT', `/api/skus/${encodeURIComponent(product)}/seats`, { total: count });
      printLine(t('cli.skus.seatsSet', { product, count }));
    });
  });

  const price = skus
    .command('price')
    .argument('<product>', t('cli.option.product'))
    .argument('<amount>', t('cli.option.amount'));
  price
    .description(t('cli.command.skusPrice'))
    .addHelpText('after', `\n${t('cli.example')}\n  seatwise skus price ENTERPRISEPACK 21.50`);
  price.action(async (product: string, amount: string) => {
    await withSession(price.optsWithGlobals<GlobalOptions>(), async ({ client }) => {
      const value = Number(amount.replace(',', '.'));
      if (!Number.isFinite(value) || value < 0) throw new CommandError(EXIT.usage, t('cli.error.amount', { amount }));
      await client.send('PUT', `/api/skus/${encodeURIComponent(product)}/price`, {
        monthlyPriceCents: Math.round(value * 100),
      });
      printLine(t('cli.skus.priceSet', { product, amount: value.toFixed(2) }));
    });
  });
}

function stateOf({ status, overAssignedBy, selfServicePurchaser }: SkuRow, t: Translator): string {
  if (overAssignedBy > 0) return t('cli.state.overAssigned', { count: overAssignedBy });
  if (selfServicePurchaser !== null) return t('cli.state.selfService', { purchaser: selfServicePurchaser });
  return t(`cli.state.${status}`);
}

function wholeNumber(text: string, t: Translator): number {
  if (!/^\d{1,8}$/.test(text)) throw new CommandError(EXIT.usage, t('cli.error.wholeNumber', { text }));
  return Number(text);
}

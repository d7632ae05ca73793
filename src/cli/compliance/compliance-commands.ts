import type { Command } from 'commander';
import type { Translator } from '../../messages/translate.ts';
import { addHoldCommands } from './hold-commands.ts';
import { addPolicyCommands } from './policy-commands.ts';

/** compliance: holds and retention policies. */
export function addComplianceCommands(program: Command, t: Translator): void {
  const compliance = program.command('compliance').description(t('cli.compliance.description'));
  addHoldCommands(compliance, t);
  addPolicyCommands(compliance, t);
}

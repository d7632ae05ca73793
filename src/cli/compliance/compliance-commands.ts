import type { Command } from 'commander';
import type { Translator } from '../../messages/translate.ts';
import { addCaseCommands } from './case-commands.ts';
import { addCustodianCommands } from './custodian-commands.ts';
import { addHoldCommands } from './hold-commands.ts';
import { addPolicyCommands } from './policy-commands.ts';
import { addExportCommand, addSearchCommands } from './search-commands.ts';

/** compliance: holds, retention policies, eDiscovery cases, their searches and exports. */
export function addComplianceCommands(program: Command, t: Translator): void {
  const compliance = program.command('compliance').description(t('cli.compliance.description'));
  addHoldCommands(compliance, t);
  addPolicyCommands(compliance, t);
  const cases = compliance.command('case').description(t('cli.eDiscovery.case.description'));
  addCaseCommands(cases, t);
  addCustodianCommands(cases, t);
  addSearchCommands(compliance.command('search').description(t('cli.eDiscovery.search.description')), t);
  addExportCommand(compliance, t);
}

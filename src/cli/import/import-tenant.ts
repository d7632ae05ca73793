import type { Command } from 'commander';
import type { Translator } from '../../messages/translate.ts';

export function addImportTenantCommand(_group: Command, _t: Translator): void {}

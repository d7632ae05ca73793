import { fieldsIn, numberText, type Seen, type Telling, textIn } from './audit-details.ts';
import type { TextContext } from './license-texts.ts';

/** Where mail is sent on to, and whether a copy stays. */
export function tellForwarding({ after }: Seen): Telling {
  const { forwardTo, keepCopy } = fieldsIn(after);
  const to = textIn(forwardTo);
  if (to === '') return { told: 'someForwarding' };
  return { told: keepCopy === false ? 'setForwardingAway' : 'setForwarding', values: { to } };
}

/** How many messages of a file came into which folder. */
export function tellMailImport({ after }: Seen, context: TextContext): Telling {
  const { folder, imported } = fieldsIn(after);
  const name = textIn(folder);
  if (name === '' || typeof imported !== 'number' || numberText(imported, context) === undefined) {
    return { told: 'someMailImport' };
  }
  return { told: 'importMail', values: { folder: name, count: imported } };
}

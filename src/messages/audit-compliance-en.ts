/** What the audit log says about holds, policies, cases and searches; a part of its sentences. */
export const auditComplianceEn = {
  placeHold: '{{actor}} put the mailbox {{ofTarget}} on litigation hold{{how}}{{because}}',
  liftHold: '{{actor}} lifted the litigation hold {{ofTarget}}{{how}}{{because}}',
  liftHoldUntil:
    '{{actor}} lifted the litigation hold {{ofTarget}}{{how}}{{because}}; the mailbox counts as held until {{until}}',
  endDelay: 'The delay after the last hold on the mailbox {{ofTarget}} ended',
  endDelayUntil: 'The delay after the last hold on the mailbox {{ofTarget}} ended; it is deleted for good on {{until}}',
  addPolicy: '{{actor}} made the retention policy {{target}}{{how}}; it holds {{placed}} more mailboxes',
  updatePolicy:
    '{{actor}} changed the retention policy {{target}}{{how}}; mailboxes it holds from now on: {{placed}}, and no longer: {{lifted}}',
  deletePolicy: '{{actor}} deleted the retention policy {{target}}{{how}}; it held {{lifted}} mailboxes',
};

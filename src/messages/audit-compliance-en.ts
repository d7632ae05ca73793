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
  deleteExpired: 'The retention policy {{target}} deleted mail that was older than {{days}} days: {{items}} messages',
  addCase: '{{actor}} opened the eDiscovery case {{target}}{{how}}',
  updateCase: '{{actor}} changed the eDiscovery case {{target}}{{how}}',
  closeCase: '{{actor}} closed the eDiscovery case {{target}}{{how}}; it held {{lifted}} mailboxes',
  reopenCase: '{{actor}} opened the eDiscovery case {{target}} again{{how}}',
  deleteCase: '{{actor}} deleted the eDiscovery case {{target}}{{how}}',
  addCaseMember: '{{actor}} let {{member}} open the eDiscovery case {{target}}{{how}}',
  removeCaseMember: '{{actor}} removed {{member}} from the eDiscovery case {{target}}{{how}}',
  addCustodian: '{{actor}} made {{custodians}} a custodian of the eDiscovery case {{target}}{{how}}',
  updateCustodian: '{{actor}} changed what the eDiscovery case {{target}} looks at of {{custodians}}{{how}}',
  releaseCustodian: '{{actor}} released {{custodians}} from the eDiscovery case {{target}}{{how}}',
  activateCustodian: '{{actor}} took up {{custodians}} again in the eDiscovery case {{target}}{{how}}',
  placeCaseHold: '{{actor}} put the mailboxes of {{custodians}} on hold for the eDiscovery case {{target}}{{how}}',
  liftCaseHold:
    '{{actor}} lifted the hold of the eDiscovery case {{target}} from the mailboxes of {{custodians}}{{how}}',
  addSearch: '{{actor}} made the search {{target}} in the eDiscovery case {{case}}{{how}}',
  updateSearch: '{{actor}} changed the search {{target}} in the eDiscovery case {{case}}{{how}}',
  deleteSearch: '{{actor}} deleted the search {{target}} from the eDiscovery case {{case}}{{how}}',
  estimateSearch: '{{actor}} ran the search {{target}} in the eDiscovery case {{case}}{{how}}; items found: {{items}}',
  previewSearch: '{{actor}} looked at what the search {{target}} in the eDiscovery case {{case}} finds{{how}}',
  exportSearch:
    '{{actor}} exported what the search {{target}} in the eDiscovery case {{case}} finds{{how}}; items: {{items}}',
};

import type { GraphRoute } from '../../handler.ts';
import { CASES } from './case-call.ts';
import {
  getCustodian,
  listCustodians,
  listUserSources,
  postCustodian,
  postCustodianChange,
  postHolds,
  postUserSource,
} from './custodians.ts';
import {
  closeCaseFromGraph,
  deleteCaseFromGraph,
  getCase,
  listCases,
  patchCase,
  postCase,
  reopenCaseFromGraph,
} from './ediscoveryCases.ts';
import { getCaseOperation, listCaseOperations } from './operations.ts';
import {
  deleteSearchFromGraph,
  estimateStatistics,
  getLastEstimate,
  getSearch,
  listSearches,
  patchSearch,
  postSearch,
} from './searches.ts';

const CASE = `${CASES}/{id}`;
const CUSTODIAN = `${CASE}/custodians/{custodianId}`;
const SEARCH = `${CASE}/searches/{searchId}`;
const [read, write] = ['readCases', 'manageCases'] as const;

/** eDiscovery: cases with their custodians, searches and operations. */
export const CASE_ROUTES: readonly GraphRoute[] = [
  { method: 'GET', path: CASES, action: read, handle: listCases },
  { method: 'POST', path: CASES, action: write, handle: postCase },
  { method: 'GET', path: CASE, action: read, handle: getCase },
  { method: 'PATCH', path: CASE, action: write, handle: patchCase },
  { method: 'DELETE', path: CASE, action: write, handle: deleteCaseFromGraph },
  { method: 'POST', path: `${CASE}/close`, action: write, handle: closeCaseFromGraph },
  { method: 'POST', path: `${CASE}/reopen`, action: write, handle: reopenCaseFromGraph },
  { method: 'GET', path: `${CASE}/custodians`, action: read, handle: listCustodians },
  { method: 'POST', path: `${CASE}/custodians`, action: write, handle: postCustodian },
  { method: 'POST', path: `${CASE}/custodians/applyHold`, action: write, handle: postHolds('applyHold') },
  { method: 'POST', path: `${CASE}/custodians/removeHold`, action: write, handle: postHolds('removeHold') },
  { method: 'GET', path: CUSTODIAN, action: read, handle: getCustodian },
  { method: 'POST', path: `${CUSTODIAN}/applyHold`, action: write, handle: postCustodianChange('applyHold') },
  { method: 'POST', path: `${CUSTODIAN}/removeHold`, action: write, handle: postCustodianChange('removeHold') },
  { method: 'POST', path: `${CUSTODIAN}/release`, action: write, handle: postCustodianChange('release') },
  { method: 'POST', path: `${CUSTODIAN}/activate`, action: write, handle: postCustodianChange('activate') },
  { method: 'GET', path: `${CUSTODIAN}/userSources`, action: read, handle: listUserSources },
  { method: 'POST', path: `${CUSTODIAN}/userSources`, action: write, handle: postUserSource },
  { method: 'GET', path: `${CASE}/searches`, action: read, handle: listSearches },
  { method: 'POST', path: `${CASE}/searches`, action: write, handle: postSearch },
  { method: 'GET', path: SEARCH, action: read, handle: getSearch },
  { method: 'PATCH', path: SEARCH, action: write, handle: patchSearch },
  { method: 'DELETE', path: SEARCH, action: write, handle: deleteSearchFromGraph },
  { method: 'POST', path: `${SEARCH}/estimateStatistics`, action: write, handle: estimateStatistics },
  { method: 'GET', path: `${SEARCH}/lastEstimateStatisticsOperation`, action: read, handle: getLastEstimate },
  { method: 'GET', path: `${CASE}/operations`, action: read, handle: listCaseOperations },
  { method: 'GET', path: `${CASE}/operations/{operationId}`, action: read, handle: getCaseOperation },
];

import type { Principal } from '../../domain/access/actions.ts';
import { type CaseReach, caseReach } from '../../domain/access/case-reach.ts';
import type { Database } from '../../store/database.ts';
import { type CaseMember, findCase, readCases, readMembers, type StoredCase } from '../../store/ediscovery-cases.ts';
import { type Custodian, readCustodians } from '../../store/ediscovery-custodians.ts';
import {
  type CaseOperation,
  findSearch,
  readCaseOperations,
  readSearches,
  type StoredSearch,
} from '../../store/ediscovery-searches.ts';

export type { CaseMember, CaseOperation, Custodian, StoredCase, StoredSearch };

/** The cases that somebody may open, by name. */
export async function readCasesOf(db: Database, principal: Principal): Promise<StoredCase[]> {
  return readCases(db, principal.tenantId, caseReach(principal));
}

/** A case that somebody may open; undefined where there is none. */
export async function readCase(db: Database, principal: Principal, id: string): Promise<StoredCase | undefined> {
  const reach: CaseReach = caseReach(principal);
  return findCase(db, principal.tenantId, id, reach);
}

/** Who belongs to a case, and what is searched in it. */
export async function readCaseParts(
  db: Database,
  tenantId: string,
  caseId: string,
): Promise<{ readonly members: CaseMember[]; readonly custodians: Custodian[]; readonly searches: StoredSearch[] }> {
  const [members, custodians, searches] = await Promise.all([
    readMembers(db, tenantId, caseId),
    readCustodians(db, tenantId, caseId),
    readSearches(db, tenantId, caseId),
  ]);
  return { members, custodians, searches };
}

/** A search of a case; undefined where there is none. */
export async function readSearch(
  db: Database,
  tenantId: string,
  caseId: string,
  id: string,
): Promise<StoredSearch | undefined> {
  return findSearch(db, tenantId, caseId, id);
}

/** The last estimate of a search; undefined where none was made. */
export async function readLastEstimate(
  db: Database,
  tenantId: string,
  caseId: string,
  searchId: string,
): Promise<CaseOperation | undefined> {
  const [last] = await readCaseOperations(db, tenantId, caseId, { searchId, action: 'estimateStatistics' }, 1);
  return last;
}

/** What was done in a case, the latest first. */
export async function readOperationsOf(db: Database, tenantId: string, caseId: string): Promise<CaseOperation[]> {
  return readCaseOperations(db, tenantId, caseId, {}, 500);
}

/** One thing that was done in a case. */
export async function readOperationOf(
  db: Database,
  tenantId: string,
  caseId: string,
  id: string,
): Promise<CaseOperation | undefined> {
  const [found] = await readCaseOperations(db, tenantId, caseId, { id }, 1);
  return found;
}

import type { Catalog } from '../../domain/commerce/catalog.ts';
import { mergeCatalog } from '../../domain/commerce/catalog-csv.ts';
import type { ImportedUser } from '../../domain/directory/user-row.ts';
import { auditChange } from '../../store/audit.ts';
import { readCatalog, writeCatalog } from '../../store/catalog.ts';
import type { Database } from '../../store/database.ts';
import { type AddedSubscription, addMissingSubscriptions } from '../../store/imported-subscriptions.ts';
import { lockForMany } from '../../store/lock.ts';
import { refreshSeats } from '../../store/seats.ts';
import {
  closeUserStage,
  openUserStage,
  type RefusedPerson,
  settleUserStage,
  type StageRefusal,
  stageUsers,
} from '../../store/staged-users.ts';
import {
  analyzeTenantStage,
  closeTenantStage,
  insertMembers,
  openTenantStage,
  recountSeats,
  stageRows,
  upsertGroupLicenses,
  upsertGroups,
  upsertPaths,
  upsertSubscriptions,
  type WrittenCounts,
} from '../../store/tenant-import.ts';
import { addDomains, addStagedDomains, type UpsertCounts, upsertStagedUsers } from '../../store/user-import.ts';
import { type Context, originOf } from '../context.ts';
import {
  type Checked,
  checkGroup,
  checkMember,
  checkOrganization,
  checkSubscribedSku,
  checkSubscription,
  checkUser,
  type GraphOrganization,
  type GraphSubscribedSku,
  type ObjectRefusal,
} from './graph-objects.ts';

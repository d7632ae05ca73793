import type { ItemFault } from '../../operations/files/change-items.ts';
import type { DriveFault } from '../../operations/files/open-drive.ts';
import { type GraphError, Refused } from '../errors.ts';

export const ITEM_NOT_FOUND: GraphError = {
  status: 404,
  code: 'itemNotFound',
  message: 'The resource could not be found.',
};

/** Ends a request whose drive can't be opened. */
export function refuseDrive(fault: DriveFault): never {
  switch (fault.fault) {
    case 'noDrive':
      throw new Refused({ status: 404, code: 'ResourceNotFound', message: "User's mysite not found." });
    case 'notAllowed':
      throw new Refused({ status: 403, code: 'accessDenied', message: 'Access denied' });
    case 'readOnly':
      throw new Refused({
        status: 403,
        code: 'accessDenied',
        message: 'The drive is read-only, since its owner has no license or is deleted.',
      });
    case 'closed': {
      const where = fault.state === 'archived' ? 'archived' : 'in the recycle bin';
      const message = `The drive is ${where}, since its owner has no license or is deleted.`;
      throw new Refused({ status: 423, code: 'resourceLocked', message });
    }
  }
}

/** Ends a request that asks of an item what can't be. */
export function refuseItem({ fault }: ItemFault): never {
  switch (fault) {
    case 'noItem':
    case 'noFolder':
      throw new Refused(ITEM_NOT_FOUND);
    case 'nameTaken':
      throw new Refused({
        status: 409,
        code: 'nameAlreadyExists',
        message: 'An item with the same name already exists under the parent',
      });
    case 'wrongName':
      throw new Refused({
        status: 400,
        code: 'invalidRequest',
        message: 'The provided name cannot contain these characters',
      });
    case 'circle':
      throw new Refused({ status: 400, code: 'invalidRequest', message: 'A folder cannot be moved into itself.' });
    case 'changedSince':
      throw new Refused({ status: 412, code: 'resourceModified', message: "ETag does not match current item's value" });
    case 'quotaReached':
      throw new Refused({ status: 507, code: 'quotaLimitReached', message: 'Insufficient Space Available' });
  }
}

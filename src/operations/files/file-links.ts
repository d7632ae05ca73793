import type { SecretBox } from '../../base/secret-box.ts';
import type { DriveItem } from '../../workloads/onedrive/items.ts';
import { type Context, machineNow } from '../context.ts';

/** What a link to one file says: whose it is, and until when it opens. */
interface FileLink {
  readonly tenantId: string;
  readonly driveId: string;
  readonly itemId: string;
  /** By the machine's clock, in milliseconds. */
  readonly until: number;
}

/** What a link to an upload says. */
interface UploadLink {
  readonly tenantId: string;
  readonly sessionId: string;
  readonly userId: string | null;
}

const LINK_MINUTES = 60;
const DOWNLOAD = 'file download';
const UPLOAD = 'file upload';

/** An address from which a file can be fetched without a token, for an hour. */
export function downloadAddress(
  context: Context,
  origin: string,
  { driveId, id }: Pick<DriveItem, 'driveId' | 'id'>,
): string {
  const link: FileLink = {
    tenantId: context.tenant.tenantId,
    driveId,
    itemId: id,
    until: machineNow(context) + LINK_MINUTES * 60_000,
  };
  return `${origin}/api/downloads/${context.secrets.seal(JSON.stringify(link), DOWNLOAD)}`;
}

/** An address to which the pieces of a large file can be sent without a token. */
export function uploadAddress({ secrets, tenant, principal }: Context, origin: string, sessionId: string): string {
  const link: UploadLink = { tenantId: tenant.tenantId, sessionId, userId: principal.id };
  return `${origin}/api/uploads/${secrets.seal(JSON.stringify(link), UPLOAD)}`;
}

/** What a link to a file says, if it is one of ours and opens still. */
export function readDownloadLink(secrets: SecretBox, sealed: string, now: number): FileLink | undefined {
  const link = opened<FileLink>(secrets, sealed, DOWNLOAD);
  return link && link.until > now ? link : undefined;
}

/** What a link to an upload says, if it is one of ours. */
export function readUploadLink(secrets: SecretBox, sealed: string): UploadLink | undefined {
  return opened<UploadLink>(secrets, sealed, UPLOAD);
}

function opened<Link>(secrets: SecretBox, sealed: string, purpose: string): Link | undefined {
  try {
    return JSON.parse(secrets.open(sealed, purpose)) as Link;
  } catch {
    return undefined;
  }
}

import { ACCESS } from '../../domain/access/actions.ts';

/** Lets an app read the person who lets it in. */
export const SELF_READ = 'User.Read';

/** Lets an app read and change the files of the person who lets it in. */
const SELF_FILES = ['Files.Read', 'Files.ReadWrite'];

/** Scopes of OpenID Connect, which are no permissions of Graph. */
export const OPENID_SCOPES: readonly string[] = ['openid', 'profile', 'email', 'offline_access'];

/** What scripts ask for as well. They get it, and it gives no right that is served here. */
const WITHOUT_A_RIGHT = [
  'User.ReadBasic.All',
  'User.ReadWrite',
  'Directory.AccessAsUser.All',
  'Group.Read.All',
  'Group.ReadWrite.All',
  'GroupMember.Read.All',
  'GroupMember.ReadWrite.All',
  'Domain.Read.All',
  'Application.Read.All',
  'Reports.Read.All',
  'ReportSettings.Read.All',
];

/** All delegated permissions of Graph that an app can be given. */
export const DELEGATED_PERMISSIONS: readonly string[] = [
  ...new Set([
    SELF_READ,
    ...SELF_FILES,
    ...Object.values(ACCESS).flatMap(({ permissions }) => permissions),
    ...WITHOUT_A_RIGHT,
  ]),
].sort();

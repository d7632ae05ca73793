/** Where apps send people, below the tenant. */
export const PATHS = {
  authorize: '/oauth2/v2.0/authorize',
  token: '/oauth2/v2.0/token',
  deviceCode: '/oauth2/v2.0/devicecode',
  devicePage: '/oauth2/deviceauth',
  consent: '/oauth2/consent',
  logout: '/oauth2/v2.0/logout',
} as const;

import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * Whether an IP address, in its usual spelling, belongs to the public internet: global unicast that no registry keeps
 * for something else (IANA's special-purpose registries, RFC 6890). Loopback, private, link-local, unique-local,
 * carrier-grade NAT, documentation, multicast and what is no address at all are not. An IPv6 address that stands for
 * an IPv4 one (mapped, NAT64) is judged by that.
 */
export function isPublicAddress(ip: string): boolean {
  if (isIPv4(ip)) return !NOT_PUBLIC.check(ip, 'ipv4');
  // A zone (fe80::1%eth0) names an interface of this machine.
  if (!isIPv6(ip) || ip.includes('%')) return false;
  const inside = ipv4Inside(ip);
  if (inside !== undefined) return !NOT_PUBLIC.check(inside, 'ipv4');
  return GLOBAL_UNICAST.check(ip, 'ipv6') && !NOT_PUBLIC.check(ip, 'ipv6');
}

const NOT_PUBLIC = blockListOf([
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private
  '100.64.0.0/10', // carrier-grade NAT
  '127.0.0.0/8', // loopback
  '169.254.0.0/16', // link-local, with the metadata services of clouds
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // 6to4 relays, withdrawn
  '192.168.0.0/16', // private
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast
  '2001::/23', // protocol assignments, with Teredo
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4: a tunnel to any IPv4 address
  '3fff::/20', // documentation
]);

/** The only part of IPv6 that is given out for the internet. */
const GLOBAL_UNICAST = blockListOf(['2000::/3']);

const MAPPED = blockListOf(['::ffff:0:0/96']);
const NAT64 = blockListOf(['64:ff9b::/96']);

function ipv4Inside(ip: string): string | undefined {
  if (!MAPPED.check(ip, 'ipv6') && !NAT64.check(ip, 'ipv6')) return undefined;
  // The URL parser spells every form of an address in one way: the last 32 bits as two groups, unless they are zero.
  const groups = new URL(`http://[${ip}]`).hostname.slice(1, -1).split(':');
  const [high = 0, low = 0] = groups.slice(-2).map((group) => Number.parseInt(group || '0', 16));
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
}

function blockListOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', prefix] = range.split('/');
    list.addSubnet(address, Number(prefix), isIPv4(address) ? 'ipv4' : 'ipv6');
  }
  return list;
}

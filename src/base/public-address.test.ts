import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPublicAddress } from './public-address.ts';

test('servers of the internet are public', () => {
  for (const ip of [
    '8.8.8.8',
    '1.1.1.1',
    '100.63.255.255',
    '100.128.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '223.255.255.255',
  ])
    expect([ip, isPublicAddress(ip)]).toEqual([ip, true]);
  for (const ip of ['2606:4700::1111', '2a00:1450:4007:80e::200e', '2001:4860:4860::8888', '2620:fe::fe', '3ffe::1'])
    expect([ip, isPublicAddress(ip)]).toEqual([ip, true]);
});

test('what belongs to this machine, to its network or to nobody is not', () => {
  const inside = ['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1'];
  inside.push(
    '172.31.255.255',
    '192.168.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '192.0.2.7',
    '203.0.113.9',
  );
  inside.push('::', '::1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12:3456::1', 'ff02::1', 'fec0::1', '100::1');
  inside.push(
    '2001:db8::1',
    '2001::1',
    '2002:0808:0808::1',
    '3fff::1',
    '5f00::1',
    '4000::1',
    '::8.8.8.8',
    '64:ff9b:1::1',
  );
  for (const ip of inside) expect([ip, isPublicAddress(ip)]).toEqual([ip, false]);
});

test('an address that is written in no usual way is not public', () => {
  for (const text of [
    '',
    'localhost',
    '8.8.8',
    '8.8.8.8.8',
    '0x08080808',
    '134744072',
    '8.8.8.8/32',
    '[2606:4700::1111]',
  ])
    expect([text, isPublicAddress(text)]).toEqual([text, false]);
});

const ipv4 = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
// The edges of what is kept for something else, where a wrong mask would show.
const edges: [number, number, number, number][] = [
  [9, 255, 255, 255],
  [10, 0, 0, 0],
  [10, 255, 255, 255],
  [11, 0, 0, 0],
  [100, 64, 0, 0],
  [100, 127, 255, 255],
  [126, 255, 255, 255],
  [128, 0, 0, 0],
  [169, 253, 255, 255],
  [169, 255, 0, 0],
  [192, 167, 255, 255],
  [192, 169, 0, 0],
  [198, 17, 255, 255],
  [198, 20, 0, 0],
];

test('IPv4: every address is judged as by the ranges written out', () => {
  fc.assert(
    fc.property(fc.oneof(ipv4, fc.constantFrom(...edges)), ([a, b, c, d]) => {
      const kept =
        [0, 10, 127].includes(a) ||
        a >= 224 ||
        (a === 100 && b >= 64 && b < 128) ||
        (a === 169 && b === 254) ||
        (a === 172 && b >= 16 && b < 32) ||
        (a === 192 && (b === 168 || (b === 0 && (c === 0 || c === 2)) || (b === 88 && c === 99))) ||
        (a === 198 && (b === 18 || b === 19 || (b === 51 && c === 100))) ||
        (a === 203 && b === 0 && c === 113);
      expect(isPublicAddress(`${a}.${b}.${c}.${d}`)).toBe(!kept);
    }),
    { numRuns: 2_000 },
  );
});

test('an IPv4 address in the clothes of IPv6 is judged as itself, however it is written', () => {
  fc.assert(
    fc.property(fc.oneof(ipv4, fc.constantFrom(...edges)), fc.constantFrom('::ffff:', '64:ff9b::'), (parts, prefix) => {
      const dotted = parts.join('.');
      const [a, b, c, d] = parts;
      const groups = `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
      const whole = prefix === '::ffff:' ? `0:0:0:0:0:FFFF:${groups}` : `0064:FF9B:0:0:0:0:${groups}`;
      const forms = [`${prefix}${dotted}`, `${prefix}${groups}`, whole];
      expect(forms.map(isPublicAddress)).toEqual(forms.map(() => isPublicAddress(dotted)));
    }),
  );
});

test('IPv6 outside of global unicast is never public', () => {
  const group = fc.integer({ min: 0, max: 0xffff });
  fc.assert(
    fc.property(fc.tuple(group, group, group, group, group, group, group, group), (groups) => {
      const [first, second] = groups;
      fc.pre(first < 0x2000 || first > 0x3fff);
      fc.pre(!(first === 0x64 && second === 0xff9b) && first !== 0);
      expect(isPublicAddress(groups.map((one) => one.toString(16)).join(':'))).toBe(false);
    }),
  );
});

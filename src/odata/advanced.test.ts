import { describe, expect, test } from 'vitest';
import { checkUserQuery } from './advanced.ts';
import { parseQueryOptions } from './query-options.ts';

const E5 = '184efa21-98c3-4e5d-95ab-d07053a96e67';
const E3 = '05e9a617-0261-4cee-bb44-138d3ef5d965';

function check(query: string, eventual = false) {
  const options = parseQueryOptions(query);
  if ('problem' in options) throw new Error(JSON.stringify(options));
  return checkUserQuery(options, eventual);
}
const filter = (text: string) => `$filter=${encodeURIComponent(text)}`;
const plain = (text: string) => check(filter(text));
const advanced = (text: string) => check(`${filter(text)}&$count=true`, true);
const needs = (operator: string) => ({ problem: 'needsAdvanced', operator });
const many = (count: number, separator: string, piece: (nth: number) => string) =>
  Array.from({ length: count }, (_, nth) => piece(nth)).join(separator);

describe('what license scripts send is answered in advanced mode', () => {
  test.for([
    'assignedLicenses/$count ne 0',
    `assignedLicenses/any(x:x/skuId eq ${E5})`,
    `assignedLicenses/any(u:u/skuId eq ${E5}) or assignedLicenses/any(u:u/skuId eq ${E3})`,
    "userType eq 'Member' and assignedLicenses/$count eq 0",
    'accountEnabled eq false and assignedLicenses/$count ne 0',
    'usageLocation eq null',
    `not(assignedLicenses/any(x:x/skuId eq ${E5}))`,
    `assignedPlans/any(a:a/servicePlanId eq ${E5} and a/capabilityStatus eq 'Enabled')`,
    "endsWith(userPrincipalName,'@contoso.com')",
    "proxyAddresses/any(p:endsWith(p,'contoso.com'))",
    'proxyAddresses/$count eq 0',
    "companyName ne 'Contoso'",
    "startsWith(jobTitle,'eng')",
  ])('%s', (text) => {
    expect(advanced(text)).toBeUndefined();
  });
});

describe('what Graph answers by default is answered by default', () => {
  test.for([
    `assignedLicenses/any(x:x/skuId eq ${E5})`,
    "displayName eq 'a' and accountEnabled eq true",
    "startsWith(displayName,'a') or startsWith(mail,'a')",
    "startsWith(usageLocation,'F')",
    "department in ('Sales','HR')",
    "businessPhones/any(p:p eq '1')",
    "otherMails/any(p:startsWith(p,'a'))",
    "userPrincipalName le 'm'",
    'createdDateTime ge 2026-01-01T00:00:00Z',
    'accountEnabled in (true)',
    "SURNAME eq 'x'",
    'mail eq null',
  ])('%s', (text) => {
    expect(plain(text)).toBeUndefined();
  });
});

describe('an advanced operator without count and header is told by name', () => {
  test.for([
    ["endsWith(mail,'.com')", 'endsWith'],
    ["displayName ne 'a'", 'ne'],
    ["not(startsWith(displayName,'a'))", 'not'],
    ['assignedLicenses/$count eq 0', '$count'],
    ["startsWith(jobTitle,'a')", 'startsWith'],
    ["businessPhones/any(p:startsWith(p,'1'))", 'startsWith'],
    ["companyName eq 'Contoso'", 'eq'],
    ["postalCode in ('1','2')", 'in'],
    ['city eq null', 'eq'],
    ["userType in ('Guest',null)", 'in'],
    ['usageLocation eq null', 'eq'],
    ['createdDateTime in (2026-01-01)', 'in'],
    ["displayName eq 'a' and (city eq 'b' or employeeType eq 'c')", 'eq'],
    [`assignedLicenses/any(x:x/skuId ne ${E5})`, 'ne'],
    [`assignedLicenses/any(x:not(x/skuId eq ${E5}))`, 'not'],
  ] as const)('%s', ([text, operator]) => {
    expect(plain(text)).toEqual(needs(operator));
    expect(advanced(text)).toBeUndefined();
  });

  test('header and $count=true are both needed', () => {
    const query = filter("displayName ne 'a'");
    expect(check(`${query}&$count=true`, false)).toEqual(needs('ne'));
    expect(check(query, true)).toEqual(needs('ne'));
  });
});

describe('a property that can not be asked for is told by its own name, whatever the mode', () => {
  test.for([
    ['signInSessionsValidFromDateTime eq null', 'signInSessionsValidFromDateTime'],
    ['licenseassignmentstates/any(x:x/skuId eq null)', 'licenseAssignmentStates'],
    ["passwordProfile eq 'x'", 'passwordProfile'],
    ["contains(displayName,'a')", 'displayName'],
    ["endsWith(displayName,'a')", 'displayName'],
    ["displayName/length eq 'a'", 'displayName'],
    ['assignedLicenses/$count gt 5', 'assignedLicenses'],
    ['assignedLicenses/$count eq 2', 'assignedLicenses'],
    ['assignedLicenses/any(x:x/plans/any(p:p eq null))', 'assignedLicenses'],
    [`startsWith(displayName,'${'a'.repeat(121)}')`, 'displayName'],
  ] as const)('%s', ([text, property]) => {
    expect(plain(text)).toEqual({ problem: 'notFilterable', property });
    expect(advanced(text)).toEqual({ problem: 'notFilterable', property });
  });

  test('an unknown name is something else', () => {
    expect(advanced("favoriteColor eq 'red'")).toEqual({ problem: 'unknownProperty', property: 'favoriteColor' });
    expect(check('$orderby=favoriteColor')).toEqual({ problem: 'unknownProperty', property: 'favoriteColor' });
  });
});

describe('fifteen alternatives are the most without advanced mode', () => {
  test.for([
    many(16, ' or ', (nth) => `city eq '${nth}'`),
    `city in (${many(16, ',', (nth) => `'${nth}'`)})`,
    `${many(10, ' or ', (nth) => `city eq '${nth}'`)} or city in ('a','b','c','d','e','f')`,
    `accountEnabled eq true and (${many(16, ' or ', (nth) => `city eq '${nth}'`)})`,
  ])('%s', (text) => {
    expect(plain(text)).toEqual({ problem: 'tooManyClauses', count: 16 });
    expect(advanced(text)).toBeUndefined();
  });

  test('fifteen are answered', () => {
    expect(plain(many(15, ' or ', (nth) => `city eq '${nth}'`))).toBeUndefined();
  });
});

describe('order', () => {
  test('is there by default for names, and in advanced mode for dates', () => {
    expect(check('$orderby=displayName desc,userPrincipalName')).toBeUndefined();
    expect(check('$orderby=createdDateTime')).toEqual({ problem: 'sortingNeedsAdvanced' });
    expect(check('$orderby=createdDateTime&$count=true', true)).toBeUndefined();
    expect(check('$orderby=jobTitle&$count=true', true)).toEqual({ problem: 'notSortable', property: 'jobTitle' });
  });

  test('together with a filter or a search needs advanced mode', () => {
    const query = `${filter('accountEnabled eq true')}&$orderby=displayName`;
    expect(check(query)).toEqual({ problem: 'sortingNeedsAdvanced' });
    expect(check(`${query}&$count=true`, true)).toBeUndefined();
    expect(check('$search="mail:a"&$orderby=displayName', true)).toEqual({ problem: 'sortingNeedsAdvanced' });
  });
});

describe('search', () => {
  test('needs the header, and no count', () => {
    expect(check('$search="displayName:a"')).toEqual({ problem: 'searchNeedsHeader' });
    expect(check('$search="displayName:a" OR "otherMails:b"', true)).toBeUndefined();
  });

  test('goes by texts only', () => {
    expect(check('$search="accountEnabled:true"', true)).toEqual({
      problem: 'notFilterable',
      property: 'accountEnabled',
    });
    expect(check('$search="nick:a"', true)).toEqual({ problem: 'unknownProperty', property: 'nick' });
  });
});

test('a count without the header is no mistake', () => {
  expect(check('$count=true')).toBeUndefined();
});

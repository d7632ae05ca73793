import { isGuid } from '../base/id.ts';
import type { Catalog } from '../domain/commerce/catalog.ts';
import { findProduct } from '../domain/commerce/find-product.ts';
import type { AddedLicense, Change } from '../domain/licensing/change.ts';
import type { OperationKind } from '../domain/licensing/stored-request.ts';
import type { Context } from '../operations/context.ts';
import { readPeopleCsv } from '../operations/import/read-people-csv.ts';
import type { LicenseRequest } from '../operations/licensing/request.ts';
import { resolvePeople } from '../queries/people.ts';
import { peopleCondition, wholeCondition } from '../queries/people-list.ts';
import { fail } from './problems.ts';
import type { ChangeRequest, GivenProducts, PeopleRequest } from './requests.ts';

/** The license request that a body means: products and plans by name resolved, people looked up, the filter compiled. */
export async function licenseRequestOf(
  context: Context,
  catalog: Catalog,
  change: ChangeRequest,
  people: PeopleRequest,
  ticket: string | undefined,
): Promise<LicenseRequest> {
  const { kind, change: wanted } = changeOf(change, catalog);
  const target = await targetOf(context, catalog, people);
  return {
    kind,
    groups: [{ change: wanted, people: target.people }],
    selection: target.selection,
    unmatched: target.unmatched,
    ...(ticket === undefined ? {} : { ticket }),
  };
}

function changeOf(change: ChangeRequest, catalog: Catalog): { kind: OperationKind; change: Change } {
  switch (change.kind) {
    case 'assign':
      return { kind: 'assign', change: { kind: 'change', add: addedLicenses(change.products, catalog), remove: [] } };
    case 'unassign': {
      const remove = change.products.map((product) => skuIdOf(product, catalog));
      return { kind: 'unassign', change: { kind: 'change', add: [], remove } };
    }
    case 'unassignAll':
      return { kind: 'unassign', change: { kind: 'removeAll' } };
    case 'replace':
      return { kind: 'change', change: { kind: 'replace', add: addedLicenses(change.products, catalog) } };
    case 'change': {
      if (change.assign.length + change.unassign.length === 0)
        return fail(400, 'invalidInput', 'Nothing is to be changed: name a product to assign or to unassign.');
      const remove = change.unassign.map((product) => skuIdOf(product, catalog));
      return { kind: 'change', change: { kind: 'change', add: addedLicenses(change.assign, catalog), remove } };
    }
    case 'swap': {
      const [from, to] = [skuIdOf(change.from, catalog), skuIdOf(change.to, catalog)];
      const off = change.disable === undefined ? {} : { disabledPlans: planIdsOf(change.disable, to, catalog) };
      return { kind: 'swap', change: { kind: 'swap', from, to, ...off } };
    }
    case 'setPlans': {
      const skuId = skuIdOf(change.product, catalog);
      const [disable, enable] = [planIdsOf(change.disable, skuId, catalog), planIdsOf(change.enable, skuId, catalog)];
      return { kind: 'setPlans', change: { kind: 'setPlans', skuId, disable, enable } };
    }
  }
}

function addedLicenses(products: GivenProducts, catalog: Catalog): AddedLicense[] {
  return products.map(({ product, disable }) => {
    const skuId = skuIdOf(product, catalog);
    return disable === undefined ? { skuId } : { skuId, disabledPlans: planIdsOf(disable, skuId, catalog) };
  });
}

/** The SKU id of a product as people write it. Ends the request where it is unknown or could be several. */
export function skuIdOf(text: string, catalog: Catalog): string {
  const found = findProduct(text, catalog);
  if (found.kind === 'found') return found.product.skuId;
  if (found.kind === 'ambiguous') {
    fail(400, 'ambiguousProduct', `'${text}' could be several products.`, {
      product: text,
      candidates: found.products.map(({ skuId, partNumber, displayName }) => ({
        skuId,
        partNumber,
        name: displayName.en,
      })),
    });
  }
  return fail(400, 'unknownProduct', `No product is called '${text}'.`, {
    product: text,
    suggestions: found.suggestions.map(({ skuId, partNumber, displayName }) => ({
      skuId,
      partNumber,
      name: displayName.en,
    })),
  });
}

function planIdsOf(names: readonly string[], skuId: string, catalog: Catalog): string[] {
  const planIds = catalog.products.get(skuId)?.planIds ?? [];
  return names.map((name) => {
    const wanted = name.trim().toLowerCase();
    const planId = planIds.find((id) => {
      const plan = catalog.plans.get(id);
      return [id, plan?.name, plan?.displayName.en, plan?.displayName.fr].some(
        (known) => known?.toLowerCase() === wanted,
      );
    });
    // An id that the product does not have is the rules' to refuse; a name that means nothing is a mistake of typing.
    if (planId === undefined && !isGuid(wanted)) {
      const known = planIds.map((id) => catalog.plans.get(id)?.name ?? id);
      fail(400, 'unknownServicePlan', `The product has no service plan called '${name}'.`, {
        servicePlan: name,
        known,
      });
    }
    return planId ?? wanted;
  });
}

async function targetOf(context: Context, catalog: Catalog, people: PeopleRequest) {
  const { db, tenant } = context;
  if ('where' in people || 'search' in people) {
    const where = 'where' in people ? people.where : undefined;
    const question = peopleCondition({ where, search: people.search });
    if ('error' in question) return fail(400, 'invalidFilter', question.error, { where });
    const selection = {
      by: 'filter',
      where: where ?? '',
      ...(people.search === undefined ? {} : { search: people.search }),
    } as const;
    const { condition, holdersOf } = question;
    return {
      people:
        !condition && holdersOf !== undefined
          ? ({ kind: 'holders', skuId: holdersOf } as const)
          : ({ kind: 'filter', condition: wholeCondition(question) } as const),
      selection,
      unmatched: [],
    };
  }
  if ('holders' in people) {
    const skuId = skuIdOf(people.holders, catalog);
    return { people: { kind: 'holders', skuId } as const, selection: { by: 'holders', skuId } as const, unmatched: [] };
  }
  const listed =
    'csv' in people ? await readPeopleCsv(people.csv) : people.users.map((person) => ({ person: person.trim() }));
  if ('reason' in listed)
    return fail(400, 'invalidFile', `The list of people can't be read: ${listed.reason}.`, { ...listed });
  const { userIds, unmatched } = await resolvePeople(db, tenant.tenantId, listed);
  return {
    people: { kind: 'ids', userIds } as const,
    selection: { by: 'list', count: listed.length } as const,
    unmatched,
  };
}

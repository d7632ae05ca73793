import { z } from 'zod';

const product = z.string().min(1).describe('A product by part number, SKU id, or English or French name.');
const plans = z
  .array(z.string().min(1))
  .describe('Service plans of the product by technical name, id or display name.');

/** The largest body: a list of a million people. */
export const LARGEST_BODY = 256 * 1024 * 1024;

/** What is to happen to each person. */
const given = z.array(z.object({ product, disable: plans.optional() }));

const changeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('assign'), products: given.min(1) }),
  z.object({ kind: z.literal('unassign'), products: z.array(product).min(1) }),
  z.object({ kind: z.literal('unassignAll') }),
  z.object({ kind: z.literal('replace'), products: given.min(1) }),
  z.object({ kind: z.literal('change'), assign: given.default([]), unassign: z.array(product).default([]) }),
  z.object({ kind: z.literal('swap'), from: product, to: product, disable: plans.optional() }),
  z.object({ kind: z.literal('setPlans'), product, disable: plans.default([]), enable: plans.default([]) }),
]);

/** Whom it is for: exactly one of these. */
const peopleSchema = z.union([
  z.strictObject({
    users: z.array(z.string().min(1)).min(1).max(1_000_000).describe('Object ids or user principal names.'),
  }),
  z.strictObject({
    csv: z.string().min(1).describe('A CSV file with a column of user principal names or object ids.'),
  }),
  z.strictObject({
    where: z.string().min(1).describe("A filter as in Graph's $filter, such as department eq 'Sales'."),
    search: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('And whose name, user name or address has a word that begins so.'),
  }),
  z.strictObject({ search: z.string().min(1).max(200) }),
  z.strictObject({ holders: product }),
]);

export const planSchema = z.object({
  change: changeSchema,
  people: peopleSchema,
  includeSelf: z.boolean().default(false).describe('Take licenses from yourself too, if you are among the people.'),
  ticket: z.string().max(200).optional(),
});

export const applySchema = z.object({
  digest: z.string().min(1).describe('The digest of the plan as it was shown.'),
  keepGoing: z.boolean().default(false).describe('Apply what can be and leave out who is refused.'),
});

export const pageSchema = z.object({
  after: z.coerce.number().int().min(0).default(0),
  top: z.coerce.number().int().min(1).max(5000).default(100),
  result: z.enum(['change', 'unchanged', 'refused']).optional(),
});

/** A text that PostgreSQL takes: it has no place for a NUL. */
const operationText = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\0]*$/)
    .optional();

export const operationsPageSchema = z.object({
  before: z.coerce.number().int().min(1).optional(),
  top: z.coerce.number().int().min(1).max(500).default(50),
  planned: z.stringbool().optional().describe('The plans that wait; else what was done.'),
  status: z.enum(['planned', 'applied', 'partlyApplied', 'undone']).optional(),
  kind: z.enum(['change', 'assign', 'unassign', 'swap', 'setPlans', 'undo', 'import']).optional(),
  channel: operationText(32),
  by: operationText(256).describe('The beginning of the name of who asked for it.'),
  undoOf: z.coerce
    .number()
    .int()
    .min(1)
    .max(Number.MAX_SAFE_INTEGER)
    .optional()
    .describe('It undid this operation, for some or for all.'),
  sku: z.guid().optional().describe('Somebody got or lost this product by it.'),
  user: z.guid().optional().describe('This person was among its people; what it did to them is told.'),
});

export const operationIdSchema = z.object({ id: z.coerce.number().int().min(1) });

export type GivenProducts = z.infer<typeof given>;
export type ChangeRequest = z.infer<typeof changeSchema>;
export type PeopleRequest = z.infer<typeof peopleSchema>;

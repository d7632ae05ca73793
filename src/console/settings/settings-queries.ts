import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../../client/client.ts';
import type { AccessSettings, RetentionSettings, TenantDetails, TenantTraits } from '../../client/settings.ts';
import { settings } from '../server.ts';

export const tenantQuery = queryOptions({ queryKey: ['tenant'], queryFn: () => settings.tenant() });

export type TenantEdit = Partial<TenantTraits> & { readonly settings?: Partial<RetentionSettings> };

/** Saves traits of the tenant, or day counts. What other pages know of it is asked for anew. */
export function useTenantChange() {
  return useSaving((change: TenantEdit) => settings.changeTenant(change));
}

/** Saves choices about access. */
export function useAccessChange() {
  return useSaving(async (change: Partial<AccessSettings>) => {
    await settings.changeAccess(change);
    return settings.tenant();
  });
}

function useSaving<Change>(save: (change: Change) => Promise<TenantDetails>) {
  const client = useQueryClient();
  const [saved, setSaved] = useState(false);
  const mutation = useMutation({
    mutationFn: save,
    onMutate: () => setSaved(false),
    onSuccess: async (tenant) => {
      client.setQueryData(tenantQuery.queryKey, tenant);
      setSaved(true);
      await Promise.all(
        [['session'], ['overview'], ['products']].map((queryKey) => client.invalidateQueries({ queryKey })),
      );
    },
  });
  return { ...mutation, saved, touch: () => setSaved(false) };
}

/** The fields that the server took for wrong, by their names; empty where it says nothing about fields. */
export function wrongFields(error: unknown): string[] {
  if (!(error instanceof ApiError) || !Array.isArray(error.details.fields)) return [];
  return error.details.fields.flatMap((one: { readonly field?: unknown }) =>
    typeof one.field === 'string' ? [one.field.split('/').at(-1) ?? ''] : [],
  );
}

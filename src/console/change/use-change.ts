import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Progress } from '../../client/client.ts';
import type { DetailedOperation } from '../../client/licensing.ts';
import { licensing } from '../server.ts';

/** What whoever asks may add to a plan. */
export interface PlanChoices {
  readonly includeSelf: boolean;
  /** The reason or ticket; left out where there is none. */
  readonly ticket?: string;
}

/** Plans the change, as often as it is asked. */
export type Planner = (choices: PlanChoices, onProgress: (progress: Progress) => void) => Promise<DetailedOperation>;

type Applied = { readonly kind: 'applied'; readonly operation: DetailedOperation } | { readonly kind: 'moved' };

/** A change on its way: planned at once, planned again, applied, tried again for those it was refused for. */
export interface ChangeCourse {
  readonly plan: DetailedOperation | undefined;
  /** What came of it, once it was applied. */
  readonly operation: DetailedOperation | undefined;
  readonly planning: boolean;
  readonly applying: boolean;
  readonly progress: Progress | undefined;
  readonly planError: unknown;
  readonly applyError: unknown;
  /** The plan was made anew, and would do something else than the one that was shown. */
  readonly moved: boolean;
  /** Whether anything was changed since the box was opened. */
  readonly everApplied: boolean;
  planAgain(choices: PlanChoices): void;
  apply(choices: PlanChoices): void;
  /** Goes on with a plan for those who were refused, and with the way to make it again. */
  goOn(plan: DetailedOperation, planner: Planner): void;
}

/** The course of a change. `made`: its plan, where there is one already. */
export function useChange(first: Planner, choices: PlanChoices, made?: DetailedOperation): ChangeCourse {
  const client = useQueryClient();
  const planner = useRef(first);
  const [plan, setPlan] = useState(made);
  const [progress, setProgress] = useState<Progress>();
  const [everApplied, setEverApplied] = useState(false);
  const planning = useMutation({
    mutationFn: (wanted: PlanChoices) => {
      setProgress(undefined);
      return planner.current(wanted, setProgress);
    },
    onSuccess: setPlan,
  });
  const applying = useMutation({
    mutationFn: async (wanted: PlanChoices): Promise<Applied> => {
      if (plan === undefined) throw new Error('Nothing is planned.');
      setProgress(undefined);
      const current = (wanted.ticket ?? null) === plan.ticket ? plan : await planner.current(wanted, () => {});
      setPlan(current);
      if (current.digest !== plan.digest) return { kind: 'moved' };
      const operation = await licensing.apply(current.id, current.digest, current.totals.refused > 0, setProgress);
      return { kind: 'applied', operation };
    },
    onSuccess: (result) => {
      if (result.kind !== 'applied') return;
      setEverApplied(true);
      // Whatever lists, counts or tells licenses is out of date now, wherever it is shown.
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
    },
  });
  const begin = useRef(made === undefined);
  useEffect(() => {
    if (!begin.current) return;
    begin.current = false;
    planning.mutate(choices);
  });
  return {
    plan,
    operation: applying.data?.kind === 'applied' ? applying.data.operation : undefined,
    planning: planning.isPending || (plan === undefined && planning.error === null),
    applying: applying.isPending,
    progress,
    planError: planning.error,
    applyError: applying.error,
    moved: applying.data?.kind === 'moved',
    everApplied,
    planAgain: (wanted) => {
      applying.reset();
      planning.mutate(wanted);
    },
    apply: (wanted) => applying.mutate(wanted),
    goOn: (next, nextPlanner) => {
      planner.current = nextPlanner;
      setPlan(next);
      planning.reset();
      applying.reset();
    },
  };
}

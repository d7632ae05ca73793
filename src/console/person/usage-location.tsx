import { Field, Select } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { PersonSummary } from '../../client/person.ts';
import { countriesIn } from '../parts/countries.ts';
import { Problem } from '../parts/problem.tsx';
import { useRight } from '../rights.ts';
import { person } from '../server.ts';
import { useTexts } from '../texts.ts';

/** The country where somebody works; a choice is kept at once. */
export function UsageLocation({ user }: { readonly user: PersonSummary }) {
  const { t, language } = useTexts();
  const right = useRight('setUsageLocation');
  const client = useQueryClient();
  const countries = countriesIn(language);
  const change = useMutation({
    mutationFn: (country: string) => person.setUsageLocation(user.id, country),
    onSuccess: () => client.invalidateQueries(),
  });
  const shown = change.isPending ? change.variables : (user.usageLocation ?? '');
  const saved = countries.find(({ code }) => change.isSuccess && code === change.variables)?.name;
  return (
    <>
      <Problem error={change.error} />
      <Field
        label={t('person.location')}
        hint={right.reason ?? (saved === undefined ? t('person.locationHint') : undefined)}
        {...(saved === undefined
          ? {}
          : { validationState: 'success', validationMessage: t('person.locationSaved', { country: saved }) })}
      >
        <Select
          value={shown}
          disabled={!right.allowed || change.isPending}
          onChange={(_event, { value }) => (value === '' ? undefined : change.mutate(value))}
        >
          {user.usageLocation === null ? <option value="">{t('person.noLocation')}</option> : null}
          {countries.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
    </>
  );
}

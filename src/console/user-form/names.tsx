import * as React from 'react';
import { useTexts } from '../texts.ts';

/** Names in a row, each set apart from what stands beside it; those beyond `most` are counted. */
export function Names({ names, most = 20 }: { readonly names: readonly string[]; readonly most?: number }) {
  const { t } = useTexts();
  const rest = names.length - most;
  return (
    <>
      {names.slice(0, most).map((name, place) => (
        <React.Fragment key={place}>
          {place === 0 ? null : ', '}
          <bdi>{name}</bdi>
        </React.Fragment>
      ))}
      {rest > 0 ? ` ${t('userForm.more', { count: rest })}` : null}
    </>
  );
}

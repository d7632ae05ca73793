import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuSplitGroup,
  MenuTrigger,
} from '@fluentui/react-components';
import { DeleteRegular, SaveRegular, TableRegular } from '@fluentui/react-icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SavedView } from '../../client/people.ts';
import { Problem } from '../parts/problem.tsx';
import { people } from '../server.ts';
import { useTexts } from '../texts.ts';
import type { UsersSearch } from './users-search.ts';

/** What of the address belongs to a view: not whose pane is open. */
const KEPT = ['q', 'filter', 'product', 'department', 'sort', 'desc', 'columns'] as const;

/** Saved views: to choose, to save, to delete. */
export function ViewsMenu({
  search,
  onChoose,
}: {
  readonly search: UsersSearch;
  readonly onChoose: (search: SavedView['search']) => void;
}) {
  const { t } = useTexts();
  const client = useQueryClient();
  const [saving, setSaving] = useState(false);
  const views = useQuery({ queryKey: ['views'], queryFn: () => people.views() });
  const refresh = () => client.invalidateQueries({ queryKey: ['views'] });
  const remove = useMutation({ mutationFn: (id: string) => people.deleteView(id), onSettled: refresh });
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button appearance="subtle" icon={<TableRegular />}>
            {t('users.views')}
          </Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem onClick={() => onChoose({})}>{t('users.everybody')}</MenuItem>
            <MenuGroup>
              {(views.data ?? []).map((view) => (
                <MenuSplitGroup key={view.id}>
                  <MenuItem onClick={() => onChoose(view.search)}>
                    <bdi>{view.name}</bdi>
                  </MenuItem>
                  <MenuItem
                    aria-label={t('users.deleteView', { name: view.name })}
                    icon={<DeleteRegular />}
                    persistOnClick
                    onClick={() => remove.mutate(view.id)}
                  />
                </MenuSplitGroup>
              ))}
            </MenuGroup>
            {views.data?.length === 0 ? <MenuItem disabled>{t('users.noViews')}</MenuItem> : null}
            <MenuDivider />
            <MenuItem icon={<SaveRegular />} onClick={() => setSaving(true)}>
              {t('users.saveView')}
            </MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      {saving ? (
        <SaveView
          search={Object.fromEntries(KEPT.flatMap((key) => (search[key] === undefined ? [] : [[key, search[key]]])))}
          onClose={() => {
            setSaving(false);
            void refresh();
          }}
        />
      ) : null}
    </>
  );
}

function SaveView({ search, onClose }: { readonly search: SavedView['search']; readonly onClose: () => void }) {
  const { t } = useTexts();
  const [name, setName] = useState('');
  const save = useMutation({ mutationFn: () => people.saveView(name.trim(), search), onSuccess: onClose });
  return (
    <Dialog open onOpenChange={(_event, data) => (data.open ? undefined : onClose())}>
      <DialogSurface>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== '') save.mutate();
          }}
        >
          <DialogBody>
            <DialogTitle>{t('users.saveViewTitle')}</DialogTitle>
            <DialogContent>
              <Problem error={save.error} />
              <p>{t('users.saveViewHint')}</p>
              <Field label={t('users.viewName')} required>
                <Input value={name} maxLength={100} onChange={(_event, data) => setName(data.value)} />
              </Field>
            </DialogContent>
            <DialogActions>
              <Button type="submit" appearance="primary" disabledFocusable={save.isPending}>
                {t('users.save')}
              </Button>
              <Button onClick={onClose}>{t('list.cancel')}</Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

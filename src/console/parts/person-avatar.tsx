import { Avatar } from '@fluentui/react-components';
import { initialsOf } from './initials.ts';

/** A person's letters in a color of their own. The name stands beside it, or in the label of what it is in. */
export function PersonAvatar({ name }: { readonly name: string }) {
  return <Avatar name={name} initials={initialsOf(name)} color="colorful" aria-hidden="true" />;
}

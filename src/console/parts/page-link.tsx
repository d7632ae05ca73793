import { Button } from '@fluentui/react-components';
import { createLink } from '@tanstack/react-router';
import { type ComponentProps, forwardRef } from 'react';

type AnchorProps = Omit<ComponentProps<'a'>, 'ref'>;

/** A link to a page of the console that looks like a button. */
export const PageButton = createLink(
  forwardRef<HTMLAnchorElement, AnchorProps & { readonly appearance?: 'primary' | 'secondary' }>((props, ref) => (
    <Button {...(props as object)} as="a" ref={ref as never} />
  )),
);

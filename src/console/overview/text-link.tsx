import { Link } from '@fluentui/react-components';
import { createLink } from '@tanstack/react-router';
import { type ComponentProps, forwardRef } from 'react';

type AnchorProps = Omit<ComponentProps<'a'>, 'ref'>;

/** A link to a page of the console, in a text. */
export const TextLink = createLink(
  forwardRef<HTMLAnchorElement, AnchorProps>((props, ref) => <Link {...(props as object)} as="a" ref={ref as never} />),
);

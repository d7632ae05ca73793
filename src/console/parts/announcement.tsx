import { makeStyles } from '@fluentui/react-components';

const useStyles = makeStyles({
  hidden: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
});

/** Tells a screen reader what the eye sees anyway. */
export function Announcement({ text }: { readonly text: string }) {
  return (
    <span role="status" className={useStyles().hidden}>
      {text}
    </span>
  );
}

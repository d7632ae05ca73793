import { MessageBar, MessageBarBody, makeStyles } from '@fluentui/react-components';

// A live region is there before it speaks, and takes no room until then.
const useStyles = makeStyles({ root: { '&:empty': { position: 'absolute' } } });

/** Says that something was done. */
export function Success({ text }: { readonly text: string | undefined }) {
  return (
    <div role="status" className={useStyles().root}>
      {text === undefined ? null : (
        <MessageBar intent="success" layout="multiline">
          <MessageBarBody>{text}</MessageBarBody>
        </MessageBar>
      )}
    </div>
  );
}

import { Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import {
  BranchForkRegular,
  CodeRegular,
  KeyMultipleRegular,
  TimelineRegular,
  WindowConsoleRegular,
} from '@fluentui/react-icons';
import { useSuspenseQuery } from '@tanstack/react-query';
import { CopyButton } from '../parts/copy-button.tsx';
import { PageFrame } from '../parts/page-frame.tsx';
import { PageButton } from '../parts/page-link.tsx';
import { Section } from '../parts/section.tsx';
import { sessionQuery } from '../queries.ts';
import { useTexts } from '../texts.ts';

const useStyles = makeStyles({
  sections: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, maxWidth: '52rem' },
  block: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  code: {
    flexGrow: 1,
    minWidth: 0,
    margin: 0,
    paddingBlock: '6px',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
});

/** /help: how to do by command line and script what is done here. */
export function HelpPage() {
  const { t } = useTexts();
  const styles = useStyles();
  const { data } = useSuspenseQuery(sessionQuery);
  const { origin } = location;
  const token = [
    `curl ${origin}/${data.tenant.tenantId}/oauth2/v2.0/token \\`,
    '  -d grant_type=client_credentials \\',
    '  -d client_id=$CLIENT -d client_secret=$SECRET \\',
    '  -d scope=https://graph.microsoft.com/.default',
  ].join('\n');
  return (
    <PageFrame name={t('page.help')} lead={t('help.lead')}>
      <div className={styles.sections}>
        <Section icon={<TimelineRegular />} title={t('rules.open')} hint={t('rules.openHint')}>
          <div>
            <PageButton to="/help/rules">{t('rules.openLink')}</PageButton>
          </div>
        </Section>
        <Section icon={<WindowConsoleRegular />} title={t('help.cliTitle')} hint={t('help.cli')}>
          <Code text="npx seatwise --help" />
        </Section>
        <Section icon={<KeyMultipleRegular />} title={t('help.appTitle')} hint={t('help.app')}>
          <Code text={'npx seatwise app create --name "First script" --role "License Administrator"'} />
          <Text>{t('help.token')}</Text>
          <Code text={token} />
        </Section>
        <Section
          icon={<BranchForkRegular />}
          title={t('help.graphTitle')}
          hint={t('help.graph', { path: `${origin}/v1.0` })}
        >
          <Code text={`curl -H "Authorization: Bearer $TOKEN" ${origin}/v1.0/subscribedSkus`} />
        </Section>
        <Section icon={<CodeRegular />} title={t('help.apiTitle')} hint={t('help.api', { path: `${origin}/api` })}>
          <Text>
            <Link href="/api/openapi.json">{t('help.apiLink')}</Link>
          </Text>
        </Section>
      </div>
    </PageFrame>
  );
}

function Code({ text }: { readonly text: string }) {
  const styles = useStyles();
  return (
    <div className={styles.block}>
      <pre className={styles.code}>{text}</pre>
      <CopyButton text={text} />
    </div>
  );
}

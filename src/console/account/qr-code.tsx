import { useTexts } from '../texts.ts';
import { qrPath } from './qr-path.ts';

/** Fields left free around a QR code, as its standard asks. */
const QUIET = 4;

/** A QR code, dark on light in every theme: that is what cameras read. */
export function QrCode({ rows }: { readonly rows: readonly string[] }) {
  const { t } = useTexts();
  const size = rows.length + 2 * QUIET;
  return (
    <svg
      role="img"
      aria-label={t('account.qr')}
      width="196"
      height="196"
      viewBox={`${-QUIET} ${-QUIET} ${size} ${size}`}
      shapeRendering="crispEdges"
    >
      <rect x={-QUIET} y={-QUIET} width={size} height={size} fill="#fff" />
      <path d={qrPath(rows)} fill="#000" />
    </svg>
  );
}

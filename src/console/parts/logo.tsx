import { tokens } from '@fluentui/react-components';

/** The mark: four seats, one of them given. */
export function Logo({ size = 24 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <rect width="24" height="24" rx="6" fill={tokens.colorBrandBackground} />
      <g fill={tokens.colorNeutralForegroundOnBrand}>
        <rect x="5" y="5" width="6" height="6" rx="1.5" />
        <rect x="13" y="5" width="6" height="6" rx="1.5" opacity="0.55" />
        <rect x="5" y="13" width="6" height="6" rx="1.5" opacity="0.55" />
      </g>
      <path
        d="m12.9 16.2 2.1 2.1 4-4.3"
        fill="none"
        stroke={tokens.colorNeutralForegroundOnBrand}
        strokeWidth="1.9"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

import { expect, test } from 'vitest';
import { initialsOf } from './initials.ts';

test.each([
  ['Adèle Vance', 'AV'],
  ['  zoé  🦊  renard ', 'ZR'],
  ['Élodie', 'É'],
  ['Anne Marie de la Tour', 'AT'],
  ['נועה אברהם', 'נא'],
  ['小野寺 雪', '小雪'],
  ['<script>alert(1)</script>', ''],
  ['🦊', ''],
  ['', ''],
])('%j: %j', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

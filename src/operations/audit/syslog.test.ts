import fc from 'fast-check';
import { expect, test } from 'vitest';
import { syslogLine } from './syslog.ts';

test('whatever stands in an entry, a message is one line with whole brackets, and says what it was given', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (text, actor) => {
      const line = syslogLine({ at: new Date(0), host: 'h', messageId: 'm', data: { actor }, text });
      expect(line).not.toMatch(/[\r\n]/);
      const value = /actor="((?:[^"\\\]]|\\.)*)"\]/u.exec(line)?.[1];
      expect(value?.replaceAll(/\\(.)/gu, '$1').length).toBe(actor.length);
    }),
  );
});

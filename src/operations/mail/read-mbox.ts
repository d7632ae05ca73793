/** One message of a file, or that it was too large to be taken. */
export type MailPart = { readonly raw: Buffer } | { readonly tooLarge: true };

const FROM = Buffer.from('From ');
const NEWLINE = 0x0a;
/** A line that is longer is read in pieces: nobody's memory is filled by a file without line ends. */
const LONGEST_PIECE = 1024 * 1024;

/**
 * The messages of a file as it comes in, one in memory at a time: of an mbox file each (split at lines that begin with
 * "From " after an empty one, ">From " unescaped as in mboxrd), of any other file the one that it is. A message with
 * more bytes than the limit is skipped and told.
 */
export async function* readMbox(source: AsyncIterable<Uint8Array>, largest: number): AsyncGenerator<MailPart> {
  let isMbox: boolean | undefined;
  let message: Buffer[] = [];
  let size = 0;
  let tooLarge = false;
  let afterEmpty = true;
  const finished = (): MailPart | undefined => {
    const part: MailPart | undefined = tooLarge ? { tooLarge } : size > 0 ? { raw: Buffer.concat(message) } : undefined;
    message = [];
    size = 0;
    tooLarge = false;
    return part;
  };
  for await (const { line, isStart } of linesOf(source)) {
    isMbox ??= startsWith(line, 0, FROM);
    if (isMbox && isStart && afterEmpty && startsWith(line, 0, FROM)) {
      const part = withoutLastEmptyLine(finished());
      if (part) yield part;
      afterEmpty = false;
      continue;
    }
    const kept = isMbox && isStart ? unescaped(line) : line;
    size += kept.length;
    if (size > largest) {
      tooLarge = true;
      message = [];
    } else message.push(kept);
    afterEmpty = isStart && (line.equals(CRLF) || line.equals(LF));
  }
  const last = isMbox ? withoutLastEmptyLine(finished()) : finished();
  if (last) yield last;
}

const LF = Buffer.from('\n');
const CRLF = Buffer.from('\r\n');

/** Lines with their ends; a very long one in pieces, of which only the first is a start. */
async function* linesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<{ line: Buffer; isStart: boolean }> {
  let rest = Buffer.alloc(0);
  let isStart = true;
  for await (const chunk of source) {
    const bytes = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    let at = 0;
    for (let end = bytes.indexOf(NEWLINE, at); end >= 0; end = bytes.indexOf(NEWLINE, at)) {
      yield { line: bytes.subarray(at, end + 1), isStart };
      isStart = true;
      at = end + 1;
    }
    rest = bytes.subarray(at);
    if (rest.length > LONGEST_PIECE) {
      yield { line: rest, isStart };
      isStart = false;
      rest = Buffer.alloc(0);
    }
  }
  if (rest.length > 0) yield { line: rest, isStart };
}

function unescaped(line: Buffer): Buffer {
  let quotes = 0;
  while (line[quotes] === 0x3e) quotes += 1;
  return quotes > 0 && startsWith(line, quotes, FROM) ? line.subarray(1) : line;
}

function startsWith(line: Buffer, at: number, text: Buffer): boolean {
  return line.length >= at + text.length && line.compare(text, 0, text.length, at, at + text.length) === 0;
}

/** The empty line before the next "From " belongs to the file and not to the message. */
function withoutLastEmptyLine(part: MailPart | undefined): MailPart | undefined {
  if (!part || 'tooLarge' in part) return part;
  const { raw } = part;
  if (raw.subarray(-4).equals(Buffer.from('\r\n\r\n'))) return { raw: raw.subarray(0, -2) };
  return raw.subarray(-2).equals(Buffer.from('\n\n')) ? { raw: raw.subarray(0, -1) } : part;
}

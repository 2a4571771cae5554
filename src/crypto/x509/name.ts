import { GoError } from '../../core/errors.ts';
import { textFromBytes } from '../../wire/utf8.ts';
import { Der, type Element, Tag } from './der.ts';

const COMMON_NAME = '2.5.4.3';

/** The common name of a distinguished name: the last one when there are several, empty when there is none. Throws GoError. */
export function parseCommonName(raw: Uint8Array): string {
  let commonName = '';
  const sets = new Der(raw).inside(Tag.sequence);
  if (sets === undefined) throw new GoError('x509: invalid RDNSequence');
  while (!sets.empty) {
    const set = sets.inside(Tag.set);
    if (set === undefined) throw new GoError('x509: invalid RDNSequence');
    while (!set.empty) {
      const attribute = set.inside(Tag.sequence);
      if (attribute === undefined) throw new GoError('x509: invalid RDNSequence: invalid attribute');
      const type = attribute.oid();
      if (type === undefined) throw new GoError('x509: invalid RDNSequence: invalid attribute type');
      const value = attribute.any();
      if (value === undefined) throw new GoError('x509: invalid RDNSequence: invalid attribute value');
      const text = textOf(value);
      if (type === COMMON_NAME) commonName = text;
    }
  }
  return commonName;
}

const invalid = (what: string): GoError => new GoError(`x509: invalid RDNSequence: invalid attribute value: ${what}`);
const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** A text of any of the types that names may have. */
function textOf({ tag, content }: Element): string {
  switch (tag) {
    case Tag.t61String:
      return latin1(content);
    case Tag.printableString: {
      const text = latin1(content);
      // The star and the ampersand are not in that alphabet, yet in use.
      if (!/^[a-zA-Z0-9'()+,\-./ :=?*&]*$/.test(text)) throw invalid('invalid PrintableString');
      return text;
    }
    case Tag.utf8String: {
      const text = textFromBytes(content);
      if (!text.isWellFormed()) throw invalid('invalid UTF-8 string');
      return text;
    }
    case Tag.bmpString:
      return bmpText(content);
    case Tag.ia5String:
      if (content.some((b) => b >= 0x80)) throw invalid('invalid IA5String');
      return latin1(content);
    case Tag.numericString: {
      const text = latin1(content);
      if (!/^[0-9 ]*$/.test(text)) throw invalid('invalid NumericString');
      return text;
    }
    default:
      throw invalid(`unsupported string type: ${tag}`);
  }
}

/** Two bytes a character; one terminating zero is dropped, surrogates and noncharacters are refused. */
function bmpText(content: Uint8Array): string {
  if (content.length % 2 !== 0) throw invalid('invalid BMPString');
  let text = '';
  for (let i = 0; i < content.length; i += 2) {
    const point = content[i]! * 256 + content[i + 1]!;
    const surrogate = point >= 0xd800 && point <= 0xdfff;
    if (surrogate || (point >= 0xfdd0 && point <= 0xfdef) || point >= 0xfffe) throw invalid('invalid BMPString');
    text += String.fromCharCode(point);
  }
  return text.endsWith('\0') ? text.slice(0, -1) : text;
}

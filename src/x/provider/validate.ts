import { quoteText } from '../../core/go-text.ts';
import { tryParseUrl } from '../../core/go-url.ts';
import { ErrInvalidAddress } from '../../core/sdk-errors.ts';
import { tryAccAddress } from '../../crypto/address.ts';
import type { Provider } from '../../wire/gen/akash/provider/v1beta4/provider.ts';
import { PLAIN_KEY, validateAttributes } from '../attributes/attributes.ts';
import { ErrInvalidInfoWebsite, ErrInvalidProviderURI, ErrNotAbsProviderURI } from './errors.ts';

/** Source: chain-sdk go/node/provider/v1beta4/msgs.go. */

/** What a provider may say of itself; `action` names the message in the address error. */
export function validateProvider(action: 'MsgCreate' | 'MsgUpdate', p: Provider): void {
  validateHostUri(p.hostUri);
  validateOwner(action, p.owner);
  validateAttributes(p.attributes, PLAIN_KEY);
  if (p.info.website !== '' && tryParseUrl(p.info.website) === undefined) throw ErrInvalidInfoWebsite.error();
}

export function validateOwner(action: string, owner: string): void {
  if (tryAccAddress(owner) === undefined) throw ErrInvalidAddress.wrap(`${action}: Invalid Provider Address`);
}

/** `https://host[:port]`, nothing behind it but a query or a fragment. */
function validateHostUri(text: string): void {
  const url = tryParseUrl(text);
  if (url === undefined) throw ErrInvalidProviderURI.error();
  const quoted = quoteText(text);
  if (url.scheme === '') throw ErrNotAbsProviderURI.wrap(`validating ${quoted} for absolute URI`);
  if (url.scheme !== 'https') throw ErrInvalidProviderURI.wrap(`scheme in ${quoted} should be https`);
  if (url.host === '') throw ErrInvalidProviderURI.wrap(`validating ${quoted} for valid host`);
  if (url.path !== '') throw ErrInvalidProviderURI.wrap(`path in ${quoted} should be empty`);
}

/**
 * The interface registry: which types an `Any` may hold, and how it is packed and unpacked.
 *
 * Source: cosmos-sdk codec/types/interface_registry.go.
 */
import { GoError, InternalError, nilPointer } from '../core/errors.ts';
import type { Any } from './gen/google/protobuf/any.ts';
import { messageTypes, signerPaths } from './gen/index.ts';
import { INTERFACES } from './interfaces.ts';
import { NIL_MESSAGE, nilsMet } from './nil.ts';
import { garbled, type Message, type MessageType } from './runtime.ts';
import { settleNil } from './settle-nil.ts';
import { GO_INTERFACES, UNPACK_RULES, type UnpackRule } from './unpack.ts';
import { notUtf8 } from './utf8.ts';
import { checkText } from './valid-text.ts';

/** `Any` values inside each other, at most. */
export const MAX_ANY_DEPTH = 10;
/** `Any` values unpacked for one message, at most. */
export const MAX_ANY_CALLS = 100;

const byUrl = new Map<string, MessageType<Message>>();
for (const t of messageTypes) byUrl.set(`/${t.typeName}`, t);

const implementers = new Map<string, ReadonlySet<string>>();
for (const [name, urls] of Object.entries(INTERFACES)) implementers.set(name, new Set(urls));

/** The registered type of a URL such as `/cosmos.bank.v1beta1.MsgSend`. */
export function messageType(typeUrl: string): MessageType<Message> | undefined {
  return byUrl.get(typeUrl);
}

/** {@link messageType}, failing as the reference's Resolve does. */
export function resolveType(typeUrl: string): MessageType<Message> {
  const t = byUrl.get(typeUrl);
  if (t === undefined) throw new GoError(`unable to resolve type URL ${typeUrl}`);
  return t;
}

/** Names of all interfaces. */
export function listInterfaces(): string[] {
  return Object.keys(INTERFACES);
}

/** Type URLs registered for an interface, in ascending order. */
export function listImplementations(interfaceName: string): readonly string[] {
  return INTERFACES[interfaceName] ?? [];
}

/** The message in an `Any`. */
export function packAny<T extends object>(type: MessageType<T>, message: T): Any {
  return { typeUrl: `/${type.typeName}`, value: type.encode(message), $message: message };
}

/**
 * The message that an `Any` holds; undefined when the `Any` is missing or has no type. It stays attached to the `Any`,
 * whose value becomes the message's canonical encoding, as in the reference. Throws GoError.
 */
export function unpackAny(any: Any | undefined, interfaceName: string): Message | undefined {
  return unpack(any, interfaceName, undefined);
}

/** {@link unpackAny} for a type known to the caller. */
export function unpackAs<T extends object>(any: Any | undefined, interfaceName: string, type: MessageType<T>): T {
  const m = unpackAny(any, interfaceName);
  if (m === undefined || any?.typeUrl !== `/${type.typeName}`) {
    throw new InternalError(`an Any of ${any?.typeUrl ?? 'nothing'} was taken for ${type.typeName}`);
  }
  return m as T;
}

/** Unpacks the `Any` fields of a message, as decoding through the reference's codec does. Throws GoError. */
export function unpackInterfaces(typeName: string, message: Message): void {
  const rules = UNPACK_RULES[typeName];
  if (rules !== undefined) applyRules(rules, message, undefined);
}

/** Decodes as the reference's codec does: the message, then what its `Any` fields hold. */
export function decodeAndUnpack<T extends object>(type: MessageType<T>, bytes: Uint8Array): T {
  const m = type.decode(bytes);
  unpackInterfaces(type.typeName, m);
  return m;
}

/** How far unpacking may still go. Each `Any` that is not inside another starts anew. */
interface Budget {
  readonly depth: number;
  readonly calls: { left: number };
}

/** Messages unpacked from an `Any` since somebody set this to zero. */
export const unpacked = { count: 0 };

/** Messages with strings that are not UTF-8, or with others in them that have such. */
const withInvalidText = new WeakSet<Message>();
/** Messages whose bytes cannot be read again. */
const withGarbledBytes = new WeakSet<Message>();

function unpack(any: Any | undefined, interfaceName: string, given: Budget | undefined): Message | undefined {
  const budget = given ?? { depth: MAX_ANY_DEPTH, calls: { left: MAX_ANY_CALLS } };
  // PARITY: cosmos-sdk codec/types/interface_registry.go: what is packed counts itself, so ten levels are nine of MsgExec.
  if (budget.depth <= 0) throw new GoError('max depth exceeded');
  if (budget.calls.left <= 0) throw new GoError('call limit exceeded');
  if (any === undefined || any === NIL_MESSAGE || any.typeUrl === '') return undefined;
  budget.calls.left--;
  const urls = implementers.get(interfaceName);
  if (urls === undefined) throw new InternalError(`no interface ${interfaceName}`);
  const known = urls.has(any.typeUrl);
  if (known && any.$message !== undefined) return any.$message;
  const goName = GO_INTERFACES[interfaceName] ?? interfaceName;
  if (urls.size === 0) throw new GoError(`no registered implementations of type ${goName.slice(1)}`);
  if (!known) {
    throw new GoError(`no concrete type registered for type URL ${any.typeUrl} against interface ${goName}`);
  }
  const type = byUrl.get(any.typeUrl)!;
  const nils = nilsMet.count;
  const invalid = notUtf8.count;
  const message = type.decode(any.value);
  const rules = UNPACK_RULES[type.typeName];
  if (rules !== undefined) applyRules(rules, message, { depth: budget.depth - 1, calls: budget.calls });
  const unreadable = garbled.count;
  any.value = type.encode(message);
  if (garbled.count !== unreadable) withGarbledBytes.add(message);
  if (nilsMet.count !== nils) settleNil(type.typeName, message);
  delete any.$unrecognized;
  any.$message = message;
  if (notUtf8.count !== invalid) withInvalidText.add(message);
  unpacked.count++;
  return message;
}

function applyRules(rules: readonly UnpackRule[], message: Message, budget: Budget | undefined): void {
  for (const rule of rules) {
    const value = (message as { readonly [field: string]: unknown })[rule.field];
    if (Array.isArray(value)) {
      for (const item of value) applyRule(rule, item as Message, budget);
    } else applyRule(rule, value as Message | undefined, budget);
  }
}

/** Pointers whose message is unpacked without a look at whether there is one: a missing one panics in Go. */
const UNCHECKED = new Set(['baseAccount', 'baseVestingAccount', 'consensusState', 'identifiedClientState', 'signDoc']);

function applyRule(rule: UnpackRule, value: Message | undefined, budget: Budget | undefined): void {
  if ('any' in rule) {
    unpack(value as Any | undefined, rule.any, budget);
    return;
  }
  if (value === undefined) {
    if (UNCHECKED.has(rule.field)) throw nilPointer();
    return;
  }
  const rules = UNPACK_RULES[rule.message];
  if (rules !== undefined) applyRules(rules, value, budget);
}

/** An address that must sign a message. */
export interface SignerAddress {
  /** bech32 text as it stands in the message: not checked. */
  readonly text: string;
  /** Whether it is a validator's operator address. */
  readonly validator: boolean;
  /** `id.owner` and the like, where the reference's error names the field: `error decoding id.owner address "": ...`. */
  readonly label: string | undefined;
}

/**
 * Messages of Akash whose signer stands in an id, which the reference's application defines apart from the messages.
 *
 * Source: chain-sdk go/sdkutil/codec.go.
 */
const CUSTOM_SIGNERS: { readonly [typeName: string]: readonly [field: string, property: string, name: string] } = {
  'akash.deployment.v1beta4.MsgCreateDeployment': ['id', 'id', 'owner'],
  'akash.deployment.v1beta4.MsgUpdateDeployment': ['id', 'id', 'owner'],
  'akash.deployment.v1beta4.MsgCloseDeployment': ['id', 'id', 'owner'],
  'akash.deployment.v1beta4.MsgStartGroup': ['id', 'id', 'owner'],
  'akash.deployment.v1beta4.MsgPauseGroup': ['id', 'id', 'owner'],
  'akash.deployment.v1beta4.MsgCloseGroup': ['id', 'id', 'owner'],
  'akash.market.v1beta5.MsgCreateLease': ['bid_id', 'bidId', 'owner'],
  'akash.market.v1beta5.MsgCloseLease': ['id', 'id', 'owner'],
  'akash.market.v1beta5.MsgCreateBid': ['id', 'id', 'provider'],
  'akash.market.v1beta5.MsgCloseBid': ['id', 'id', 'provider'],
  'akash.market.v1beta5.MsgWithdrawLease': ['id', 'id', 'provider'],
  'akash.cert.v1.MsgRevokeCertificate': ['id', 'id', 'owner'],
};

/**
 * The addresses that must sign a message, in order and with repetitions. Throws GoError when its type names none.
 *
 * PARITY: chain-sdk proto akash/deployment/v1beta3: MsgDepositDeployment is registered and names none.
 *
 * Source: cosmossdk.io/x/tx signing/context.go.
 */
export function signerAddresses(typeUrl: string, message: Message): SignerAddress[] {
  const name = typeUrl.startsWith('/') ? typeUrl.slice(1) : typeUrl;
  if (withGarbledBytes.has(message)) {
    throw new GoError(`cannot unmarshal msg /${name}: proto:\u00a0cannot parse invalid wire-format data`);
  }
  if (withInvalidText.has(message)) checkText(name, resolveType(`/${name}`).encode(message));
  const custom = CUSTOM_SIGNERS[name];
  if (custom !== undefined) {
    const [field, property, member] = custom;
    const id = (message as { readonly [p: string]: { readonly [p: string]: string } })[property]!;
    return [{ text: id[member]!, validator: false, label: `${field}.${member}` }];
  }
  const paths = signerPaths[name];
  if (paths === undefined) {
    throw new GoError(
      `no cosmos.msg.v1.signer option found for message ${name}; use DefineCustomGetSigners to specify a custom getter`,
    );
  }
  const out: SignerAddress[] = [];
  for (const { path, validator } of paths) collect(message, path, 0, validator, out);
  return out;
}

/** The texts of {@link signerAddresses}. */
export function msgSigners(typeUrl: string, message: Message): string[] {
  return signerAddresses(typeUrl, message).map((s) => s.text);
}

function collect(value: unknown, path: readonly string[], at: number, validator: boolean, out: SignerAddress[]): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, path, at, validator, out);
  } else if (at === path.length) out.push({ text: value as string, validator, label: undefined });
  else {
    // A missing nested message reads as an empty one.
    const next = value === undefined ? '' : (value as { readonly [p: string]: unknown })[path[at]!];
    collect(value === undefined ? '' : next, path, value === undefined ? path.length : at + 1, validator, out);
  }
}

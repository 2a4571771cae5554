/** Errors: their codes, and the ABCI answers that are made of them (errors.jsonl.gz). */
import { execTxResult, failureOf, queryFailure, queryResponse } from '../../../src/baseapp/responses.ts';
import { ErrPanic, GoError, type GoErrorBase, registeredErrors } from '../../../src/core/errors.ts';
import { ErrInsufficientFunds, ErrUnauthorized } from '../../../src/core/sdk-errors.ts';
import { ExecTxResult, ResponseCheckTx, ResponseQuery } from '../../../src/wire/gen/tendermint/abci/types.ts';
import { ErrSendDisabled } from '../../../src/x/bank/errors.ts';
import { ErrBidExists } from '../../../src/x/market/errors.ts';
import { modulesAlone } from '../app.ts';
import { toBase64 } from '../encoding.ts';
import type { Topic } from '../lib.ts';
import '../../../src/store/errors.ts';
import '../../../src/wire/errors.ts';
import '../../../src/x/take/errors.ts';
import '../../../src/x/unrouted/errors.ts';

modulesAlone();

const funds = ErrInsufficientFunds;
const plain = new GoError('plain text');

/** What the names in the recording stand for. */
const cases: Record<string, GoErrorBase | undefined> = {
  nil: undefined,
  plain: funds.error(),
  Wrap: funds.wrap('context'),
  Wrapf: funds.wrap(`have ${5}`),
  'Wrap twice': funds.wrap('inner').wrap('outer'),
  'Wrap nil': undefined,
  'method Wrap': ErrUnauthorized.wrap('text'),
  'method Wrapf': ErrUnauthorized.wrap(`${'a'}-${1}`),
  'empty text': ErrUnauthorized.wrap(''),
  'fmt %w': errorf(funds.error()),
  'fmt %w of Wrap': errorf(funds.wrap('in')),
  'Wrap of fmt %w': errorf(funds.error()).wrap('out'),
  'fmt %s': new GoError(`context: ${funds.description}`),
  std: plain,
  'Wrap of std': plain.wrap('context'),
  panic: ErrPanic.wrap('recovered'),
  join: new GoError(`${funds.description}\n${ErrUnauthorized.description}`, funds.error()),
  'join other way': new GoError(`a\n${ErrUnauthorized.description}`, ErrUnauthorized.error()),
  'two %w': new GoError(`${ErrBidExists.description} and ${ErrUnauthorized.description}`, ErrBidExists.error()),
  bank: ErrSendDisabled.wrap('uakt transfers are currently disabled'),
  akash: ErrBidExists.error(),
  'akash wrapped': ErrBidExists.wrap('bid'),
};

function errorf(e: GoErrorBase): GoError {
  return new GoError(`context: ${e.message}`, e);
}

function named(name: string): GoErrorBase | undefined {
  if (!(name in cases)) throw new Error(`what is the error ${name}?`);
  return cases[name];
}

/** Go's stack of where an error was wrapped, which the recording leaves out with the rest of the text, is in debug mode alone. */
const hasStack = (name: string): boolean => /Wrap(?! nil)|empty text|panic|bank|wrapped/.test(name);

function txResult(name: string): ExecTxResult {
  const e = named(name);
  const failure = e === undefined ? undefined : failureOf(e);
  const gas = { gasWanted: 100n, gasUsed: 50n, anteEvents: [] };
  return execTxResult(failure === undefined ? gas : { ...gas, failure }, new Set());
}

const topic: Topic = {
  registered: ({ codespace, code }: { codespace: string; code: number }) =>
    registeredErrors()
      .find((e) => e.codespace === codespace && e.code === code)
      ?.error().message,
  abciInfo({ case: name, debug }: { case: string; debug: boolean }) {
    const e = named(name);
    if (e === undefined) return { codespace: '', code: 0, log: '' };
    const { codespace, code, log } = failureOf(e);
    return debug && hasStack(name) ? { codespace, code } : { codespace, code, log, text: e.message };
  },
  responseCheckTx: (name: string) => toBase64(ResponseCheckTx.encode(ResponseCheckTx.create(txResult(name)))),
  responseExecTxResult: (name: string) => toBase64(ExecTxResult.encode(txResult(name))),
  queryResult(name: string) {
    const e = named(name);
    return toBase64(ResponseQuery.encode(e === undefined ? queryResponse({}) : queryFailure(e)));
  },
};
export default topic;

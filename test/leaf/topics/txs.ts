/** Transactions in protobuf and JSON, and what is none (txs.jsonl.gz). */
import { GoErrorBase } from '../../../src/core/errors.ts';
import { ErrTxDecode } from '../../../src/core/sdk-errors.ts';
import { Tx } from '../../../src/wire/gen/cosmos/tx/v1beta1/tx.ts';
import { fromJson, toJson } from '../../../src/wire/json.ts';
import type { Topic } from '../lib.ts';
import { transaction } from '../transactions.ts';

const topic: Topic = {
  tx: transaction,
  garbage: transaction,
  txFromJSON(json: string) {
    let tx: Tx;
    try {
      tx = fromJson(Tx, json);
    } catch (e) {
      throw e instanceof GoErrorBase ? ErrTxDecode.wrap(e.message) : e;
    }
    return toJson(Tx, tx);
  },
};
export default topic;

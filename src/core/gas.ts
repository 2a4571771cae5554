import { GoPanic } from './errors.ts';

const MAX_UINT64 = (1n << 64n) - 1n;

/** The panic of a gas meter that ran past its limit. In a transaction it becomes `sdk` code 11. */
export class OutOfGasPanic extends GoPanic {
  readonly descriptor: string;
  constructor(descriptor: string) {
    super(`{${descriptor}}`);
    this.name = 'OutOfGasPanic';
    this.descriptor = descriptor;
  }
}

/** The panic of a gas sum over 64 bits. */
export class GasOverflowPanic extends GoPanic {
  readonly descriptor: string;
  constructor(descriptor: string) {
    super(`{${descriptor}}`);
    this.name = 'GasOverflowPanic';
    this.descriptor = descriptor;
  }
}

/** What an access to a store costs. Source: cosmossdk.io/store/types/gas.go. */
export interface GasConfig {
  readonly hasCost: number;
  readonly deleteCost: number;
  readonly readCostFlat: number;
  readonly readCostPerByte: number;
  readonly writeCostFlat: number;
  readonly writeCostPerByte: number;
  readonly iterNextCostFlat: number;
}

export const KV_GAS_CONFIG: GasConfig = {
  hasCost: 1000,
  deleteCost: 1000,
  readCostFlat: 1000,
  readCostPerByte: 3,
  writeCostFlat: 2000,
  writeCostPerByte: 30,
  iterNextCostFlat: 30,
};

export const TRANSIENT_GAS_CONFIG: GasConfig = {
  hasCost: 100,
  deleteCost: 100,
  readCostFlat: 100,
  readCostPerByte: 0,
  writeCostFlat: 200,
  writeCostPerByte: 3,
  iterNextCostFlat: 3,
};

/**
 * Counts gas against a limit, or without one.
 *
 * The count is a `number` while it is a safe integer, which is always unless a parameter asks for absurd costs, and a `bigint`
 * beyond: exact up to 2^64 in either form. Source: cosmossdk.io/store/types/gas.go.
 */
export class GasMeter {
  /** uint64, or undefined for an infinite meter. */
  readonly limit: bigint | undefined;
  private readonly safeLimit: number;
  private used = 0;
  /** What no longer fits into `used`. */
  private excess = 0n;

  constructor(limit: bigint | undefined) {
    this.limit = limit;
    this.safeLimit =
      limit === undefined || limit > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(limit);
  }

  static infinite(): GasMeter {
    return new GasMeter(undefined);
  }

  isInfinite(): boolean {
    return this.limit === undefined;
  }

  /** Throws {@link OutOfGasPanic} once the sum is past the limit; the sum stays past it. `amount` is a safe integer >= 0. */
  consumeGas(amount: number, descriptor: string): void {
    const sum = this.used + amount;
    if (sum > this.safeLimit || this.excess !== 0n) this.consumeSlow(BigInt(amount), descriptor);
    else this.used = sum;
  }

  /** As {@link consumeGas}, for amounts that come from parameters and can be any uint64. */
  consumeGasBig(amount: bigint, descriptor: string): void {
    if (amount <= BigInt(Number.MAX_SAFE_INTEGER)) this.consumeGas(Number(amount), descriptor);
    else this.consumeSlow(amount, descriptor);
  }

  private consumeSlow(amount: bigint, descriptor: string): void {
    const sum = this.gasConsumed() + amount;
    if (sum > MAX_UINT64) {
      this.setConsumed(MAX_UINT64);
      throw new GasOverflowPanic(descriptor);
    }
    this.setConsumed(sum);
    if (this.limit !== undefined && sum > this.limit) throw new OutOfGasPanic(descriptor);
  }

  private setConsumed(sum: bigint): void {
    if (sum <= BigInt(Number.MAX_SAFE_INTEGER)) {
      this.used = Number(sum);
      this.excess = 0n;
    } else {
      this.used = 0;
      this.excess = sum;
    }
  }

  /** Takes back gas. A refund of more than was consumed is a Go panic. */
  refundGas(amount: bigint, descriptor: string): void {
    const consumed = this.gasConsumed();
    if (consumed < amount) throw new GoPanic(`{${descriptor}}`);
    this.setConsumed(consumed - amount);
  }

  gasConsumed(): bigint {
    return this.excess === 0n ? BigInt(this.used) : this.excess;
  }

  /** What was consumed, the limit at most. */
  gasConsumedToLimit(): bigint {
    const consumed = this.gasConsumed();
    return this.limit !== undefined && consumed > this.limit ? this.limit : consumed;
  }

  /** What is left; 2^64-1 for an infinite meter. */
  gasRemaining(): bigint {
    if (this.limit === undefined) return MAX_UINT64;
    const consumed = this.gasConsumed();
    return consumed > this.limit ? 0n : this.limit - consumed;
  }

  isPastLimit(): boolean {
    return this.limit !== undefined && this.gasConsumed() > this.limit;
  }

  isOutOfGas(): boolean {
    return this.limit !== undefined && this.gasConsumed() >= this.limit;
  }
}

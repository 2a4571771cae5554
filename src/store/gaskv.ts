import type { GasConfig, GasMeter } from '../core/gas.ts';
import type { KVIterator, KVStore, StoreTracer } from '../core/store.ts';
import { storeKey } from './byte-store.ts';
import type { CacheKVStore } from './cachekv.ts';

/**
 * A store that charges every access to a gas meter: first the flat price, then the access, then the price per byte, except for
 * writes, which are paid in full before they happen. Source: cosmossdk.io/store/gaskv.
 */
export class GasKVStore implements KVStore {
  private readonly parent: CacheKVStore;
  private readonly name: string;
  private readonly meter: GasMeter;
  private readonly config: GasConfig;
  private readonly tracer: StoreTracer | undefined;

  constructor(parent: CacheKVStore, name: string, meter: GasMeter, config: GasConfig, tracer: StoreTracer | undefined) {
    this.parent = parent;
    this.name = name;
    this.meter = meter;
    this.config = config;
    this.tracer = tracer;
  }

  get(key: Uint8Array): Uint8Array | undefined {
    const { meter, config } = this;
    meter.consumeGas(config.readCostFlat, 'ReadFlat');
    const value = this.parent.getB(storeKey(key));
    const length = value === undefined ? 0 : value.length;
    if (this.tracer !== undefined) this.tracer.get(this.name, key, value === undefined ? -1 : length);
    meter.consumeGas(config.readCostPerByte * key.length, 'ReadPerByte');
    meter.consumeGas(config.readCostPerByte * length, 'ReadPerByte');
    return value;
  }

  has(key: Uint8Array): boolean {
    this.meter.consumeGas(this.config.hasCost, 'Has');
    const found = this.parent.getB(storeKey(key)) !== undefined;
    if (this.tracer !== undefined) this.tracer.has(this.name, key, found);
    return found;
  }

  set(key: Uint8Array, value: Uint8Array): void {
    const { meter, config } = this;
    const k = storeKey(key);
    meter.consumeGas(config.writeCostFlat, 'WriteFlat');
    meter.consumeGas(config.writeCostPerByte * key.length, 'WritePerByte');
    meter.consumeGas(config.writeCostPerByte * value.length, 'WritePerByte');
    if (this.tracer !== undefined) this.tracer.set(this.name, key, value);
    this.parent.setB(k, value);
  }

  delete(key: Uint8Array): void {
    this.meter.consumeGas(this.config.deleteCost, 'Delete');
    if (this.tracer !== undefined) this.tracer.del(this.name, key);
    this.parent.deleteB(storeKey(key));
  }

  iterator(start: Uint8Array | undefined, end: Uint8Array | undefined): KVIterator {
    if (this.tracer !== undefined) this.tracer.iterator(this.name, start, end, true);
    return new GasIterator(this.parent.iterator(start, end), this.name, this.meter, this.config, this.tracer);
  }

  reverseIterator(start: Uint8Array | undefined, end: Uint8Array | undefined): KVIterator {
    if (this.tracer !== undefined) this.tracer.iterator(this.name, start, end, false);
    return new GasIterator(this.parent.reverseIterator(start, end), this.name, this.meter, this.config, this.tracer);
  }
}

/** Charges for the pair under it when it is opened and before each step; a flat price even when there is none. */
class GasIterator implements KVIterator {
  private readonly inner: KVIterator;
  private readonly name: string;
  private readonly meter: GasMeter;
  private readonly config: GasConfig;
  private readonly tracer: StoreTracer | undefined;
  private currentKey: Uint8Array | undefined;
  private currentValue: Uint8Array | undefined;

  constructor(inner: KVIterator, name: string, meter: GasMeter, config: GasConfig, tracer: StoreTracer | undefined) {
    this.inner = inner;
    this.name = name;
    this.meter = meter;
    this.config = config;
    this.tracer = tracer;
    this.charge();
  }

  valid(): boolean {
    return this.inner.valid();
  }
  key(): Uint8Array {
    this.currentKey ??= this.inner.key();
    return this.currentKey;
  }
  value(): Uint8Array {
    this.currentValue ??= this.inner.value();
    return this.currentValue;
  }
  next(): void {
    this.charge();
    this.currentKey = undefined;
    this.currentValue = undefined;
    this.inner.next();
  }
  close(): void {
    this.inner.close();
  }

  private charge(): void {
    const { meter, config } = this;
    if (this.inner.valid()) {
      const key = this.key();
      const length = this.value().length;
      if (this.tracer !== undefined) this.tracer.at(this.name, key, length);
      meter.consumeGas(config.readCostPerByte * key.length, 'ValuePerByte');
      meter.consumeGas(config.readCostPerByte * length, 'ValuePerByte');
    }
    meter.consumeGas(config.iterNextCostFlat, 'IterNextFlat');
  }
}

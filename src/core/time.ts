/** A point in time as the chain keeps it: seconds since 1970 (may be negative) and nanoseconds 0..999,999,999. */
export interface Time {
  readonly seconds: bigint;
  readonly nanos: number;
}

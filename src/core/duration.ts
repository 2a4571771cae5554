const SECOND = 1_000_000_000n;

/** Go's `Duration.String()` of nanoseconds: `72h3m0.5s`, `1.5ms`, `0s`. */
export function durationString(nanos: bigint): string {
  if (nanos === 0n) return '0s';
  const sign = nanos < 0n ? '-' : '';
  const d = nanos < 0n ? -nanos : nanos;
  if (d < 1000n) return `${sign}${d}ns`;
  if (d < 1_000_000n) return `${sign}${withFraction(d, 3)}µs`;
  if (d < SECOND) return `${sign}${withFraction(d, 6)}ms`;
  const seconds = d / SECOND;
  const hours = seconds / 3600n;
  const minutes = (seconds / 60n) % 60n;
  const rest = `${withFraction(d % (60n * SECOND), 9)}s`;
  if (hours > 0n) return `${sign}${hours}h${minutes}m${rest}`;
  return minutes > 0n ? `${sign}${minutes}m${rest}` : `${sign}${rest}`;
}

/** d / 10^places, without trailing zeros. */
function withFraction(d: bigint, places: number): string {
  const unit = 10n ** BigInt(places);
  const fraction = (d % unit).toString().padStart(places, '0').replace(/0+$/, '');
  return fraction === '' ? `${d / unit}` : `${d / unit}.${fraction}`;
}

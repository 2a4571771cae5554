/**
 * Panics of transactions that the reference has as well, in the same places: code 111222 on both. Any other panic that random traffic
 * meets is a fault of ours. What each does is tested beside its module.
 */
const KNOWN: readonly RegExp[] = [
  // node x/escrow/keeper/keeper.go, PaymentWithdraw: open payments are read only when blocks have passed since the last settlement, so that a
  // second withdrawal in a block does not find its own.
  /couldn't find payment/,
  // node x/escrow/keeper/keeper.go, accountSettleFullBlocks: the rates of all payments are summed, and those of deployments whose number begins
  // with this one's are among them, which may be in another denomination.
  /coin denom different: \S+ \S+/,
  // node x/market/handler/server.go, CreateBid: the price is compared with the order's before its denomination is.
  // node x/escrow/keeper/keeper.go, saveAccount: what is refunded is added to the limit of a grant that may be for another denomination by now.
  /invalid coin denominations; \S+, \S+/,
];

export function isKnownPanic(log: string): boolean {
  return KNOWN.some((known) => known.test(log));
}

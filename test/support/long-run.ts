/** `npm run test:long` plays as many as an issue asks for; `npm test` a part of them, so that it stays short. */
export function howMany({ short, long }: { readonly short: number; readonly long: number }): number {
  return process.env.TOURNIQUET_TEST_LONG === '1' ? long : short
}

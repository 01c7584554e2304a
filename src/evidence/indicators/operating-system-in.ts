/** First match counts: Android and WSL say that they are Linux, and attackers' distributions do, too. */
const systems = [
  [/kali/i, 'Kali Linux'],
  [/parrot/i, 'Parrot Linux'],
  [/pentoo/i, 'Pentoo Linux'],
  [/WSL|microsoft-standard/i, 'Linux in Windows'],
  [/\bAndroid\b/i, 'Android'],
  [/\biPhone|\biPad|\bos\/ios\b/i, 'iOS'],
  [/\bWindows|\bWin(32|64)\b|\bos\/windows|GOOS[/#]windows|\bMicrosoft Windows/i, 'Windows'],
  [/\bDarwin\b|\bMac[ _]?OS|\bMacintosh\b|\bos\/macos|GOOS[/#]darwin/i, 'macOS'],
  [/\bLinux\b|\bUbuntu\b|\bos\/linux|GOOS[/#]linux/i, 'Linux'],
  [/\b(Free|Open|Net)BSD\b/i, 'BSD'],
  [/\bCrOS\b/, 'Chrome OS'],
] as const

/** null where the text names none. */
export function operatingSystemIn(text: string): string | null {
  return systems.find(([pattern]) => pattern.test(text))?.[1] ?? null
}

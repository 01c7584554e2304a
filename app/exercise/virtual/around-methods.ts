/** A method's name and the call itself, to be let through, watched or refused. */
export type Around = (name: string, call: () => unknown) => unknown

/** The same object, with `around` standing around every call of a method. */
export function aroundMethods<T extends object>(target: T, around: Around): T {
  return new Proxy(target, {
    get: (_, name) => {
      const value = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return (...args: readonly unknown[]) => around(String(name), () => Reflect.apply(value, target, args))
    },
  })
}

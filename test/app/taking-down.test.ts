import { takingDown } from '../../app/taking-down.js'

describe('taking a world down', () => {
  it('ends the last part first, and every part though one of them fails', async () => {
    const ended: string[] = []
    const end = (name: string) => async () => void ended.push(name)
    const fails = async () => {
      throw new Error('It hangs on.')
    }
    const close = takingDown([end('database'), fails, end('server')])
    await expect(close()).rejects.toThrow('It hangs on.')
    expect(ended).toEqual(['server', 'database'])
  })

  it('is done once, and whoever asks meanwhile waits for its end', async () => {
    const ended: string[] = []
    const slow = async () => {
      await new Promise((resolve) => setTimeout(resolve, 10))
      ended.push('database')
    }
    const close = takingDown([slow])
    await Promise.all([close(), close().then(() => expect(ended).toEqual(['database']))])
    await close()
    expect(ended).toEqual(['database'])
  })
})

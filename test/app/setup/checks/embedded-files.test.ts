import { checkEmbeddedFiles } from '../../../../app/setup/checks/embedded-files.js'

describe('the files of the embedded server', () => {
  it('are no line where a copy of them would be noticed', () => {
    expect(checkEmbeddedFiles({ text: 'inode 7 born 1000', hasBirth: true })).toEqual([])
  })

  it('are yellow where only the inode number is known, with what to do instead', () => {
    expect(checkEmbeddedFiles({ text: 'inode 7', hasBirth: false })).toMatchObject([
      {
        status: 'yellow',
        says: expect.stringMatching(/no birth times.*inode number alone/),
        cure: expect.stringMatching(/audit\.anchors.*tourniquet freeze/),
      },
    ])
  })
})

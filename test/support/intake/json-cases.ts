import { gzipSync } from 'node:zlib'
import { cases, type IntakeCase } from './intake-case.js'
import type { WireRequest } from './wire.js'

const BOM = Buffer.from([0xef, 0xbb, 0xbf])
const body = (content: string | Buffer): WireRequest => ({ body: content })
type Change = IntakeCase['request']

/** The finding with bytes in its title. */
const titled =
  (...bytes: number[]): Change =>
  (_event, text) => {
    const at = text.indexOf('The user')
    return body(Buffer.concat([Buffer.from(text.slice(0, at)), Buffer.from(bytes), Buffer.from(text.slice(at))]))
  }
const replaced =
  (what: string, by: string): Change =>
  (_event, text) =>
    body(text.replace(what, () => by))
const after =
  (more: string): Change =>
  (_event, text) =>
    body(text + more)
const before =
  (less: string): Change =>
  (_event, text) =>
    body(less + text)
/** Beside `detail`, so that the whole is one level deeper than this. */
const unread =
  (value: string): Change =>
  (_event, text) =>
    body(text.replace('{', () => `{"unread":${value},`))
const lists = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
const objects = (depth: number) => `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`

const noJson = cases('what is not JSON is refused', 400, 'badJson', {
  nothing: body(''),
  'white space': body(' \r\n\t '),
  'a byte order mark alone': body(BOM),
  'an object that is left open': body('{'),
  'an object that was never opened': body('}'),
  'a finding without its end': (_event, text) => body(text.slice(0, -1)),
  'the first half of a finding': (_event, text) => body(text.slice(0, text.length / 2)),
  'a finding without its beginning': (_event, text) => body(text.slice(1)),
  'a comma at the end': replaced('"resources":[]', '"resources":[],,'),
  'single quotes': (_event, text) => body(text.replaceAll('"', "'")),
  'a comment': before('// a finding\n'),
  'a comment in a block': before('/**/'),
  'a key without quotes': replaced('"version"', 'version'),
  'a number that is none': replaced('"severity":8', '"severity":NaN'),
  'infinity by name': replaced('"severity":8', '"severity":Infinity'),
  'a hexadecimal number': replaced('"severity":8', '"severity":0x8'),
  'a leading zero': replaced('"severity":8', '"severity":08'),
  'a leading plus': replaced('"severity":8', '"severity":+8'),
  'a bare point': replaced('"severity":8', '"severity":8.'),
  'an undefined value': replaced('"severity":8', '"severity":undefined'),
  'two findings after each other': (_event, text) => body(text + text),
  'one finding a line': (_event, text) => body(`${text}\n${text}\n`),
  'a finding and a word': after(' true'),
  'a finding and a null character': after('\0'),
  'a line break inside of a text': replaced('The user', 'The\nuser'),
  'a null character inside of a text': replaced('The user', 'The\0user'),
  'an escape that there is not': replaced('The user', 'The\\xuser'),
  'half an escape': replaced('The user', 'The\\u12user'),
  'a call with JSON in it': (_event, text) => body(`callback(${text})`),
  'a guard against inclusion': before(")]}',\n"),
  'base64 of JSON': (_event, text) => body(Buffer.from(text).toString('base64')),
  XML: body('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>'),
  YAML: body('source: aws.guardduty\ndetail: !!js/function "return 1"\n'),
  'a form': body('payload=%7B%7D&source=aws.guardduty'),
  'a form with parts': body(
    '--x\r\ncontent-disposition: form-data; name="f"; filename="/etc/passwd"\r\n\r\n{}\r\n--x--',
  ),
  'a pickle': body(Buffer.from('80049528000000', 'hex')),
  'a serialised Java object': body(Buffer.from('aced00057372', 'hex')),
  'compressed bytes that nothing declares': (_event, text) => body(gzipSync(text)),
})

const noText = cases('what is not UTF-8 is refused', 400, 'badJson', {
  'a byte that UTF-8 does not have': titled(0xff),
  'a continuation without its start': titled(0x80),
  'a letter of Latin 1': titled(0xe9),
  'an overlong slash': titled(0xc0, 0xaf),
  'an overlong quote': titled(0xc0, 0xa2),
  'an overlong null': titled(0xc0, 0x80),
  'a half of a surrogate pair': titled(0xed, 0xa0, 0x80),
  'a letter beyond Unicode': titled(0xf4, 0x90, 0x80, 0x80),
  'a letter that is cut off': titled(0xf0, 0x9f, 0x98),
  'UTF-16, little end first': (_event, text) => body(Buffer.from(`\ufeff${text}`, 'utf16le')),
  'UTF-16, big end first': (_event, text) => body(Buffer.from(`\ufeff${text}`, 'utf16le').swap16()),
})

const deep = cases('what is nested deeper than 64 levels is refused', 400, 'badJson', {
  '65 lists': body(lists(65)),
  '65 objects': body(objects(65)),
  '64 lists in the envelope': unread(lists(64)),
  '64 objects in the envelope': unread(objects(64)),
  '5,000 lists': unread(lists(5_000)),
  '200,000 lists': body(lists(200_000)),
  '150,000 objects': body(objects(150_000)),
  'a million lists that are left open': body('['.repeat(1_000_000)),
  '150,000 objects that are left open': body('{"a":'.repeat(150_000)),
})

const twice = cases('a key twice in an object is refused', 400, 'badJson', {
  'at the top': unread('1,"unread":1'),
  'an account': replaced('"accountId":', '"accountId":"444455556666","accountId":'),
  'a user name': replaced('"userName":', '"userName":"admin","userName":'),
  'a source': replaced('"source":', '"source":"aws.health","source":'),
  'a detail': replaced('"detail":', '"detail":{},"detail":'),
  'with an escape in it': replaced('"accountId":', '"account\\u0049d":"444455556666","accountId":'),
  'where nobody reads': unread('{"a":[{"b":1,"b":1}]}'),
  'the prototype': unread('{"__proto__":{},"__proto__":{}}'),
  'the empty one': unread('{"":1,"":2}'),
})

const taken = cases('JSON is taken', 202, null, {
  'with a byte order mark': (_event, text) => body(Buffer.concat([BOM, Buffer.from(text)])),
  'with white space around it': (_event, text) => body(`\r\n\t ${text} \n`),
  'with line breaks and indents': (event) => body(JSON.stringify(event, null, 2)),
  'that is 64 levels deep': unread(lists(63)),
  'with brackets in a text, which are no levels': unread(JSON.stringify(lists(5_000))),
  'with a quote in a text, which ends nothing': unread('"\\"[[{{"'),
  'with a backslash at the end of a text': unread('"\\\\"'),
  'with the same key in two objects': unread('[{"a":1},{"a":1}]'),
  'with a key that is also a text': unread('{"a":"a","b":"a"}'),
  'with 100,000 keys': unread(`{${Array.from({ length: 70_000 }, (_, n) => `"${n}":0`).join()}}`),
  'with a number that no computer holds': unread('1e999'),
  'with a number of 100,000 digits': unread('9'.repeat(100_000)),
  'with letters of every alphabet': titled(...Buffer.from('\u202eзł漢😀\u0000'.replaceAll('\0', ''))),
  'with a null character by escape': replaced('The user', '\\u0000The user'),
  'with half a surrogate pair by escape': replaced('The user', '\\ud800The user'),
})

const poison = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__']
const places = ['"version":', '"schemaVersion":', '"resourceType":', '"userType":', '"serviceName":']
const inert = cases(
  'a key that is a name of the language is inert',
  202,
  null,
  Object.fromEntries(
    poison.flatMap((key) =>
      places.map((place): [string, Change] => [
        `${key} beside ${place.slice(0, -1)}`,
        replaced(place, `"${key}":{"prototype":{"polluted":1},"sample":true,"archived":true,"polluted":1},${place}`),
      ]),
    ),
  ),
)

export const jsonCases: readonly IntakeCase[] = [...noJson, ...noText, ...deep, ...twice, ...taken, ...inert]

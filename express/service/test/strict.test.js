import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeBase64url } from "../dist/esm/base64url.js";
import { parseJsonObject, plain } from "../dist/esm/json.js";

const LIMITS = { maxDepth: 8, maxMembers: 100 };
const parse = (text) => parseJsonObject(Buffer.from(text), LIMITS);
const nested = (depth) => `{"a":${"[".repeat(depth - 1)}${"]".repeat(depth - 1)}}`;
const many = (count) => `{${Array.from({ length: count }, (_, i) => `"m${i}":1`).join()}}`;

test("what is strict JSON is read as JSON.parse reads it", () => {
  const texts = [
    "{}",
    ' \t\r\n{ "a" : [ 1 , -0.5e-3 , true , false , null , "x" ] , "b" : { } } ',
    '{"\\u0061\\ud83d\\ude00":"\\"\\\\\\/\\b\\f\\n\\r\\t","ä":"\u{10ffff}\u007f"}',
    '{"__proto__":{"a":1},"constructor":2}',
    nested(8),
    many(100),
    `{"${"n".repeat(4095)}":1}`,
  ];
  for (const text of texts) {
    assert.deepEqual(plain(parse(text)), JSON.parse(text), text.slice(0, 80));
  }
});

test("a name stands once in its object, at every depth, however it is written", () => {
  for (const text of [
    '{"a":1,"a":1}',
    '{"a":1,"\\u0061":2}',
    '{"x":[{"a":1,"a":2}]}',
    '{"\u00e9":1,"e\u0301":2}',
  ]) {
    assert.equal(parse(text), null, text);
  }
  assert.notEqual(parse('{"a":{"a":1},"A":2}'), null);
});

test("anything else is refused", () => {
  const texts = [
    ...["", "[]", "1", "null", '"a"', "{", "}", '{"a"}', '{"a":}', '{"a":1,}', "{,}", "{a:1}"],
    ...['{"a":1}x', '{"a":1}{"b":2}', '\ufeff{"a":1}', "{'a':1}", '{"a":1/**/}', '{"a" 1}'],
    ...['{"a":01}', '{"a":1.}', '{"a":.5}', '{"a":+1}', '{"a":-}', '{"a":1e}', '{"a":0x1}'],
    ...['{"a":NaN}', '{"a":Infinity}', '{"a":1e1234}', `{"a":${"1".repeat(129)}}`],
    ...['{"a":tru}', '{"a":True}', '{"a":"\\x"}', '{"a":"\\u00g0"}', '{"a":"\n"}', '{"a":"\0"}'],
    ...['{"a":"\\ud800"}', '{"a":"\\udc00\\ud800"}', '{"a":"\\ud800\\u0041"}', '{"a":[1,]}'],
    ...['{"a":[,1]}', '{"a":[1 2]}', '{"a":"b', '{"a":"\\', "\u00a0{}", nested(9), many(101)],
    `{"${"n".repeat(4096)}":1}`,
  ];
  for (const text of texts) {
    assert.equal(parse(text), null, JSON.stringify(text.slice(0, 80)));
  }
  for (const bytes of [
    [0xff],
    [0xc0, 0x80],
    [0xed, 0xa0, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0xe2],
  ]) {
    const json = Buffer.concat([Buffer.from('{"a":"'), Buffer.from(bytes), Buffer.from('"}')]);
    assert.equal(parseJsonObject(json, LIMITS), null, json.toString("hex"));
  }
});

test("integers are exact, and only what is written as one is one", () => {
  const integer = (text) => parse(`{"a":${text}}`).get("a").integer();
  assert.equal(integer("9007199254740993"), 9007199254740993n);
  assert.equal(integer("-42"), -42);
  for (const text of ["1.0", "1e3", "1234567890123456789"]) {
    assert.equal(integer(text), null);
  }
});

test("base64url has one text for one byte string", () => {
  assert.deepEqual(decodeBase64url("-_8"), Buffer.from([0xfb, 0xff]));
  assert.deepEqual(decodeBase64url(""), Buffer.alloc(0));
  for (const text of ["A", "AB", "-_9", "-_8=", "+/8", " -_8", "-_8\n", "-_é", "AAAAA"]) {
    assert.equal(decodeBase64url(text), null, text);
  }
});

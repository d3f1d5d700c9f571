import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fits, roomWords } from '../src/parts/room.js';

test('the room of a note is told near its end and beyond it', () => {
  const note = (length: number) => 'a'.repeat(length);
  assert.equal(roomWords(note(1799)), '');
  assert.equal(roomWords(note(1990)), '10 of 2000 characters left');
  assert.deepEqual([roomWords(note(2000)), fits(note(2000))], ['0 of 2000 characters left', true]);
  assert.deepEqual([roomWords(note(2143)), fits(note(2143))], ['143 of 2143 characters too many: shorten it, nothing has been kept yet', false]);
  assert.ok(fits(`${note(2000)}\n`), 'what is trimmed is not counted');
});

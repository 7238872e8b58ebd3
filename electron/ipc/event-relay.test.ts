import { expect, test } from 'vitest';
import { eventRelay } from './event-relay.ts';

test('where to lead waits for a page that listens late; the last counts, once', () => {
  const relay = eventRelay();
  relay.deliver('show', { screen: 'home', set: null });
  relay.deliver('show', { screen: 'restore', set: null });
  const heard: unknown[] = [];
  relay.on('show', (payload) => heard.push(payload));
  relay.on('show', (payload) => heard.push(payload));
  expect(heard).toEqual([{ screen: 'restore', set: null }]);
});

test('other events are of their moment', () => {
  const relay = eventRelay();
  relay.deliver('state', {});
  const heard: unknown[] = [];
  const end = relay.on('state', (payload) => heard.push(payload));
  relay.deliver('state', { version: '1' });
  end();
  relay.deliver('state', { version: '2' });
  expect(heard).toEqual([{ version: '1' }]);
});

test('an event that is none is not listened to and not delivered', () => {
  const relay = eventRelay();
  const heard: unknown[] = [];
  relay.on('__proto__' as 'state', (payload) => heard.push(payload));
  relay.deliver('__proto__', {});
  relay.deliver(7, {});
  expect(heard).toEqual([]);
});

import type { Call, SecretCall } from '../../core/contract/calls.ts';

/**
 * The names of all calls, without the schemas: a sandboxed preload is one small file. A call of the contract that is
 * missing here, or one that it does not have, does not compile.
 */
const calls: Readonly<Record<Call, true>> = {
  'app.state': true,
  'app.change': true,
  'app.test-report': true,
  'app.dismiss': true,
  'app.logs': true,
  'app.export-logs': true,
  'app.export-settings': true,
  'app.import-settings': true,
  'app.folder': true,
  'app.make-folder': true,
  'set.overview': true,
  'set.look': true,
  'set.settings': true,
  'set.change': true,
  'set.pause': true,
  'set.forget': true,
  'set.preview-excludes': true,
  'setup.view': true,
  'setup.change': true,
  'setup.check-storage': true,
  'setup.policy': true,
  'setup.folders': true,
  'setup.forecast': true,
  'setup.commit': true,
  'setup.check-key-dead': true,
  'setup.leave': true,
  'secret.request': true,
  'secret.outcome': true,
  'job.start': true,
  'job.cancel': true,
  'job.answer': true,
  'snapshots.list': true,
  'tree.list': true,
  'search.names': true,
  'file.versions': true,
  'file.preview': true,
  'restore.total': true,
  'restore.plan': true,
  'restore.start': true,
  'restore.report': true,
  'recover.view': true,
  'recover.open-set': true,
  'recover.timeline': true,
  'recover.choose': true,
  'recover.hold': true,
  'recover.clean-plan': true,
  'recover.clean': true,
  'recover.write-report': true,
  'recover.close': true,
  'protection.view': true,
  'protection.forecast': true,
  'protection.change': true,
  'protection.pin': true,
  'retention.preview': true,
  'retention.change': true,
  'suspicion.clear': true,
  'protection.report': true,
  'activity.runs': true,
  'activity.skipped': true,
  'activity.exclude': true,
  'activity.events': true,
  'activity.export-skipped': true,
  'practice.view': true,
  'practice.move-clock': true,
  'practice.attack': true,
};

const secretCalls: Readonly<Record<SecretCall, true>> = {
  'secret.form': true,
  'secret.give': true,
  'secret.close': true,
};

export const isCall = (name: unknown): name is Call => typeof name === 'string' && Object.hasOwn(calls, name);

export const isSecretCall = (name: unknown): name is SecretCall =>
  typeof name === 'string' && Object.hasOwn(secretCalls, name);

globalThis.heard = [];
globalThis.holdfast.on('show', (payload) => globalThis.heard.push(payload));
document.documentElement.dataset['ready'] = 'yes';

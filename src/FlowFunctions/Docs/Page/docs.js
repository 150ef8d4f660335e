'use strict';

(() => {
  const storageName = 'flow-functions.key';
  const documentPath = 'openapi.json';
  const signIn = document.getElementById('sign-in');
  const keyField = document.getElementById('key');
  const fault = document.getElementById('fault');
  const forget = document.getElementById('forget');

  async function load(key) {
    const answer = await fetch(documentPath, { headers: { 'x-functions-key': key }, cache: 'no-cache', credentials: 'omit' });
    if (answer.ok) {
      return answer.json();
    }

    if (answer.status === 401) {
      throw new Error('This key is not known.');
    }

    const told = await answer.json().catch(() => null);
    throw new Error(told?.message ?? `The service answered ${answer.status}.`);
  }

  function show(spec, key) {
    signIn.hidden = true;
    forget.hidden = false;
    const ui = SwaggerUIBundle({
      domNode: document.getElementById('docs'),
      spec,
      deepLinking: true,
      docExpansion: 'list',
      defaultModelsExpandDepth: 0,
      displayRequestDuration: true,
      filter: true,
      persistAuthorization: false,
      validatorUrl: null,
      onComplete: () => ui.preauthorizeApiKey('functionsKey', key),
    });
  }

  function ask(message) {
    fault.textContent = message;
    signIn.hidden = false;
    keyField.focus();
  }

  async function open(key) {
    let spec;
    try {
      spec = await load(key);
    } catch (failure) {
      ask(failure instanceof TypeError ? 'The service does not answer, or the key has characters that no key has.' : failure.message);
      return;
    }

    sessionStorage.setItem(storageName, key);
    show(spec, key);
  }

  signIn.addEventListener('submit', event => {
    event.preventDefault();
    fault.textContent = '';
    open(keyField.value.trim());
    keyField.value = '';
  });

  forget.addEventListener('click', () => {
    sessionStorage.removeItem(storageName);
    location.reload();
  });

  const known = sessionStorage.getItem(storageName);
  if (known) {
    open(known);
  } else {
    ask('');
  }
})();

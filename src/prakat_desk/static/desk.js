"use strict";
/*
What a page gives this script (everything works without it; templates/face.html draws most of it):

- `<form data-draft="ID" data-save="/drafts/ID/save" data-page="/drafts/ID" method="post" enctype="multipart/form-data">`
  is kept while it is typed in. In it `<input type="hidden" name="changed" value="ISO">`: which state of the draft
  this page shows. POST data-save sends all entries but files as multipart/form-data with `Accept: application/json`:
  200 `{"saved": ISO, "findings": [{"field": NAME, "message": TEXT, "severity": "error"|"warning"}], "body": TEXT?}`
  (`saved` is the next `changed`; `findings` may be left out; `body` is the text that the server made of `body.html`);
  409 `{"told": TEXT}` where `changed` is not the draft's own: another page wrote meanwhile, nothing was kept;
  other statuses `{"told": TEXT}`: said, tried again at the next key.
- `{{ face.words() }}`: the sentences that this script says. `[data-told]` (role=status): "kept 09:41".
- `[data-error=NAME]` in `[data-field=NAME]` (form.html has both): where a finding is said; `[data-summary]` goes stale
  and is hidden once its findings are mended.
- `iframe[data-preview]`, its src the reader's page, sandbox="allow-same-origin": loaded anew after each save.
- `button[name=do][value^="add:"]`, `[value^="remove:"]` in such a form: sent by fetch, and `[data-field=LIST]` is taken
  from the page that comes back.
- `[data-live]` with an id: taken anew from data-page after a file came or went.
- `{{ face.files(...) }}`: `[data-files="/drafts/ID/files"]` with `input[type=file]`s, `[data-progress]`, `[data-wrong]`;
  data-most-bytes and data-most-pixels. Each file is POSTed alone as `file` with `Accept: application/json`:
  200 `{"told": TEXT?}` or 4xx `{"told": TEXT}`. `button[data-drop-file]` in the list posts its own form by fetch.
- `form[method=post]` without data-many is sent once; `select[data-filter]` gets a search box when it is long.
- editor.js: `{{ face.body(...) }}`, see there.
*/

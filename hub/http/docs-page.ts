/** The page around Swagger UI: what it does not say, and what keeps some people from using it, mended from outside. */

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** The page. `issuer` is the address of whoever issues this hub's access tokens. The words are Swagger UI's: English. */
export function docsPage(issuer: string): string {
  const from = `<strong>${issuer.replaceAll(/[&<>"]/g, (sign) => escapes[sign] ?? sign)}</strong>`;
  const command = '<code>npx lienthong token portal</code>';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Liên thông API</title>
<link rel="stylesheet" href="docs/swagger-ui.css">
<link rel="stylesheet" href="docs/page.css">
<link rel="icon" type="image/png" href="docs/favicon-32x32.png">
</head>
<body>
<header class="intro">
<p lang="vi">Mã truy cập (token) do máy chủ OAuth 2.0 ${from} cấp theo client credentials: dùng mã và mật khẩu của ứng dụng
(client id, secret) mà đơn vị vận hành trục giao cho. Mã có hạn ngắn. Muốn gọi thử thì bấm Authorize và dán mã vào. Trong
môi trường thử, lấy mã bằng lệnh ${command}.</p>
<p>Access tokens come from the OAuth 2.0 server ${from} by client credentials: with the client id and secret that whoever
runs this hub gave you. They are short-lived. To try an operation, press Authorize and paste one. In the sandbox,
${command} gets one.</p>
</header>
<div id="swagger-ui"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
`;
}

/**
 * Starts Swagger UI. An operation's path is a link inside of a button, which is one thing to press: it is text here, and
 * the button still sets the address. What has no name gets one whenever something was drawn.
 */
export const docsScript = `const asText = (_link, { React }) => ({ text }) => React.createElement('span', null, text);
SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  syntaxHighlight: { theme: 'tomorrow-night' },
  plugins: [{ wrapComponents: { DeepLink: asText } }],
});

const names = {
  '.information-container': 'About',
  '.scheme-container': 'Server and authorisation',
  '#servers': 'Server',
  '.examples-select-element': 'Example',
  'textarea.body-param__text': 'Request body',
  '.close-modal': 'Close',
};
const place = document.querySelector('#swagger-ui');
const each = (selector, mend) => place.querySelectorAll(selector).forEach(mend);
function mend() {
  for (const [selector, name] of Object.entries(names)) {
    each(selector + ':not([aria-label])', (element) => element.setAttribute('aria-label', name));
  }
  each('tr[data-param-name] select:not([aria-label])', (list) => {
    list.setAttribute('aria-label', list.closest('tr').dataset.paramName);
  });
  each('.information-container, .scheme-container', (part) => part.setAttribute('role', 'region'));
  each('.modal-btn.authorize[aria-label]', (button) => button.removeAttribute('aria-label'));
  each('table[role=region]', (table) => table.removeAttribute('role'));
  each('pre:not([tabindex])', (scrolled) => scrolled.setAttribute('tabindex', '0'));
  for (const level of [3, 4, 5]) {
    each('h' + level + ':not([aria-level])', (heading) => heading.setAttribute('aria-level', String(level - 1)));
  }
}
new MutationObserver(mend).observe(place, { childList: true, subtree: true });
`;

/**
 * Colours that can be read: Swagger UI's own have a contrast of 2 to 3.7 where 4.5 is needed (WCAG 1.4.3). What
 * copies a path is there without a pointer over it. On a phone answers are shown without their links: there are none.
 */
export const docsStyle = `.intro { max-width: 1460px; margin: 0 auto; padding: 20px; font: 14px/1.5 sans-serif; color: #3b4151; }
.intro p { margin: 0 0 8px; max-width: 60em; }
.intro code { overflow-wrap: anywhere; }
.swagger-ui .info .title small { background: #5a6270; }
.swagger-ui .info .title small.version-stamp { background: #4a6b02; }
.swagger-ui .info a, .swagger-ui .info .url { color: #1d5fb0; }
.swagger-ui .btn.authorize { color: #137a4b; border-color: #137a4b; }
.swagger-ui .btn.authorize svg { fill: #137a4b; }
.swagger-ui .btn.cancel { color: #b42318; border-color: #b42318; }
.swagger-ui .btn.execute { background: #1d5fb0; border-color: #1d5fb0; }
.swagger-ui .opblock.opblock-post .opblock-summary-method { background: #137a4b; }
.swagger-ui .opblock.opblock-get .opblock-summary-method { background: #1d5fb0; }
.swagger-ui .parameter__in, .swagger-ui .parameter__deprecated { color: #555; }
.swagger-ui .json-schema-2020-12-expand-deep-button { color: #555; }
.swagger-ui .json-schema-2020-12__constraint { background: #5a6270; }
.swagger-ui .opblock .opblock-summary .view-line-link.copy-to-clipboard { width: 26px; transition: none; }
.swagger-ui .copy-to-clipboard button { min-width: 24px; min-height: 24px; }
@media (max-width: 40em) { .swagger-ui .response-col_links { display: none; } }
`;

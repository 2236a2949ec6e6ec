// Starts the viewer on this server's own contract. Nothing is asked of any other machine.

// A change made with the console's cookie needs the session's CSRF token; with an API key it does not.
async function withCsrfToken(request) {
  const changes = !['GET', 'HEAD'].includes((request.method ?? 'GET').toUpperCase())
  if (!changes || 'Authorization' in request.headers) return request
  const session = await fetch('/v1/session')
  if (session.ok) request.headers['X-CSRF-Token'] = (await session.json()).csrf_token
  return request
}

// A problem's type is /docs/problems#<code>; the server answers it with this page.
if (globalThis.location.pathname === '/docs/problems') {
  globalThis.location.replace(`/docs/problems.html${globalThis.location.hash}`)
}

globalThis.SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  docExpansion: 'list',
  persistAuthorization: false,
  requestInterceptor: withCsrfToken,
  // Without this the viewer would send the document to a checker on the internet.
  validatorUrl: null,
})

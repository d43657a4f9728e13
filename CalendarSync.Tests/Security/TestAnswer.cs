using System.Net;
using System.Net.Http.Headers;

namespace CalendarSync.Tests.Security;

/// <summary>One answer, read to its end.</summary>
internal sealed record TestAnswer(Uri Address, HttpStatusCode Status, Uri? Location, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, string Body);

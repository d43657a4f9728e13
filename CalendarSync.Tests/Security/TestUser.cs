namespace CalendarSync.Tests.Security;

internal sealed record TestUser(Guid Company, Guid Id, string Token);

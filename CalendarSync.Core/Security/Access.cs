namespace CalendarSync.Core.Security;

/// <summary>Whether a caller may, and if not, how the answer says so.</summary>
public enum Access
{
    /// <summary>Yes.</summary>
    Granted,

    /// <summary>401: nobody was recognised.</summary>
    Unauthenticated,

    /// <summary>404: not this caller's company, which is told like a company that does not exist.</summary>
    NotFound,

    /// <summary>403: a member without the right.</summary>
    Forbidden,
}
